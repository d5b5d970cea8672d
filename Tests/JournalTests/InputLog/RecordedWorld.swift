@testable import Core
@testable import Journal

/// A terminal that does whatever a seed says to a guardian, sense or nonsense, and a tape of what the guardian did.
///
/// It answers requests mostly, trades, moves its prices, loses its link, is reloaded with other symbol numbers; a
/// person changes stops, settings and latches. Every entry of the guardian is used.
struct RecordedWorld {
    private(set) var guardian: Guardian
    private(set) var now = Instant(nanoseconds: 1_000_000_000)
    private var random: SplitMix
    private var outputs: [Guardian.Output] = []
    private var open: [Ticket: Position] = [:]
    private var underWay: [ModifyStop] = []
    private var closing: [ClosePosition] = []
    private var price: Int64 = 100_000
    private var nextTicket: UInt64 = 1
    private var epoch = Epoch(3)
    private var isLinked = false

    static let account = AccountNumber(4_711)
    static let epoch = Epoch(3)

    init(seed: UInt64) {
        random = SplitMix(seed: seed)
        guardian = Guardian(settings: Self.settings(trailing: 10), epoch: Self.epoch)
        guardian.tape = MachineTape()
    }

    var checkpoint: MachineCheckpoint {
        MachineCheckpoint(account: guardian.account, shard: guardian.shard)
    }

    /// One call of the guardian, and what follows from it.
    mutating func step(_ record: (MachineTape) -> Void) {
        now = now + .milliseconds(Int64(roll(400)))
        act()
        answer()
        if let tape = guardian.tape { record(tape) }
        guardian.tape?.removeAll()
    }

    private mutating func roll(_ sides: UInt64) -> UInt64 { random.next() % sides }

    private mutating func act() {
        switch roll(40) {
        case 0...14: tick()
        case 15...18: trade()
        case 19...20: edit()
        case 21...23: guardian.terminalClock(now, at: now, into: &outputs)
        case 24: guardian.receive(.heartbeat(heartbeat()), at: now, into: &outputs)
        case 25: relink()
        case 26: snapshot()
        case 27: if roll(4) == 0 { guardian.linkLost(at: now, into: &outputs) }
        case 28:
            guardian.adopt(Self.settings(trailing: 5 + Int64(roll(20))), at: now, into: &outputs)
        case 29:
            epoch = epoch.next
            guardian.adopt(epoch, at: now, into: &outputs)
        case 30: guardian.latch(roll(6) == 0 ? .freeze : .none, at: now, into: &outputs)
        case 31: guardian.restore(DayState(day: 20_000, used: Int(roll(50))), at: now, into: &outputs)
        case 32: guardian.shardLost([SymbolID(0)], at: now, into: &outputs)
        case 33:
            if let late = underWay.last {
                guardian.leaseExpired(late.ticket, late.request, at: now, into: &outputs)
            }
        case 34...36: guardian.timePassed(at: now, into: &outputs)
        default: guardian.dispatch(at: now, into: &outputs)
        }
    }

    private mutating func answer() {
        for output in outputs {
            switch output {
            case .send(.modifyStop(let command)): underWay.append(command)
            case .send(.closePosition(let command)): closing.append(command)
            case .send, .resynchronize, .latched, .note, .lease, .shard, .day: break
            }
        }
        outputs.removeAll()
        if roll(3) > 0, let command = underWay.popLast() { execute(command) }
        if let command = closing.popLast() {
            open[command.ticket] = nil
            guardian.receive(
                .positionClosed(gone(command.ticket)), at: now, into: &outputs)
        }
    }

    private mutating func execute(_ command: ModifyStop) {
        let outcome: RequestResult.Outcome = roll(5) == 0 ? .rejected : .done
        guardian.receive(
            .result(
                RequestResult(
                    request: command.request, ticket: command.ticket, outcome: outcome, isRepeated: false,
                    refusal: .none, returnCode: outcome == .done ? 10_009 : 10_016,
                    stopLoss: command.stopLoss, takeProfit: command.takeProfit, volume: .oneLot, order: 9,
                    received: now, sent: now, answered: now)), at: now, into: &outputs)
        guard outcome == .done, var position = open[command.ticket] else { return }
        position.stopLoss = command.stopLoss
        position.takeProfit = command.takeProfit
        open[command.ticket] = position
        guardian.receive(.position(position), at: now, into: &outputs)
    }

    private mutating func tick() {
        price += Int64(roll(41)) - 20
        guardian.receive(.tick(quote), at: now, into: &outputs)
    }

    private var quote: Tick {
        Tick(
            symbol: SymbolID(0), skipped: 0, bid: Price(points: price), ask: Price(points: price + 8),
            bidHigh: Price(points: price + 2), bidLow: Price(points: price - 2),
            askHigh: Price(points: price + 9), askLow: Price(points: price + 7),
            time: MarketTime(milliseconds: now.nanoseconds / 1_000_000), seen: now)
    }

