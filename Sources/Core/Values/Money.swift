/// An amount in units of 1e-8 of the account currency. Negative is a cost or a loss.
public struct Money: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    /// Units in one unit of the account currency.
    public static let unitsPerWhole: Int64 = 100_000_000
    public static let zero = Money(units: 0)
    /// The largest amount: what arithmetic saturates at rather than wrapping.
    public static let max = Money(units: Int64.max)

    public let units: Int64

    @inlinable public init(units: Int64) { self.units = units }

    /// Saturates: an amount too large to hold is at least as bad as the largest one.
    @inlinable public init(saturating units: Int128) {
        self.units = units > Int128(Int64.max) ? .max : units < Int128(Int64.min) ? .min : Int64(units)
    }

    @inlinable public static func < (left: Money, right: Money) -> Bool { left.units < right.units }
    @inlinable public static func + (left: Money, right: Money) -> Money {
        Money(saturating: Int128(left.units) + Int128(right.units))
    }
    @inlinable public static func - (left: Money, right: Money) -> Money {
        Money(saturating: Int128(left.units) - Int128(right.units))
    }
    @inlinable public static prefix func - (money: Money) -> Money {
        Money(saturating: -Int128(money.units))
    }

    /// Parses decimal text such as "3.00", at most 8 decimals.
    public init?(_ text: some StringProtocol) {
        guard let units = DecimalText.parse(text.utf8, decimals: 8) else { return nil }
        self.init(units: units)
    }

    /// The shortest exact decimal text with at least two decimals: "3.00", "-0.285".
    public var text: String { DecimalText.format(units, decimals: 8, keeping: 2) }
}
