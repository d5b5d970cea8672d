/// A position size in units of 1e-8 lots: exact for every volume step a broker offers.
public struct Volume: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    /// Units in one lot.
    public static let unitsPerLot: Int64 = 100_000_000
    /// The largest magnitude accepted from outside: ten million lots.
    public static let limit: Int64 = 10_000_000 * unitsPerLot
    public static let zero = Volume(units: 0)
    public static let oneLot = Volume(units: unitsPerLot)

    public let units: Int64

    @inlinable public init(units: Int64) { self.units = units }

    @inlinable public static func < (left: Volume, right: Volume) -> Bool { left.units < right.units }
    @inlinable public static func + (left: Volume, right: Volume) -> Volume {
        Volume(units: left.units + right.units)
    }
    @inlinable public static func - (left: Volume, right: Volume) -> Volume {
        Volume(units: left.units - right.units)
    }

    /// Parses lots as decimal text, at most 8 decimals.
    public init?(lots text: some StringProtocol) {
        guard let units = DecimalText.parse(text.utf8, decimals: 8) else { return nil }
        self.init(units: units)
    }

    /// Lots as the shortest exact decimal text with at least two decimals: "0.01", "1.00", "0.125".
    public var lots: String { DecimalText.format(units, decimals: 8, keeping: 2) }
}
