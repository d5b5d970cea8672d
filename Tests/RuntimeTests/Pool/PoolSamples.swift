import Core
import Runtime
import TestSupport

/// A market of a few symbols and what a bridge thread would send about it.
enum PoolSample {
    static let names = ["EURUSD", "XAUUSD", "GBPJPY", "US500"]

    static let settings = Settings(
        mode: .manage,
        selections: [
            Settings.Selection(
                filter: PositionFilter(includesManual: true),
                rules: RuleSet(
                    name: "all", cap: LossCap(amount: Money(units: 300 * Money.unitsPerWhole)),
                    allowance: CostAllowance(),
                    trailing: TrailingStop(
                        start: Distance(points: 50), step: Distance(points: 5),
                        distance: Distance(points: 100))))
        ])

    static func spec(_ number: Int) -> SymbolSpec {
        SymbolSpec(
            symbol: SymbolID(UInt16(number)), digits: 5, tradeMode: .full, isSessionOpen: true,
            tickSize: Distance(points: 1), stopsLevel: Distance(points: 0), freezeLevel: Distance(points: 0),
            volumeMin: Volume(units: 1_000_000), volumeMax: Volume(units: 100 * Volume.unitsPerLot),
            volumeStep: Volume(units: 1_000_000), name: names[number], profitCurrency: "USD")
    }

    static func position(_ ticket: UInt64, symbol: Int) -> Position {
        Position(
            ticket: Ticket(ticket), identifier: PositionID(ticket), magic: Magic(7),
            symbol: SymbolID(UInt16(symbol)), side: .buy, volume: Volume(units: Volume.unitsPerLot),
            openPrice: Price(points: 100_000), stopLoss: nil, takeProfit: nil, swap: .zero, commission: .zero,
            opened: MarketTime(milliseconds: 1), updated: MarketTime(milliseconds: 1), seen: .zero,
            comment: "")
    }

    static func tick(_ bid: Int64, symbol: Int = 0, time: Int64 = 1) -> Tick {
        Tick(
            symbol: SymbolID(UInt16(symbol)), skipped: 0, bid: Price(points: bid),
            ask: Price(points: bid + 10),
            bidHigh: Price(points: bid), bidLow: Price(points: bid), askHigh: Price(points: bid + 10),
            askLow: Price(points: bid + 10), time: MarketTime(milliseconds: time), seen: .zero)
    }

    /// One position in each symbol.
    static var book: Snapshot {
        Snapshot(
            symbols: names.indices.map { spec($0) },
            valuations: names.indices.compactMap { number in
                let amount = Money(units: Money.unitsPerWhole)
                return Valuation(
                    symbol: SymbolID(UInt16(number)), reference: Distance(points: 1), buyLoss: amount,
                    buyProfit: amount, sellLoss: amount, sellProfit: amount)
            },
            ticks: names.indices.map { tick(100_000, symbol: $0) },
            positions: names.indices.map { position(UInt64($0 + 1), symbol: $0) })
    }

    static func message(_ event: ShardEvent, ordinal: UInt64 = 0, account: UInt16 = 0) -> WorkerMessage {
        WorkerMessage(account: account, ordinal: ordinal, content: .step(event), now: .zero, received: .zero)
    }
}

/// One account's shards in a pool, driven as the bridge thread does it.
final class PoolBench {
    let pool: WorkerPool
    var router: ShardRouter
    let wake: WakeSignal
    let counters: [SharedShardCounters]
    /// What was proposed and not turned away.
    var proposals: [Proposal] = []

    init(_ plan: PoolPlan) throws {
        wake = try WakeSignal()
        pool = try WorkerPool(plan, wake: wake)
        router = ShardRouter(places: plan.workers)
        counters = (0..<plan.workers).map { _ in SharedShardCounters() }
        for worker in 0..<plan.workers { open(worker) }
    }

    func open(_ worker: Int) {
        pool.send(
            WorkerMessage(
                account: 0, ordinal: 0, content: .open(PoolSample.settings, .none, counters[worker]),
                now: .zero,
                received: .zero),
            to: worker)
    }

    func tell(_ event: ShardEvent) {
        var routed: [RoutedEvent] = []
        router.route(event, into: &routed)
        pass(routed)
    }

    func pass(_ routed: [RoutedEvent]) {
        for piece in routed {
            pool.send(PoolSample.message(piece.event, ordinal: piece.ordinal), to: piece.place)
        }
        pool.ring()
    }

    func collect() {
        var answers: [WorkerAnswer] = []
        pool.collect(into: &answers)
        for answer in answers {
            guard case .propose(let proposal) = answer.effect,
                router.accepts(proposal, causedBy: answer.ordinal)
            else { continue }
            proposals.append(proposal)
        }
        pool.ring()
    }

    /// Collects until `isDone`.
    func collect(until isDone: (PoolBench) -> Bool) -> Bool {
        let patience = Patience()
        while !patience.isOver {
            collect()
            if isDone(self) { return true }
            breathe()
        }
        return false
    }

    var isIdle: Bool { pool.reports.allSatisfy { $0.done == $0.given && $0.backlog == 0 } }
}
