import Glibc

/// The syslog socket of the machine, which journald listens on too; the standard error where there is none.
///
/// Why not syslog(3): it does not say whether anybody took the line.
public struct SyslogSocket: SystemLog {
    /// Facility "daemon", severity "critical" (RFC 5424, section 6.2.1).
    private static let priority = "<26>"
    private static let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
    private let path: String

    public init(path: String = "/dev/log") { self.path = path }

    public func write(_ line: String) -> SystemLogOutcome {
        let text = "\(Self.priority)backstop[\(getpid())]: \(line)"
        if send(Array(text.utf8)) { return .written }
        let fallback = Array("backstop: \(line)\n".utf8)
        let count = fallback.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
        return count == fallback.count ? .written : .refused
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < room else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bytes.withUnsafeBytes { bytes in
                    sendto(
                        descriptor, bytes.baseAddress, bytes.count,
                        Self.flags, address,
                        socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        return sent == bytes.count
    }
}
