import Core
import Journal
import Runtime

@testable import Daemon

/// A guardian with its recorder, told what a terminal would tell: one BUY of EURUSD under a cap of 10.00 with a
/// commission, a break-even and nothing else.
struct RecorderScene {
    static let ticket = Ticket(71)
    var guardian: Guardian
    var recorder = TradeRecorder(
        account: AccountNumber(7), process: .simulated(start: .init(nanoseconds: 0), life: 1))
    /// What the guardian has sent.
    private(set) var commands: [ModifyStop] = []
    private var outputs: [Guardian.Output] = []
    private var now = Instant(nanoseconds: 1_000_000_000)

    struct Unbuildable: Error {}

    init(mode: ControlMode = .manage) throws {
        let rules = RuleSet(
            name: "cap", cap: LossCap(amount: Money(units: 10 * Money.unitsPerWhole)),
            allowance: CostAllowance(commissionPerLot: Money(units: 3 * Money.unitsPerWhole)), trailing: nil,
            breakEven: BreakEven(trigger: Distance(points: 100), offset: Distance(points: 10)))
        guardian = Guardian(
            settings: Settings(
                mode: mode, selections: [.init(filter: PositionFilter(includesManual: true), rules: rules)]),
            epoch: Epoch(1))
        let spec = SymbolSpec(
            symbol: SymbolID(0), digits: 5, tradeMode: .full, isSessionOpen: true,
            tickSize: Distance(points: 1), stopsLevel: .zero, freezeLevel: .zero,
            volumeMin: Volume(units: 1_000_000), volumeMax: Volume(units: 50_000_000_000),
            volumeStep: Volume(units: 1_000_000), name: "EURUSD", profitCurrency: "USD")
        let point = Money(units: Money.unitsPerWhole / 10)
        guard
            let valuation = Valuation(
                symbol: SymbolID(0), reference: Distance(points: 1), buyLoss: point, buyProfit: point,
                sellLoss: point, sellProfit: point)
        else { throw Unbuildable() }
        guardian.linkRestored(at: now, into: &outputs)
        let snapshot = Snapshot(
            symbols: [spec], valuations: [valuation], ticks: [Self.tick(bid: 100_000)],
            positions: [Self.position(stop: nil, takeProfit: nil)])
        recorder.hear(snapshot, at: now)
        guardian.snapshot(snapshot, at: now, into: &outputs)
        carryOut()
        let state = AccountState(
            balance: .zero, equity: .zero, margin: .zero, marginFree: .zero, permissions: .all)
        hear(.account(state))
    }

    static func position(stop: Int64?, takeProfit: Int64?) -> Position {
        Position(
            ticket: ticket, identifier: PositionID(71), magic: Magic(7), symbol: SymbolID(0), side: .buy,
            volume: .oneLot, openPrice: Price(points: 100_000), stopLoss: stop.map { Price(points: $0) },
            takeProfit: takeProfit.map { Price(points: $0) }, swap: .zero, commission: .zero,
            opened: MarketTime(milliseconds: 1), updated: MarketTime(milliseconds: 1), seen: .zero,
            comment: "")
    }

    static func tick(bid: Int64) -> Tick {
        let ask = Price(points: bid + 10)
        let bid = Price(points: bid)
        return Tick(
            symbol: SymbolID(0), skipped: 0, bid: bid, ask: ask, bidHigh: bid, bidLow: bid, askHigh: ask,
            askLow: ask, time: MarketTime(milliseconds: 1), seen: .zero)
    }

    /// One wake-up.
    mutating func hear(_ message: TerminalMessage) {
        now = now + .milliseconds(10)
        recorder.hear(message, guardian: guardian, at: now)
        guardian.receive(message, at: now, into: &outputs)
        carryOut()
    }

    /// The position as the terminal shows it.
    mutating func show(stop: Int64?, takeProfit: Int64?) {
        hear(.position(Self.position(stop: stop, takeProfit: takeProfit)))
    }

    mutating func answer(_ command: ModifyStop) {
        hear(
            .result(
                RequestResult(
                    request: command.request, ticket: command.ticket, outcome: .done, isRepeated: false,
                    refusal: .none, returnCode: 10_009, stopLoss: command.stopLoss,
                    takeProfit: command.takeProfit, volume: .oneLot, order: 0, received: .zero, sent: .zero,
                    answered: .zero)))
    }

    private mutating func carryOut() {
        guardian.dispatch(at: now, into: &outputs)
        for output in outputs {
            switch output {
            case .send(let message):
                recorder.sending(message, guardian: guardian, at: now)
                if case .modifyStop(let command) = message { commands.append(command) }
            case .note(let note): recorder.note(note, guardian: guardian, at: now)
            case .latched(let level): recorder.latched(level, at: now)
            case .resynchronize, .lease, .shard, .day: continue
            }
        }
        outputs.removeAll(keepingCapacity: true)
    }

    /// What the recorder has noted.
    func events() -> [LogEvent] {
        recorder.pending.compactMap { item in
            switch item {
            case .entry(let entry): entry.event
            case .delivered: nil
            }
        }
    }

    /// The tickets that it has named.
    func tickets() -> [Ticket] {
        recorder.pending.compactMap { item in
            switch item {
            case .entry(let entry): entry.ticket
            case .delivered: nil
            }
        }
    }
}
