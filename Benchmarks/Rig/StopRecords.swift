import Core
import Journal
import Runtime

/// Tells a trade log of each stop that is sent, in the way of the daemon's recorder: noted when it happens, handed
/// over at the end of the wake-up. Owner: the bridge's thread.
struct StopRecords {
    private let feed: TradeFeed
    private var noted: [LogEntry] = []

    init(_ feed: TradeFeed) {
        self.feed = feed
        noted.reserveCapacity(256)
    }

    mutating func note(_ note: AccountNote, of guardian: Guardian, in account: AccountNumber, at now: Instant)
    {
        guard case .stopSent(let request, let ticket, let move) = note,
            let position = guardian.account.position(ticket)
        else { return }
        let facts = guardian.account.lastDecision(on: ticket)?.facts ?? DecisionFacts()
        noted.append(
            Self.entry(request, ticket, move, position, facts, in: account, at: now))
    }

    /// At the end of a wake-up.
    mutating func handOver() {
        for entry in noted { _ = feed.record(entry) }
        noted.removeAll(keepingCapacity: true)
        if feed.waiting > 0 { feed.flush() }
        while feed.nextDurable() != nil {}
    }

    static func entry(
        _ request: RequestID, _ ticket: Ticket, _ move: StopMove, _ position: Position,
        _ facts: DecisionFacts,
        in account: AccountNumber, at now: Instant
    ) -> LogEntry {
        LogEntry(
            account: account, at: WallClock.now(), instant: now, ticket: ticket, delivery: nil,
            event: .stopRequested(
                StopRequested(
                    request: request, disposition: .sent,
                    symbol: TradedSymbol(name: Scene.spec.name, digits: UInt8(Scene.spec.digits)),
                    side: position.side, volume: position.volume, lane: move.lane, rule: move.rule,
                    bid: facts.bid, ask: facts.ask, openPrice: position.openPrice, peak: facts.peak,
                    firstStop: facts.firstStop,
                    oldStop: position.stopLoss, stop: move.stop, oldTakeProfit: nil, takeProfit: nil,
                    candidates: facts.candidates, limits: facts.limits, maxLoss: .zero, worstCase: nil,
                    isCapUnreachable: move.isCapUnreachable)))
    }
}