    private mutating func trade() {
        if roll(5) == 0, let ticket = open.keys.sorted().first {
            open[ticket] = nil
            guardian.receive(
                .positionClosed(gone(ticket)), at: now, into: &outputs)
            return
        }
        guard open.count < 12 else { return }
        let position = Position(
            ticket: Ticket(nextTicket), identifier: PositionID(nextTicket), magic: Magic(7),
            symbol: SymbolID(UInt16(roll(2))), side: roll(2) == 0 ? .buy : .sell, volume: .oneLot,
            openPrice: Price(points: price), stopLoss: nil, takeProfit: nil, swap: .zero, commission: .zero,
            opened: MarketTime(milliseconds: 1), updated: MarketTime(milliseconds: 1), seen: now,
            comment: "p\(nextTicket)")
        nextTicket += 1
        open[position.ticket] = position
        guardian.receive(.position(position), at: now, into: &outputs)
    }

    private mutating func edit() {
        guard var position = open.values.sorted(by: { $0.ticket < $1.ticket }).last else { return }
        position.stopLoss = roll(3) == 0 ? nil : Price(points: price - 500)
        position.takeProfit = Price(points: price + 900)
        open[position.ticket] = position
        guardian.receive(.position(position), at: now, into: &outputs)
    }

    private func gone(_ ticket: Ticket) -> PositionClosed {
        PositionClosed(
            ticket: ticket, identifier: PositionID(ticket.rawValue), symbol: SymbolID(0), seen: now)
    }

    private mutating func relink() {
        guardian.linkRestored(marginMode: .hedging, at: now, into: &outputs)
        snapshot()
        guardian.receive(.heartbeat(heartbeat()), at: now, into: &outputs)
    }

    private mutating func snapshot() {
        let specs = [spec(0, "EURUSD"), spec(1, "GBPUSD")]
        let value = Valuation(
            symbol: SymbolID(0), reference: Distance(points: 100), buyLoss: Money(units: 10_000_000_000),
            buyProfit: Money(units: 9_900_000_000), sellLoss: Money(units: 10_000_000_000),
            sellProfit: Money(units: 9_900_000_000))
        guardian.snapshot(
            Snapshot(
                symbols: specs, valuations: [value].compactMap { $0 }, ticks: [quote],
                positions: open.values.sorted { $0.ticket < $1.ticket }), at: now, into: &outputs)
    }

    private func spec(_ number: UInt16, _ name: String) -> SymbolSpec {
        SymbolSpec(
            symbol: SymbolID(number), digits: 5, tradeMode: .full, isSessionOpen: true,
            tickSize: Distance(points: 1), stopsLevel: .zero, freezeLevel: .zero,
            volumeMin: Volume(units: 1_000_000), volumeMax: Volume(units: 10_000_000_000),
            volumeStep: Volume(units: 1_000_000), name: name, profitCurrency: "USD")
    }

    private mutating func heartbeat() -> TerminalHeartbeat {
        TerminalHeartbeat(
            permissions: .all, latch: .none, slowestCall: .orderSend, slowestCall_us: UInt32(roll(900_000)),
            positions: UInt32(open.count), checksum: .of(open.values), ping_us: 1, queuedBytes: 0,
            inFlight: 0,
            ticksMerged: 0, received: 1,
            serverTime: MarketTime(milliseconds: now.nanoseconds / 1_000_000 + 1_728_000_000_000), echo: now)
    }

    private static func settings(trailing distance: Int64) -> Settings {
        var rules = RuleSet(
            name: "all", cap: LossCap(amount: Money(units: 300_000_000_000)),
            allowance: CostAllowance(slippage: Distance(points: 2)),
            trailing: TrailingStop(
                start: .zero, step: Distance(points: 1), distance: Distance(points: distance)),
            breakEven: BreakEven(trigger: Distance(points: 20), offset: Distance(points: 2)),
            profitLock: ProfitLock([.init(at: Distance(points: 40), lock: Distance(points: 15))]))
        rules.bars = BarSettings(period: .m1, atrBars: 2, chandelierBars: 3, swingBars: 2)
        rules.chandelier = ChandelierStop(multiplePermille: 500, step: Distance(points: 2))
        rules.parabolic = ParabolicStop(step: Distance(points: 2))
        rules.ageTightening = AgeTightening(
            after: .seconds(30), distance: RuleDistance(unit: .atrPermille, amount: 900),
            step: Distance(points: 3))
        rules.share = PeakShare(
            [.init(at: RuleDistance(unit: .riskPermille, amount: 10), keepPermille: 500)],
            step: RuleDistance(unit: .riskPermille, amount: 1))
        var settings = Settings(
            mode: .manage,
            selections: [.init(filter: PositionFilter(symbols: [SymbolPattern("*USD")]), rules: rules)])
        settings.exposure = ExposureLimits(
            openRisk: ExposureLimits.OpenRisk(most: Money(units: 600_000_000_000), action: .pause))
        return settings
    }
}
