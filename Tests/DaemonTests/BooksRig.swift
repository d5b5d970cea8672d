import Core
import Journal

@testable import Bridge
@testable import Daemon

/// A recorder whose terminal, log and clock are the test's.
struct BooksRig {
    static let account = AccountNumber(7)
    static let spec = SymbolSpec(
        symbol: SymbolID(0), digits: 5, tradeMode: .full, isSessionOpen: true, tickSize: Distance(points: 1),
        stopsLevel: .zero, freezeLevel: .zero, volumeMin: Volume(units: 1_000_000),
        volumeMax: Volume(units: 50_000_000_000), volumeStep: Volume(units: 1_000_000), name: "EURUSD",
        profitCurrency: "USD")
    static let symbol = TradedSymbol(name: "EURUSD", digits: 5)
    /// The broker's clock when a test begins, in milliseconds.
    static let serverTime: Int64 = 1_000_000_000

    var recorder = TradeRecorder(account: account)
    var guardian = Guardian(settings: Settings(mode: .manage, selections: []), epoch: Epoch(1))
    var now = Instant(nanoseconds: 1_000_000_000)
    private var outputs: [Guardian.Output] = []

    /// Connects, shows these positions, and recalls what earlier runs recorded.
    ///
    /// - Returns: the first question.
    mutating func connect(_ positions: [Position], _ book: TradeBook? = TradeBook()) -> DealHistoryRequest? {
        let hello = Hello(
            eaVersion: 1, terminalBuild: 1, bootID: BootID(1), account: Self.account, marginMode: .hedging,
            accountMode: .demo, permissions: .all, lastEpoch: .none, nonce: Nonce(1, 2), currency: "USD",
            server: "S", company: "C")
        recorder.linked(LinkFacts(hello), at: now)
        guardian.linkRestored(at: now, into: &outputs)
        show(positions)
        if let book { recorder.books.recall(book) }
        return recorder.reconcile(guardian, at: now)
    }

    mutating func show(_ positions: [Position]) {
        let bid = Price(points: 108_000)
        let ask = Price(points: 108_010)
        let snapshot = Snapshot(
            symbols: [Self.spec], valuations: [],
            ticks: [
                Tick(
                    symbol: SymbolID(0), skipped: 0, bid: bid, ask: ask, bidHigh: bid, bidLow: bid,
                    askHigh: ask, askLow: ask, time: MarketTime(milliseconds: Self.serverTime), seen: .zero)
            ], positions: positions)
        recorder.hear(snapshot, at: now)
        guardian.snapshot(snapshot, at: now, into: &outputs)
    }

    mutating func hear(_ message: TerminalMessage) {
        recorder.hear(message, guardian: guardian, at: now)
        guardian.receive(message, at: now, into: &outputs)
    }

    mutating func loseLink() {
        recorder.lost(.silent, at: now)
        guardian.linkLost(at: now, into: &outputs)
    }

    mutating func answer(_ request: DealHistoryRequest?, _ deals: [Deal]) -> DealHistoryRequest? {
        guard let request else { return nil }
        return recorder.hear(
            DealHistory(request: request.request, outcome: .complete(deals)), guardian, at: now)
    }

    /// Everything noted so far, and nothing of it again.
    mutating func takeEvents() -> [(ticket: Ticket?, event: LogEvent)] {
        defer { recorder.forget() }
        return recorder.pending.compactMap { item in
            switch item {
            case .entry(let entry): (entry.ticket, entry.event)
            case .delivered: nil
            }
        }
    }

    /// Another round, some time later.
    mutating func later(_ span: TimeSpan) -> DealHistoryRequest? {
        now = now + span
        // The first call finds that it is due.
        return recorder.reconcile(guardian, at: now) ?? recorder.reconcile(guardian, at: now)
    }
}

/// One opened by `deal`, as broker, log and history know it.
struct RigTrade {
    var ticket: UInt64
    var opened = BooksRig.serverTime
    var stop: Int64?
    var takeProfit: Int64?

    var position: Position {
        Position(
            ticket: Ticket(ticket), identifier: PositionID(ticket), magic: Magic(0), symbol: SymbolID(0),
            side: .buy, volume: .oneLot, openPrice: Price(points: 108_000), stopLoss: stop.map(Price.init),
            takeProfit: takeProfit.map(Price.init), swap: .zero, commission: .zero,
            opened: MarketTime(milliseconds: opened), updated: MarketTime(milliseconds: opened), seen: .zero,
            comment: "")
    }

    var record: PositionOpened { PositionOpened(position, as: BooksRig.symbol, origin: .live) }

    /// Its deals have the numbers 10 times its ticket, and up from there.
    var opening: Deal { deal(0, .buy, .into, volume: .oneLot, profit: 0, at: opened) }

    func closing(
        _ number: UInt64 = 1, volume: Volume = .oneLot, profit: Int64, reason: Deal.Reason = .stopLoss,
        at time: Int64 = BooksRig.serverTime
    ) -> Deal {
        deal(number, .sell, .out, volume: volume, profit: profit, reason: reason, at: time)
    }

    private func deal(
        _ number: UInt64, _ kind: Deal.Kind, _ entry: Deal.Entry, volume: Volume, profit: Int64,
        reason: Deal.Reason = .client, at time: Int64
    ) -> Deal {
        Deal(
            deal: ticket * 10 + number, order: ticket, position: PositionID(ticket), magic: Magic(0),
            symbol: SymbolID(0), kind: kind, entry: entry, reason: reason, volume: volume,
            price: Price(points: 108_000), profit: Money(units: profit * Money.unitsPerWhole),
            commission: Money(units: -Money.unitsPerWhole), swap: .zero, fee: .zero,
            time: MarketTime(milliseconds: time))
    }
}
