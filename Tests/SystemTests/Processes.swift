import Foundation
import Glibc

/// What the machine says of its processes.
enum Processes {
    /// The processes that one has started and that run.
    static func children(of pid: pid_t) throws -> [pid_t] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter {
            other in
            // A process may end while it is looked at.
            guard let status = FileManager.default.contents(atPath: "/proc/\(other)/status") else {
                return false
            }
            return String(decoding: status, as: UTF8.self).contains("PPid:\t\(pid)\n")
        }
    }

    /// One that has ended and was not yet waited for is not alive.
    static func isAlive(_ pid: pid_t) -> Bool {
        guard let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return false }
        return !String(decoding: status, as: UTF8.self).contains("State:\tZ")
    }

    /// The words with which it was started; none: it is gone.
    static func arguments(of pid: pid_t) -> [String] {
        let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
        return line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
