/// A market price as a whole number of points, the smallest step the broker quotes.
///
/// Why not `Double`: 1.1 has no exact binary form, so results would depend on the order of operations
/// and a replay would not be identical. Unit: points; `SymbolSpec.digits` gives the scale.
///
/// Range: any `Int64`; what comes from outside is checked against `Price.limit` on arrival, so that
/// differences and products of two accepted prices cannot overflow (`Int128` where they multiply).
public struct Price: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    /// The largest magnitude accepted from outside, in points.
    public static let limit: Int64 = 1 << 50

    public let points: Int64

    @inlinable public init(points: Int64) { self.points = points }

    @inlinable public static func < (left: Price, right: Price) -> Bool { left.points < right.points }
    @inlinable public static func + (price: Price, distance: Distance) -> Price {
        Price(points: price.points + distance.points)
    }
    @inlinable public static func - (price: Price, distance: Distance) -> Price {
        Price(points: price.points - distance.points)
    }
    @inlinable public static func - (left: Price, right: Price) -> Distance {
        Distance(points: left.points - right.points)
    }

    /// Whether a price that came from outside may be used: positive and within `limit`.
    @inlinable public var isQuotable: Bool { points > 0 && points <= Price.limit }

    /// Parses decimal text such as "1284.065" at a scale of `digits` decimals.
    ///
    /// - Returns: `nil` for anything but an optionally signed decimal number with at most `digits`
    ///   decimals (trailing zeros beyond them are accepted) that fits.
    public init?(_ text: some StringProtocol, digits: Int) {
        guard let points = DecimalText.parse(text.utf8, decimals: digits) else { return nil }
        self.init(points: points)
    }

    /// The exact decimal text with `digits` decimals.
    public func text(digits: Int) -> String { DecimalText.format(points, decimals: digits) }
}

/// A signed difference of two prices of one symbol, in points.
public struct Distance: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    public static let zero = Distance(points: 0)

    public let points: Int64

    @inlinable public init(points: Int64) { self.points = points }

    @inlinable public static func < (left: Distance, right: Distance) -> Bool { left.points < right.points }
    @inlinable public static func + (left: Distance, right: Distance) -> Distance {
        Distance(points: left.points + right.points)
    }
    @inlinable public static prefix func - (distance: Distance) -> Distance {
        Distance(points: -distance.points)
    }
}
