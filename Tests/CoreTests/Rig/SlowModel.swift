@testable import Core

/// The arithmetic of risk once more, written from the definitions and not from the code under test.
enum SlowModel {
    /// Loss at a stop as an exact fraction: `numerator / denominator` units of money, without costs.
    static func priceLoss(
        _ position: Position, at stop: Int64, _ valuation: Valuation
    ) -> (numerator: Int128, denominator: Int128) {
        let moved = Int128(position.side == .buy ? 1 : -1) * Int128(position.openPrice.points - stop)
        let perReference: Money =
            switch (position.side, moved > 0) {
            case (.buy, true): valuation.buyLoss
            case (.buy, false): valuation.buyProfit
            case (.sell, true): valuation.sellLoss
            case (.sell, false): valuation.sellProfit
            }
        return (
            moved * Int128(position.volume.units) * Int128(perReference.units),
            Int128(valuation.reference.points) * 100_000_000
        )
    }

    /// Rounded towards more loss.
    static func ceiling(_ fraction: (numerator: Int128, denominator: Int128)) -> Int128 {
        let quotient = fraction.numerator / fraction.denominator
        let isExact = quotient * fraction.denominator == fraction.numerator
        return isExact || fraction.numerator < 0 ? quotient : quotient + 1
    }

    /// What the position costs whatever the stop, in units of money.
    static func costs(_ position: Position, _ valuation: Valuation, _ allowance: CostAllowance) -> Int128 {
        var costs: Int128 = 0
        if position.swap.units < 0 { costs -= Int128(position.swap.units) }
        if position.commission.units < 0 { costs -= Int128(position.commission.units) }
        costs += ceiling(
            (Int128(allowance.commissionPerLot.units) * Int128(position.volume.units), 100_000_000))
        let perReference = position.side == .buy ? valuation.buyLoss : valuation.sellLoss
        costs += ceiling(
            (
                Int128(allowance.slippage.points) * Int128(position.volume.units)
                    * Int128(perReference.units),
                Int128(valuation.reference.points) * 100_000_000
            ))
        return costs
    }

    /// The stop that break-even and profit lock ask for after a best exit `peak`; `nil` before either is reached.
    static func keptStop(_ rules: RuleSet, _ position: Position, peak: Int64, tick: Int64) -> Int64? {
        let sign: Int64 = position.side == .buy ? 1 : -1
        let open = position.openPrice.points
        var locks: [Int64] = []
        if let rule = rules.breakEven, sign * (peak - open) >= rule.trigger.amount {
            locks.append(rule.offset.amount)
        }
        for rung in rules.profitLock?.rungs ?? [] where sign * (peak - open) >= rung.at.amount {
            locks.append(rung.lock.amount)
        }
        guard let most = locks.max() else { return nil }
        var stop = open + sign * most
        while stop % tick != 0 { stop += sign }
        return stop
    }

    /// Whether a stop could cost more than margin x cap.
    static func exceeds(
        _ cap: LossCap, _ position: Position, _ stop: Price, _ valuation: Valuation,
        _ allowance: CostAllowance?
    ) -> Bool {
        let loss =
            ceiling(priceLoss(position, at: stop.points, valuation))
            + costs(position, valuation, allowance ?? CostAllowance())
        return loss * 1000 > Int128(cap.amount.units) * Int128(cap.marginPermille)
    }
}
