import Glibc

/// Whole files that fit in memory.
enum SmallFile {
    /// - Throws: `CommandFailure` when it cannot be read or is larger than `bytesMax`.
    static func read(_ path: String, bytesMax: Int) throws(CommandFailure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw CommandFailure("cannot read \(path)") }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: bytesMax + 1)
        var length = 0
        while length < bytes.count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(file, buffer.baseAddress?.advanced(by: length), buffer.count - length)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw CommandFailure("cannot read \(path)") }
            if got == 0 { break }
            length += got
        }
        guard length <= bytesMax else {
            throw CommandFailure(.data, "\(path) is larger than \(bytesMax) bytes")
        }
        return Array(bytes[..<length])
    }

    /// Writes all of it to an open file.
    static func write(_ bytes: [UInt8], to file: Int32, named path: String) throws(CommandFailure) {
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes { buffer in
                Glibc.write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw CommandFailure("cannot write \(path)") }
            done += put
        }
    }
}
