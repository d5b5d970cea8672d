import Broker
import Core

/// One position of a backtest, from its opening to its end, as the broker's side saw it.
struct TestedPosition: Sendable {
    /// Who set the stop in force.
    enum StopSource: Hashable, Sendable {
        /// The position came with it.
        case own
        case rule(Rule)

        var key: String {
            switch self {
            case .own: "own"
            case .rule(let rule): rule.key
            }
        }
    }

    enum Cause: Hashable, Sendable {
        case stop(StopSource)
        case takeProfit
        case guardian(StopPlan.CloseReason)
        /// The record says that its owner closed it then.
        case owner
        case stopOut
    }

    struct Ending: Sendable {
        var cause: Cause
        var price: Price
        var time: MarketTime
    }

    /// A stop, and from when on it rested at the broker.
    struct StopStep: Sendable {
        var time: MarketTime
        var stop: Price?
        var source: StopSource
    }

    /// As it was opened.
    let opening: Broker.Position
    /// `nil`: no rule set is for it.
    let rules: RuleSet?
    let openedAt: Instant
    var volume: Volume
    /// Every stop it had, the first from its opening on.
    private(set) var stops: [StopStep]
    private(set) var moves: [Rule: Int] = [:]
    /// From opening to the first stop; `nil` for one that came with a stop, or never got one.
    private(set) var firstStopAfter: TimeSpan?
    /// Where it could have been closed best, in the side's own direction; `nil` before the first quote.
    var bestPoints: Int64?
    /// The most it has earned by price at any quote, never negative.
    var peak = Money.zero
    /// By price alone, of what has been closed.
    var earned = Money.zero
    /// Commission, swap and fee so far.
    var costs: Money
    var ending: Ending?
    /// Commission and swap included, at the last quote; of one that stays open.
    var floating = Money.zero
    var trail: PriceTrail?

    init(_ position: Broker.Position, rules: RuleSet?, at now: Instant, trailPoints: Int?) {
        opening = position
        self.rules = rules
        openedAt = now
        volume = position.volume
        stops = [StopStep(time: position.opened, stop: position.stopLoss, source: .own)]
        costs = position.commission
        trail = trailPoints.map { PriceTrail(most: $0) }
    }

    var ticket: Ticket { opening.ticket }
    var side: Side { opening.side }
    /// What it has brought, all costs included; of one that is still open as far as it was closed.
    var result: Money { earned + costs }
    var stopsMoved: Int { moves.values.reduce(0, +) }

    mutating func stopChanged(to stop: Price?, by source: StopSource, time: MarketTime, at now: Instant) {
        if stops.last?.stop == nil, stop != nil, opening.stopLoss == nil, firstStopAfter == nil {
            firstStopAfter = now - openedAt
        }
        stops.append(StopStep(time: time, stop: stop, source: source))
        if case .rule(let rule) = source { moves[rule, default: 0] += 1 }
    }

    /// Takes a part that was closed out of it; all of it when `ending` is given.
    mutating func closed(_ deal: Broker.Deal, ending: Ending?) {
        earned = earned + deal.profit
        costs = costs + deal.commission + deal.swap
        volume = volume - deal.volume
        if let ending { self.ending = ending }
    }
}

extension TestedPosition.Cause {
    var key: String {
        switch self {
        case .stop: "stop"
        case .takeProfit: "take_profit"
        case .guardian: "closed_by_guardian"
        case .owner: "owner"
        case .stopOut: "stop_out"
        }
    }

    static let keys = ["stop", "take_profit", "closed_by_guardian", "owner", "stop_out"]

    /// For people.
    var phrase: String {
        switch self {
        case .stop(.own): "its own stop"
        case .stop(.rule(let rule)): "stop by \(rule.key)"
        case .takeProfit: "take-profit"
        case .guardian(let reason): "closed by the guardian: \(reason.key)"
        case .owner: "closed by its owner"
        case .stopOut: "stop-out"
        }
    }
}
