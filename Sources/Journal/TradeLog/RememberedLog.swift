import Core
import Runtime

/// What a trade log would know, without the log: for a simulation whose records nobody reads, and whose daemon
/// must know after a kill what it had recorded before.
///
/// The same repeats are recognised as in a log; what is not written when the daemon is killed is lost, as there.
/// One account. Owner: one thread. Bound: `TradeBook`'s.
public struct RememberedLog {
    private var book = TradeBook()
    private var keys = RecentSet<TradeKey>(generation: TradeKey.generation)
    private var pending: [LogEntry] = []
    private var pendingKeys: Set<TradeKey> = []
    private var deliveries = LatestDeliveries()
    private var account = AccountNumber(0)

    public init() {}

    /// Whether a record waits to be written.
    public var hasPending: Bool { !pending.isEmpty }

    public mutating func record(_ entry: LogEntry) {
        if let key = TradeKey(entry.event, ticket: entry.ticket, delivery: entry.delivery) {
            guard !keys.contains(key), !isOpen(key), pendingKeys.insert(key).inserted else { return }
        }
        pending.append(entry)
    }

    /// Everything this message of the EA brought has been recorded.
    public mutating func delivered(_ delivery: Delivery, account: AccountNumber) {
        self.account = account
        deliveries.note(delivery)
    }

    /// - Returns: the deliveries that are kept from here on.
    public mutating func write() -> [DurableDelivery] {
        for entry in pending {
            let number = book.sequence + 1
            book.apply(
                TradeRecord(
                    sequence: number, durable: number - 1, account: entry.account, at: entry.at,
                    instant: entry.instant, ticket: entry.ticket, delivery: entry.delivery,
                    event: entry.event))
        }
        for key in pendingKeys { keys.insert(key) }
        let kept = deliveries.all.map { DurableDelivery(account: account, delivery: $0) }
        forgetPending()
        return kept
    }

    /// The daemon was killed: what was not written is gone.
    ///
    /// - Returns: what the next one finds.
    public mutating func reopen() -> TradeBook {
        forgetPending()
        book.trim()
        return book
    }

    private mutating func forgetPending() {
        pending.removeAll(keepingCapacity: true)
        pendingKeys.removeAll(keepingCapacity: true)
        deliveries = LatestDeliveries()
    }

    /// A position that is open has been recorded as opened, however long ago.
    private func isOpen(_ key: TradeKey) -> Bool {
        switch key {
        case .opened(let position): book.positions.values.contains { $0.opened.position == position }
        case .closed, .deal, .delivered: false
        }
    }
}
