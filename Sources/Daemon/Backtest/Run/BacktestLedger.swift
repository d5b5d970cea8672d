import Broker
import Core

/// What became of every position, and what was asked of the broker for it.
struct BacktestLedger: Sendable {
    /// In the order of their opening.
    private(set) var positions: [TestedPosition] = []
    /// Where the open ones of each symbol are in `positions`.
    private var open: [[Int]]
    private var places: [Ticket: Int] = [:]
    var audit = RiskAudit()
    /// Stop requests by server day.
    private(set) var requestsByDay: [Int64: Int] = [:]
    var stopRequests = 0
    var closeRequests = 0
    /// What the terminal would not send.
    var refused = 0
    /// The broker's verdicts on what was sent.
    private(set) var verdicts: [Broker.ReturnCode: Int] = [:]
    /// What all positions together reached, in the order in which it happened.
    var limits: [String] = []
    private let trailPoints: Int?

    init(symbols: Int, trailPoints: Int?) {
        open = Array(repeating: [], count: symbols)
        self.trailPoints = trailPoints
    }

    subscript(ticket: Ticket) -> TestedPosition? { places[ticket].map { positions[$0] } }

    func openCount(_ symbol: SymbolIndex) -> Int { open[symbol.rawValue].count }

    func openPositions(_ symbol: SymbolIndex) -> [TestedPosition] {
        open[symbol.rawValue].map { positions[$0] }
    }

    mutating func opened(_ position: Broker.Position, rules: RuleSet?, at now: Instant) {
        places[position.ticket] = positions.count
        open[position.symbol.rawValue].append(positions.count)
        positions.append(
            TestedPosition(position, rules: rules, at: now, trailPoints: trailPoints))
    }

    /// A quote, before the broker acts on it. Costs a comparison for every open position of the symbol.
    mutating func quoted(_ tick: Broker.Tick, by valuation: Broker.Valuation) {
        for place in open[tick.symbol.rawValue] {
            let side = positions[place].side
            let exit = tick.quote.closing(side)
            positions[place].trail?.add(exit, at: tick.time)
            let points = exit.points * side.sign
            if let best = positions[place].bestPoints, points <= best { continue }
            positions[place].bestPoints = points
            let opening = positions[place].opening
            let profit = valuation.profit(
                tick.symbol, side, positions[place].volume, from: opening.openPrice, to: exit)
            positions[place].peak = max(positions[place].peak, positions[place].earned + profit)
        }
    }

    mutating func stopChanged(
        _ position: Broker.Position, by source: TestedPosition.StopSource, time: MarketTime, at now: Instant
    ) {
        guard let place = places[position.ticket] else { return }
        positions[place].stopChanged(to: position.stopLoss, by: source, time: time, at: now)
    }

    mutating func partlyClosed(_ ticket: Ticket, _ deal: Broker.Deal) {
        guard let place = places[ticket] else { return }
        positions[place].closed(deal, ending: nil)
    }

    mutating func closed(
        _ position: Broker.Position, _ deal: Broker.Deal, guardian reason: StopPlan.CloseReason?
    ) {
        guard let place = places[position.ticket] else { return }
        let cause: TestedPosition.Cause =
            switch deal.reason {
            case .stopLoss: .stop(positions[place].stops.last?.source ?? .own)
            case .takeProfit: .takeProfit
            case .expert: .guardian(reason ?? .flatten)
            case .client: .owner
            case .stopOut: .stopOut
            }
        positions[place].closed(deal, ending: .init(cause: cause, price: deal.price, time: deal.time))
        open[position.symbol.rawValue].removeAll { $0 == place }
    }

    mutating func stopRequested(day: Int64) {
        stopRequests += 1
        requestsByDay[day, default: 0] += 1
    }

    mutating func executed(_ code: Broker.ReturnCode) { verdicts[code, default: 0] += 1 }

    /// The market has ended: values what is still open.
    mutating func end(floating: (Broker.Position) -> Money, of held: [Broker.Position]) {
        for position in held {
            guard let place = places[position.ticket] else { continue }
            positions[place].floating = floating(position)
        }
    }
}
