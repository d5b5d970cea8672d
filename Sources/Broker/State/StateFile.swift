import Core
import Glibc

/// Keeps a broker's state in one file that is always whole: written beside it, then renamed.
///
/// It survives the death of the process at any moment. It is not synced to the disk: a model of a broker
/// need not outlive a power cut, and a sync at every trade would make its latency that of the disk.
///
/// Owned by one thread of one process.
public struct StateFile: Sendable {
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case unreadable(path: String, errno: Int32)
        case unwritable(path: String, errno: Int32)
        case invalid(path: String, SavedState.Failure)

        public var description: String {
            switch self {
            case .unreadable(let path, let code): "cannot read \(path): \(String(cString: strerror(code)))"
            case .unwritable(let path, let code): "cannot write \(path): \(String(cString: strerror(code)))"
            case .invalid(let path, let failure): "\(path): \(failure)"
            }
        }
    }

    public let path: String

    public init(path: String) { self.path = path }

    /// The saved state, or `nil` where there is none yet.
    ///
    /// - Throws: `Failure.unreadable`, or `.invalid` for a file that is not a whole state.
    public func load() throws(Failure) -> SavedState? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .unreadable(path: path, errno: errno)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = read(file, &chunk, chunk.count)
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .unreadable(path: path, errno: errno) }
            if got == 0 { break }
            bytes.append(contentsOf: chunk[..<got])
        }
        do { return try SavedState(bytes) } catch { throw .invalid(path: path, error) }
    }

    /// Replaces the file; on failure the old one stays.
    ///
    /// - Throws: `Failure.unwritable`.
    public func save(_ state: SavedState) throws(Failure) {
        let beside = path + ".next"
        let file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unwritable(path: beside, errno: errno) }
        let code = write(state.encoded(), to: file)
        close(file)
        guard code == 0 else { throw .unwritable(path: beside, errno: code) }
        guard rename(beside, path) == 0 else { throw .unwritable(path: path, errno: errno) }
    }

    private func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            written += count
        }
        return 0
    }
}
