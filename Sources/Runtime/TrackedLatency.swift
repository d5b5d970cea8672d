import Core

/// A latency since the start and in the minute at hand. Recording allocates nothing. Owner: the one thread that records.
public struct TrackedLatency: Sendable {
    public private(set) var total = LatencyHistogram()
    private var minute = LatencyHistogram()

    public init() {}

    public mutating func record(_ span: TimeSpan) {
        total.record(span)
        minute.record(span)
    }

    public var summary: LatencyHistogram.Summary { total.summary }

    /// What was recorded since the last call; the next minute begins.
    public mutating func takeMinute() -> LatencyHistogram.Summary {
        defer { minute.reset() }
        return minute.summary
    }
}
