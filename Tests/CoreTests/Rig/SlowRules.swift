import Foundation

@testable import Core

/// Every rule once more, in decimal arithmetic and plain prices, from what docs/rules.md promises and without the
/// code under test; of that only the values of the settings are used.
///
/// `worth` is what one point earns or loses with the whole volume.
struct SlowRules {
    /// A stop before rounding, and by how much the permitted rounding of bars may move it.
    struct Wish {
        var price: Decimal
        var slack: Decimal = 0
        /// Rounded towards the market, or away from it.
        var rounding: Rounding
    }

    enum Rounding { case tighter, looser }

    let rules: RuleSet
    let isBuy: Bool
    let open: Int64
    let opened: Int64
    let worth: Decimal
    let costs: Decimal
    let tick: Int64
    var bars: SlowBars
    private var peak: Int64?
    private var exit: Int64 = 0
    private var now: Int64 = 0

    init(
        _ rules: RuleSet, isBuy: Bool, open: Int64, opened: Int64, worth: Decimal, costs: Decimal, tick: Int64
    ) {
        self.rules = rules
        self.isBuy = isBuy
        self.open = open
        self.opened = opened
        self.worth = worth
        self.costs = costs
        self.tick = tick
        bars = SlowBars(
            minutes: rules.bars?.period.rawValue ?? 1, averageOver: Int(rules.bars?.atrBars ?? 1))
        bars.levelIsLong = isBuy
    }

    mutating func add(bid: Int64, ask: Int64, at time: Int64) {
        exit = isBuy ? min(bid, ask) : max(bid, ask)
        now = time
        peak = peak.map { isBuy ? max($0, exit) : min($0, exit) } ?? exit
        bars.add(exit, at: time)
    }

    private var average: Decimal? { bars.averageTrueRange }

    // MARK: Measures

    private var isReady: Bool {
        guard let settings = rules.bars else { return false }
        let longest = max(settings.atrBars, settings.chandelierBars, settings.swingBars)
        return bars.closed.count >= longest
    }

    /// The most that rounding down to 1/4096 of a point can take from an average of `n` bars.
    private var averageSlack: Decimal { Decimal(rules.bars?.atrBars ?? 0) / 4096 }

    /// Of one unit, in points.
    private func points(of unit: RuleDistance.Unit) -> Decimal? {
        switch unit {
        case .points: 1
        case .money: 1 / (worth * 100_000_000)
        case .riskPermille: risk.map { $0 / 1_000 }
        case .entryMillionths: Decimal(open) / 1_000_000
        case .atrPermille: isReady ? average.map { $0 / 1_000 } : nil
        case .balanceMillionths: nil
        }
    }

    /// The amount first, so that a division that comes out even is exact.
    private func points(_ distance: RuleDistance) -> Decimal? {
        let amount = Decimal(distance.amount)
        switch distance.unit {
        case .money: return amount / (worth * 100_000_000)
        case .riskPermille: return risk.map { amount * $0 / 1_000 }
        case .entryMillionths: return amount * Decimal(open) / 1_000_000
        case .points, .atrPermille, .balanceMillionths: return points(of: distance.unit).map { amount * $0 }
        }
    }

    private func slack(_ distance: RuleDistance) -> Decimal {
        distance.unit == .atrPermille ? Decimal(distance.amount) / 1_000 * averageSlack : 0
    }

    /// From the opening price to the stop of the cap, which has no other rule beside it here.
    private var risk: Decimal? {
        guard let cap = rules.cap else { return nil }
        let limit = Decimal(cap.amount.units) / 100_000_000 * Decimal(cap.marginPermille) / 1_000
        let distance = (limit - costs) / worth
        return (rounded(distance / Decimal(tick), .down)) * Decimal(tick)
    }

    private func rounded(_ value: Decimal, _ mode: NSDecimalNumber.RoundingMode) -> Decimal {
        var value = value
        var result = Decimal()
        NSDecimalRound(&result, &value, 0, mode)
        return result
    }

    private var gain: Decimal? { peak.map { Decimal(isBuy ? $0 - open : open - $0) } }

    private func beyondOpen(_ points: Decimal) -> Decimal { Decimal(open) + (isBuy ? points : -points) }
    private func behind(_ price: Decimal, _ points: Decimal) -> Decimal {
        price + (isBuy ? -points : points)
    }

    private func keeps(_ points: Decimal?) -> Wish? {
        points.map { Wish(price: beyondOpen($0), rounding: .tighter) }
    }

    private func hasStarted(_ start: RuleDistance) -> Bool {
        guard let gain, let start = points(start) else { return false }
        return gain >= start
    }

    // MARK: Rules

    var breakEven: Wish? {
        guard let rule = rules.breakEven, let gain, let trigger = points(rule.trigger),
            let offset = points(rule.offset)
        else { return nil }
        let kept = rule.costs == .covered ? offset + costs / worth : offset
        guard gain >= trigger, gain >= rounded(kept, .up) + 1 else { return nil }
        return keeps(kept)
    }

