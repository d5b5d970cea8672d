import Broker
import Core

/// Judges every stop that is sent against the cap of its rule set, by the broker's own arithmetic.
///
/// It shares no risk code with the machines: price by `Broker.Valuation`, costs added here, limits compared as
/// products, unrounded.
struct RiskAudit: Sendable {
    /// Stops sent that risk more than margin x cap and were not declared, or that lowered nothing.
    private(set) var beyond = 0
    /// Stops sent beyond it because the market left no room for the cap's own, and declared so.
    private(set) var unreachable = 0

    mutating func judge(
        _ command: ModifyStop, _ position: Broker.Position, _ rules: RuleSet?, balance: Money,
        by valuation: Broker.Valuation
    ) {
        guard let rules, let cap = rules.cap?.bounded(by: balance) else { return }
        let loss = Self.worstCase(position, at: command.stopLoss, rules.allowance, by: valuation)
        guard Int128(loss.units) * 1_000 > Int128(cap.amount.units) * Int128(cap.marginPermille) else {
            return
        }
        let lowers = position.stopLoss.map { position.side.isTighter(command.stopLoss, than: $0) } ?? true
        if command.isCapUnreachable, lowers { unreachable += 1 } else { beyond += 1 }
    }

    /// Price loss, what was paid, what closing costs, and swap owed; swap earned is not counted on.
    static func worstCase(
        _ position: Broker.Position, at stop: Price, _ allowance: CostAllowance,
        by valuation: Broker.Valuation
    ) -> Money {
        func profit(to price: Price) -> Money {
            valuation.profit(
                position.symbol, position.side, position.volume, from: position.openPrice, to: price)
        }
        let slipped = Price(points: stop.points - position.side.sign * allowance.slippage.points)
        let closing = Money(
            saturating: Int128(allowance.commissionPerLot.units) * Int128(position.volume.units)
                / Int128(Volume.unitsPerLot))
        return -profit(to: slipped) - min(position.commission, .zero) + closing - min(position.swap, .zero)
    }
}
