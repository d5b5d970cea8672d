import Core
import Runtime

/// The trade log without a thread of its own, for a host that has one thread and its own clock: the simulation.
///
/// The same files, the same guarantees, the same recovery. `write` waits for the disk; how often it is called
/// decides how many records share a sync. Owner: one thread.
public struct DirectJournal {
    private let place: JournalPlace
    private var accounts: JournalAccounts

    public init(_ place: JournalPlace) {
        self.place = place
        accounts = JournalAccounts(place)
    }

    public mutating func record(_ entry: LogEntry) { accounts.take(.entry(entry)) }

    /// Everything this message of the EA brought has been recorded.
    public mutating func delivered(_ delivery: Delivery, account: AccountNumber) {
        accounts.take(.delivered(account, delivery))
    }

    /// How many records are not durable.
    public var pending: Int { accounts.pending }

    /// Writes everything that waits; what the disk refuses waits for another call.
    ///
    /// - Parameter now: on the clock by which the pauses between attempts are measured.
    /// - Returns: the deliveries that became durable.
    public mutating func write(at now: Instant) -> [DurableDelivery] {
        var kept: [DurableDelivery] = []
        for (account, durable) in accounts.work(at: now) {
            if durable.records > 0 { place.wrote(account, durable.last) }
            kept += durable.deliveries.all.map { DurableDelivery(account: account, delivery: $0) }
        }
        return kept
    }

    /// Without lag: time does not pass by itself here.
    public var figures: JournalFigures {
        var figures = JournalFigures(lag: LatencyHistogram().summary)
        accounts.add(to: &figures)
        return figures
    }
}
