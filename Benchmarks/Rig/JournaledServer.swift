import Core
import Journal
import Runtime

/// A guardian behind its bridge whose stops go into a trade log. Owner: the thread that made it.
final class JournaledServer {
    private let folder: ScratchFolder
    private let journal: Journal
    private let server: GuardianServer
    /// The feed belongs to the bridge's thread until `stop`.
    let endpoint: String

    init(_ disk: any JournalDisk) throws {
        folder = try ScratchFolder()
        journal = try Journal(JournalRow.place(in: folder.path, disk))
        server = try GuardianServer(
            settings: try Scene.settings(positions: 1), driver: .inline, records: StopRecords(journal.feed))
        endpoint = server.endpoint
    }

    /// Records that the journal's thread holds or has yet to take.
    var waiting: Int {
        let figures = journal.figures()
        return figures.pending + figures.queued
    }

    /// Once. Waits for the disk.
    ///
    /// - Returns: records that found no room and were counted instead.
    func stop() -> UInt64 {
        server.stop()
        journal.stop()
        return journal.feed.missing
    }
}
