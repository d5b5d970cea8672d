import Broker
import Core

/// Watches the run of a recorded session: holds the guardian's decisions against the rules asked anew at every
/// reading, and does the same with the stops that whoever guarded the session had.
struct SessionObserver: Sendable {
    /// A reading as it is judged, with what the market was then.
    struct Moment {
        let quote: Core.Quote
        let spec: SymbolSpec
        let valuation: Core.Valuation?
        let balance: Money
        let mode: ControlMode
        let latch: KillLevel
    }

    private(set) var ours = DecisionAudit()
    private(set) var theirs = StopStaleness()
    /// Readings whose stop risked more than the cap itself, and of how many positions.
    private(set) var theirsBeyondCap = 0
    private(set) var theirPositionsBeyondCap: Set<Ticket> = []
    /// The farthest that our valuation is from the broker's, of any reading.
    private(set) var valuationErrorMax = Money.zero
    private let settings: Settings
    private var own: [Ticket: DirectEvaluation] = [:]
    private var foreign: [Ticket: DirectEvaluation] = [:]
    private var readings: ArraySlice<SessionReading>

    init(_ readings: [SessionReading], settings: Settings) {
        self.readings = readings[...]
        self.settings = settings
    }

    /// - Parameter decided: the stop decided on and not yet proven.
    mutating func judge(_ position: Core.Position, decided: Price?, _ moment: Moment) {
        guard let rules = settings.rules(of: position, symbol: moment.spec.name) else { return }
        let plan = own[position.ticket, default: DirectEvaluation(rules)].plan(
            position, quote: moment.quote, spec: moment.spec, valuation: moment.valuation,
            balance: moment.balance, mode: moment.mode, latch: moment.latch)
        ours.judge(plan, of: position.ticket, position.side, decided: decided)
    }

    /// Takes the readings of a symbol and moment out, which are the next of it.
    mutating func takeReadings(_ symbol: SymbolIndex, at time: MarketTime, price: (Side) -> Price)
        -> [SessionReading]
    {
        var taken: [SessionReading] = []
        var rest: [SessionReading] = []
        while let reading = readings.first, reading.time <= time {
            readings.removeFirst()
            if reading.symbol == symbol, reading.time == time, reading.price == price(reading.side) {
                taken.append(reading)
            } else {
                rest.append(reading)
            }
        }
        readings = (rest + readings)[...]
        return taken
    }

    /// - Parameters:
    ///   - position: as the session had it, with the stop it had.
    ///   - ours: what we say it had earned.
    mutating func judgeTheirs(
        _ position: Core.Position, _ reading: SessionReading, earned: Money, loss: (RuleSet, Price) -> Money,
        _ moment: Moment
    ) {
        let error = earned - reading.profit
        valuationErrorMax = max(valuationErrorMax, max(error, -error))
        guard let rules = settings.rules(of: position, symbol: moment.spec.name) else { return }
        let plan = foreign[position.ticket, default: DirectEvaluation(rules)].plan(
            position, quote: moment.quote, spec: moment.spec, valuation: moment.valuation,
            balance: moment.balance, mode: moment.mode, latch: .none)
        theirs.judge(plan, of: position.ticket, stop: reading.stopLoss, at: reading.time)
        guard let cap = rules.cap, let stop = reading.stopLoss, loss(rules, stop) > cap.amount else { return }
        theirsBeyondCap += 1
        theirPositionsBeyondCap.insert(position.ticket)
    }
}

extension BacktestRun {
    /// After the guardian has had a quote of a recorded session.
    mutating func observe(_ tick: Broker.Tick) {
        guard observer != nil, tick.symbol.rawValue < symbols else { return }
        let wanted = Dictionary(
            guardian.positionViews.map { ($0.position.ticket, $0.wanted) }, uniquingKeysWith: { $1 })
        let moment = SessionObserver.Moment(
            quote: Core.Quote(
                bid: tick.quote.bid, ask: tick.quote.ask, time: tick.time, seen: now),
            spec: specs[tick.symbol.rawValue], valuation: valuations[tick.symbol.rawValue],
            balance: server.balance, mode: guardian.account.mode, latch: guardian.account.latch)
        // What the broker has closed by this very quote needs no stop any more.
        for position in server.positions where position.symbol == tick.symbol {
            guard mirror.position(position.ticket) != nil else { continue }
            let own = wire(position)
            observer?.judge(own, decided: wanted[position.ticket] ?? nil, moment)
        }
        let taken =
            observer?.takeReadings(tick.symbol, at: tick.time) { tick.quote.closing($0) } ?? []
        for reading in taken { judgeTheirs(reading, moment) }
    }

    private mutating func judgeTheirs(_ reading: SessionReading, _ moment: SessionObserver.Moment) {
        let held = Broker.Position(
            recorded: RecordedOpening(
                ticket: reading.ticket, symbol: reading.symbol, side: reading.side, volume: reading.volume,
                openPrice: reading.openPrice, stopLoss: reading.stopLoss, takeProfit: nil, commission: .zero,
                swap: .zero, magic: .manual, comment: "", opened: reading.time.earlier(by: reading.age)))
        let valuation = server.valuation
        let earned = Broker.Valuation.cents(
            valuation.profit(
                reading.symbol, reading.side, reading.volume, from: reading.openPrice, to: reading.price))
        let position = wire(held)
        observer?.judgeTheirs(
            position, reading, earned: earned,
            loss: { RiskAudit.worstCase(held, at: $1, $0.allowance, by: valuation) }, moment)
    }
}
