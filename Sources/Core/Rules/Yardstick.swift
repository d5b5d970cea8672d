/// Turns the distances that rules state into points of one position at one moment.
///
/// What is unknown has no length: a rule that needs it asks for nothing. All arithmetic is exact, in 128 bits
/// where products need it, and rounded as the caller says, so that an amount and its distance agree:
/// `worth(of: g, in: u) >= a` exactly when `g >= points(a of u, .up)`.
struct Yardstick: Sendable {
    enum Rounding { case up, down }

    let side: Side
    let volume: Volume
    let openPrice: Price
    let valuation: Valuation?
    /// What the position costs whatever the stop; `nil` without a valuation.
    let costs: Money?
    /// R: from the first stop to the opening price, in points, at least 1; `nil` when unknown.
    let risk: Int64?
    /// Points times `AverageTrueRange.scale`; `nil` until enough bars have closed.
    let atr: Int64?
    let balance: Money?

    /// At most `Price.limit`; `nil` where what the unit refers to is unknown.
    @inline(__always)
    func points(_ distance: RuleDistance, _ rounding: Rounding) -> Int64? {
        distance.unit == .points ? distance.amount : measured(distance, rounding)
    }

    private func measured(_ distance: RuleDistance, _ rounding: Rounding) -> Int64? {
        let amount = distance.amount
        return switch distance.unit {
        case .points: amount
        case .money: points(worth: Money(units: amount), rounding)
        case .riskPermille: risk.map { scaled($0, amount, 1_000, rounding) }
        case .entryMillionths: scaled(openPrice.points, amount, 1_000_000, rounding)
        case .atrPermille: atr.map { scaled($0, amount, 1_000 * AverageTrueRange.scale, rounding) }
        case .balanceMillionths:
            share(of: balance, millionths: amount).flatMap { points(worth: $0, rounding) }
        }
    }

    /// What a gain of `points`, not negative, amounts to in `unit`, rounded down.
    func worth(of points: Int64, in unit: RuleDistance.Unit) -> Int64? {
        switch unit {
        case .points: points
        case .money: valuation?.profit(of: volume, side: side, over: Distance(points: points)).units
        case .riskPermille: risk.map { scaled(points, 1_000, $0, .down) }
        case .entryMillionths: scaled(points, 1_000_000, openPrice.points, .down)
        case .atrPermille:
            atr.flatMap { $0 > 0 ? scaled(points, 1_000 * AverageTrueRange.scale, $0, .down) : nil }
        case .balanceMillionths: balanceWorth(of: points)
        }
    }

    /// The distance that earns at least `money` (up), or loses at most that (down).
    func points(worth money: Money, _ rounding: Rounding) -> Int64? {
        guard let valuation else { return nil }
        return switch rounding {
        case .up: valuation.distance(earning: money, volume: volume, side: side).points
        case .down: valuation.distance(losing: money, volume: volume, side: side).points
        }
    }

    /// The gain that pays what the position costs; `nil` without a valuation.
    var costPoints: Int64? { costs.flatMap { points(worth: $0, .up) } }

    private func balanceWorth(of points: Int64) -> Int64? {
        guard let balance, balance > .zero, let valuation else { return nil }
        let profit = valuation.profit(of: volume, side: side, over: Distance(points: points))
        return scaled(profit.units, 1_000_000, balance.units, .down)
    }

    /// `left * right / divisor` of values that are not negative, at most `Price.limit`; 0 for a divisor of 0.
    private func scaled(_ left: Int64, _ right: Int64, _ divisor: Int64, _ rounding: Rounding) -> Int64 {
        guard divisor > 0 else { return 0 }
        let product = Int128(left) * Int128(right)
        let bias: Int128 = rounding == .up ? Int128(divisor - 1) : 0
        return Int64(min((product + bias) / Int128(divisor), Int128(Price.limit)))
    }
}

/// A share of an amount, rounded down; `nil` unless the amount is known and positive.
func share(of amount: Money?, millionths: Int64) -> Money? {
    guard let amount, amount > .zero else { return nil }
    return Money(saturating: Int128(amount.units) * Int128(millionths) / 1_000_000)
}
