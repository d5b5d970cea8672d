/// A signed length of time in nanoseconds.
///
/// Why not `Duration`: it counts attoseconds in 128 bits, which makes every comparison in the hot path
/// twice as wide for a resolution no clock here has.
public struct TimeSpan: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    public static let zero = TimeSpan(nanoseconds: 0)

    public let nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable public static func microseconds(_ count: Int64) -> TimeSpan {
        TimeSpan(nanoseconds: count * 1_000)
    }
    @inlinable public static func milliseconds(_ count: Int64) -> TimeSpan {
        TimeSpan(nanoseconds: count * 1_000_000)
    }
    @inlinable public static func seconds(_ count: Int64) -> TimeSpan {
        TimeSpan(nanoseconds: count * 1_000_000_000)
    }

    @inlinable public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
    @inlinable public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(nanoseconds: left.nanoseconds + right.nanoseconds)
    }

    /// Whole milliseconds, rounded toward zero.
    @inlinable public var milliseconds: Int64 { nanoseconds / 1_000_000 }
    /// Whole microseconds, rounded toward zero.
    @inlinable public var microseconds: Int64 { nanoseconds / 1_000 }
}

/// A moment of the broker's server clock, in milliseconds since 1970-01-01 00:00 in the server's zone.
///
/// It stands still while no symbol is quoted; deadlines never use it (see `Instant`).
public struct MarketTime: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    public static let unknown = MarketTime(milliseconds: 0)

    public let milliseconds: Int64

    @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    @inlinable public static func < (left: MarketTime, right: MarketTime) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Whole milliseconds of `span` earlier, and no earlier than `unknown`.
    public func earlier(by span: TimeSpan) -> MarketTime {
        MarketTime(milliseconds: max(0, milliseconds - span.milliseconds))
    }
}
