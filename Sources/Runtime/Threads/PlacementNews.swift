import Synchronization

/// Brings what became of a placement from the thread that was placed to the one that started it. Once.
final class PlacementNews: Sendable {
    private let report = Mutex<PlacementReport?>(nil)
    private let isThere = Atomic<Bool>(false)
    private let bell = Doorbell()

    func tell(_ placed: PlacementReport) {
        report.withLock { $0 = placed }
        isThere.store(true, ordering: .releasing)
        bell.ring()
    }

    /// Waits until it has been told.
    func wait() -> PlacementReport {
        while bell.wait(.park, isReady: { isThere.load(ordering: .acquiring) }) != .ready {}
        return report.withLock { $0 } ?? PlacementReport(processor: nil, priority: nil)
    }
}