    var profitLock: Wish? {
        guard let rule = rules.profitLock, let gain else { return nil }
        var best: RuleDistance?
        for rung in rule.rungs {
            if let at = points(rung.at), gain >= at { best = rung.lock }
        }
        return best.flatMap { keeps(points($0)) }
    }

    var steps: Wish? {
        guard let rule = rules.steps, let gain, gain > 0, let unit = points(of: rule.every.unit),
            let start = points(rule.start), gain >= start
        else { return nil }
        let every = Decimal(rule.every.amount) * unit
        var kept = rounded(gain / every, .down) * every - Decimal(rule.behind.amount) * unit
        guard kept >= 0 else { return nil }
        if let most = rule.most.flatMap({ points($0) }) { kept = min(kept, most) }
        return keeps(kept)
    }

    var share: Wish? {
        guard let rule = rules.share, let gain, gain > 0, let unit = points(of: rule.step.unit) else {
            return nil
        }
        var keep: Decimal?
        for tier in rule.tiers {
            if let at = points(tier.at), gain >= at { keep = Decimal(tier.keepPermille) / 1_000 }
        }
        guard let keep else { return nil }
        let step = Decimal(rule.step.amount) * unit
        var kept = rounded(gain * keep / step, .down) * step
        if let most = rule.most.flatMap({ points($0) }) { kept = min(kept, most) }
        return kept > 0 ? keeps(kept) : nil
    }

    var trailing: Wish? {
        guard let rule = rules.trailing, let peak, hasStarted(rule.start),
            let distance = points(rule.distance)
        else { return nil }
        var price = behind(Decimal(peak), distance)
        if let most = rule.most.flatMap({ points($0) }) {
            let end = beyondOpen(most)
            price = isBuy ? min(price, end) : max(price, end)
        }
        return Wish(price: price, slack: slack(rule.distance), rounding: .looser)
    }

    var chandelier: Wish? {
        guard let rule = rules.chandelier, let settings = rules.bars, isReady, hasStarted(rule.start),
            let average
        else { return nil }
        let window = bars.closed.suffix(Int(settings.chandelierBars))
        guard let best = isBuy ? window.map(\.high).max() : window.map(\.low).min() else { return nil }
        let multiple = Decimal(rule.multiplePermille) / 1_000
        return Wish(
            price: behind(best, multiple * average), slack: multiple * averageSlack, rounding: .looser)
    }

    var swing: Wish? {
        guard let rule = rules.swing, let settings = rules.bars, isReady, hasStarted(rule.start),
            let buffer = points(rule.buffer)
        else { return nil }
        let window = bars.closed.suffix(Int(settings.swingBars))
        guard let worst = isBuy ? window.map(\.low).min() : window.map(\.high).max() else { return nil }
        return Wish(price: behind(worst, buffer), slack: slack(rule.buffer), rounding: .looser)
    }

    var parabolic: Wish? {
        guard let rule = rules.parabolic, isReady, hasStarted(rule.start), bars.isLong == isBuy else {
            return nil
        }
        // Each bar's division loses less than 1/4096, and a fifth at most of what is lost is made good a bar.
        return Wish(price: bars.parabolic, slack: Decimal(50) / 4096, rounding: .looser)
    }

    var ageTightening: Wish? {
        guard let rule = rules.ageTightening, let distance = points(rule.distance),
            now - opened >= rule.after.milliseconds
        else { return nil }
        return Wish(
            price: behind(Decimal(exit), distance), slack: slack(rule.distance), rounding: .looser)
    }

    var ageBreakEven: Wish? {
        guard let rule = rules.ageBreakEven, let offset = points(rule.offset),
            now - opened >= rule.after.milliseconds
        else { return nil }
        let wish = keeps(rule.costs == .covered ? offset + costs / worth : offset)
        guard let wish, let stop = stops(of: wish).first else { return nil }
        let room = isBuy ? exit - stop : stop - exit
        return room >= tick ? wish : nil
    }

    /// Before the end of a day, at `minute` of it.
    var sessionEnd: Wish? {
        guard let rule = rules.sessionEnd, let distance = points(rule.distance) else { return nil }
        let minuteOfDay = now / 60_000 % 1_440
        guard minuteOfDay >= rule.minute - rule.lead.milliseconds / 60_000, minuteOfDay < rule.minute
        else { return nil }
        return Wish(price: behind(Decimal(exit), distance), rounding: .looser)
    }

    /// The stops on the grid that a wish may mean: one, or more where the averages' rounding decides.
    func stops(of wish: Wish) -> [Int64] {
        var stops: [Int64] = []
        for price in [wish.price - wish.slack, wish.price, wish.price + wish.slack] {
            let isUp = (wish.rounding == .tighter) == isBuy
            let stop = rounded(price / Decimal(tick), isUp ? .up : .down) * Decimal(tick)
            let points = Int64(truncating: stop as NSDecimalNumber)
            if !stops.contains(points) { stops.append(points) }
        }
        return stops
    }
}
