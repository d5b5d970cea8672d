/// A moment on a monotonic clock, in nanoseconds since that clock's own start.
///
/// Whose clock is said where the value is stored; instants of two clocks are never compared.
public struct Instant: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
    public static let zero = Instant(nanoseconds: 0)
    /// Later than every real moment: "no time set".
    public static let never = Instant(nanoseconds: Int64.max)

    public let nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
    /// Saturates at `never`.
    @inlinable public static func + (instant: Instant, span: TimeSpan) -> Instant {
        let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(span.nanoseconds)
        return overflow ? .never : Instant(nanoseconds: sum)
    }
    @inlinable public static func - (left: Instant, right: Instant) -> TimeSpan {
        TimeSpan(nanoseconds: left.nanoseconds &- right.nanoseconds)
    }
}
