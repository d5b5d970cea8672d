import Core

/// Counts durations in whole milliseconds, so that percentiles are exact up to `limit`.
///
/// Bounded: 20,000 counters; what is longer counts as `limit`, except in `max`.
public struct LatencyCounts: Equatable, Sendable {
    public static let limit = 20_000

    public private(set) var count: Int = 0
    /// The longest, in milliseconds, rounded up; `nil` before the first.
    public private(set) var max: Int64?
    private var counters: [UInt32] = []

    public init() {}

    mutating func add(_ span: TimeSpan) {
        let milliseconds = (Swift.max(span.nanoseconds, 0) + 999_999) / 1_000_000
        max = Swift.max(max ?? 0, milliseconds)
        if counters.isEmpty { counters = Array(repeating: 0, count: Self.limit + 1) }
        counters[Int(min(milliseconds, Int64(Self.limit)))] += 1
        count += 1
    }

    /// The smallest duration that at least `permille` of all do not exceed; `nil` before the first.
    public func percentile(permille: Int) -> Int64? {
        guard count > 0 else { return nil }
        let wanted = Swift.max((count * permille + 999) / 1_000, 1)
        var seen = 0
        for (milliseconds, counter) in counters.enumerated() {
            seen += Int(counter)
            if seen >= wanted { return Int64(milliseconds) }
        }
        return max
    }
}
