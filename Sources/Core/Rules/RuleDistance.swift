/// A distance as a person states it in a rule: a number and the unit it is in. Never negative.
///
/// Only `Yardstick` turns it into points, for one position at one moment. Range: 0 to `amountMax` of its unit.
public struct RuleDistance: Hashable, Codable, Sendable, BitwiseCopyable {
    public enum Unit: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
        case points = 0
        /// 1e-8 of the account currency, earned or lost by the whole volume of the position.
        case money = 1
        /// Thousandths of R, the distance from the opening price to the first stop.
        case riskPermille = 2
        /// Millionths of the opening price.
        case entryMillionths = 3
        /// Thousandths of the average true range.
        case atrPermille = 4
        /// Millionths of the account's balance, earned or lost by the whole volume of the position.
        case balanceMillionths = 5
    }

    /// About ten million in money, and more points than any price has.
    public static let amountMax = Price.limit
    public static let zero = RuleDistance(unit: .points, amount: 0)

    public let unit: Unit
    public let amount: Int64

    /// - Returns: `nil` for an amount below zero or beyond `amountMax`.
    public init?(_ amount: Int64, _ unit: Unit) {
        guard (0...Self.amountMax).contains(amount) else { return nil }
        self.init(unit: unit, amount: amount)
    }

    public init?(_ distance: Distance) { self.init(distance.points, .points) }
    public init?(_ money: Money) { self.init(money.units, .money) }

    init(unit: Unit, amount: Int64) {
        self.unit = unit
        self.amount = amount
    }
}
