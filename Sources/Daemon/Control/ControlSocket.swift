import Glibc

/// The Unix domain socket in the state folder through which commands reach the daemon that holds it.
enum ControlSocket {
    static let name = "control.sock"
    /// The longest request, in bytes with its line end.
    static let requestBytesMax = 4_096

    /// The socket's address. It goes through the folder's descriptor, because the path of a state folder may
    /// be longer than the 107 bytes that an address can hold.
    static func address(inFolder descriptor: Int32) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("/proc/self/fd/\(descriptor)/\(name)".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            for (index, byte) in path.enumerated() where index < bytes.count - 1 { bytes[index] = byte }
        }
        return address
    }

    static func open() throws(CommandFailure) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw CommandFailure("cannot create a control socket") }
        return descriptor
    }

    /// Lets neither reading nor writing wait longer than this.
    static func limit(_ descriptor: Int32, seconds: Int) {
        var span = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &span, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &span, size)
    }

    /// Reads up to a line end, the end, or `bytesMax`. `nil` when the other side fails or is too slow.
    static func readLine(_ descriptor: Int32, bytesMax: Int) -> [UInt8]? {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while line.count <= bytesMax {
            let got = recv(descriptor, &buffer, buffer.count, 0)
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { return nil }
            if got == 0 { return line }
            line.append(contentsOf: buffer[..<got])
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return Array(line[..<end]) }
        }
        return nil
    }

    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes { buffer in
                send(
                    descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done,
                    Int32(MSG_NOSIGNAL))
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { return false }
            done += put
        }
        return true
    }
}
