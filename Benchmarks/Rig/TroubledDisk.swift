import Core
import Glibc
import Journal

/// The machine's own disk, made worse: every sync takes longer, or no byte finds room.
struct TroubledDisk: JournalDisk {
    enum Trouble: Sendable {
        case slow(TimeSpan)
        case full
    }

    let trouble: Trouble
    private let disk = SystemDisk()

    init(_ trouble: Trouble) { self.trouble = trouble }

    func names(in folder: String) throws(DiskError) -> [String] { try disk.names(in: folder) }

    func makeFolder(_ path: String) throws(DiskError) { try disk.makeFolder(path) }

    func create(_ path: String) throws(DiskError) -> any DiskFile {
        TroubledFile(try disk.create(path), trouble)
    }

    func open(_ path: String, for use: DiskUse) throws(DiskError) -> any DiskFile {
        TroubledFile(try disk.open(path, for: use), trouble)
    }

    func rename(_ path: String, to new: String) throws(DiskError) { try disk.rename(path, to: new) }

    func remove(_ path: String) throws(DiskError) { try disk.remove(path) }

    func syncFolder(_ path: String) throws(DiskError) { try disk.syncFolder(path) }
}

/// A file on a troubled disk. Owner: the thread that opened it.
private final class TroubledFile: DiskFile {
    private let file: any DiskFile
    private let trouble: TroubledDisk.Trouble

    init(_ file: any DiskFile, _ trouble: TroubledDisk.Trouble) {
        self.file = file
        self.trouble = trouble
    }

    var path: String { file.path }

    func size() throws(DiskError) -> Int { try file.size() }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(DiskError) -> Int {
        switch trouble {
        case .slow: try file.write(bytes, at: offset)
        case .full: throw DiskError(.write, path, number: ENOSPC)
        }
    }

    func sync() throws(DiskError) {
        switch trouble {
        case .slow(let span):
            var rest = timespec(
                tv_sec: Int(span.nanoseconds / 1_000_000_000), tv_nsec: Int(span.nanoseconds % 1_000_000_000))
            while true {
                var wanted = rest
                guard nanosleep(&wanted, &rest) != 0, errno == EINTR else { break }
            }
        case .full: break
        }
        try file.sync()
    }

    func read(_ count: Int, at offset: Int) throws(DiskError) -> [UInt8] {
        try file.read(count, at: offset)
    }

    func forget() { file.forget() }

    func cut(to size: Int) throws(DiskError) { try file.cut(to: size) }
}

/// The benchmark's own trouble is nothing for the machine's log.
struct QuietLog: SystemLog {
    func write(_ line: String) -> SystemLogOutcome { .refused }
}
