import Foundation

/// A folder of one test, removed with everything in it.
final class TemporaryFolder {
    let path: String

    /// Where files live in memory, if there is such a place: a process that is killed leaves the same behind, and
    /// a sync costs nothing.
    static var inMemory: URL {
        let shared = URL(filePath: "/dev/shm", directoryHint: .isDirectory)
        let isThere = FileManager.default.isWritableFile(atPath: shared.path())
        return isThere ? shared : FileManager.default.temporaryDirectory
    }

    init(in parent: URL = FileManager.default.temporaryDirectory) throws {
        let url = parent.appending(path: "backstop-journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path()
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // Left for the system to clear.
            return
        }
    }
}
