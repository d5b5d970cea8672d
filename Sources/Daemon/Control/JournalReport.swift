import Core
import Journal

/// How the trade log and its store are.
struct JournalReport: Codable, Sendable {
    /// "healthy", or what the disk refuses.
    var health: String
    /// Durable since the start.
    var records: UInt64
    var batches: UInt64
    var bytes: UInt64
    var failedAttempts: UInt64
    /// Records that went to the system log too, because three attempts had failed.
    var fallbackLines: UInt64
    /// Files left behind after an error.
    var fileMoves: UInt64
    /// Deliveries that had been recorded before.
    var repeated: UInt64
    /// Handed over and not durable.
    var pending: Int
    /// Durable records of all that had to be recorded; 1 when nothing waits and nothing is missing.
    var successRate: Double
    /// From an event to its durability.
    var lagMs: DaemonReport.Percentiles
    /// How each account's store is, by account.
    var stores: [String: String]

    init(_ journal: TradeJournal, at now: Instant) {
        let figures = journal.figures(at: now)
        health =
            switch figures.health {
            case .healthy: "healthy"
            case .failing(let error): error.description
            }
        records = figures.records
        batches = figures.batches
        bytes = figures.bytes
        failedAttempts = figures.failedAttempts
        fallbackLines = figures.fallbackLines
        fileMoves = figures.moves
        repeated = figures.repeated
        pending = figures.pending + figures.queued
        let missing = journal.feed.missing
        let all = figures.records + missing
        successRate = all == 0 ? 1 : Double(figures.records) / Double(all)
        lagMs = .init(milliseconds: figures.lag)
        stores = Dictionary(
            uniqueKeysWithValues: journal.stores.map { (String($0.key.rawValue), $0.value.phrase) })
    }
}

extension StoreState {
    fileprivate var phrase: String {
        switch self {
        case .unopened: "not opened yet"
        case .current: "current"
        case .behind(let applied, let durable): "behind by \(durable - applied) records"
        case .unavailable(let trouble): "unavailable: \(trouble)"
        }
    }
}
