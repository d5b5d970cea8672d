import Core
import Histogram

/// Counts durations so that their percentiles can be told to within 0.1 %, at a fixed cost and size.
///
/// Unit: nanoseconds. Range: 0 to one minute; longer ones count as a minute, negative ones as 0.
/// Recording allocates nothing. Owner: the one thread that records; others get a `summary`, a value.
public struct LatencyHistogram: Sendable {
    /// What is told of a histogram; all durations in nanoseconds.
    public struct Summary: Hashable, Sendable {
        public var count: UInt64
        public var p50_ns: UInt64
        public var p99_ns: UInt64
        public var p999_ns: UInt64
        public var max_ns: UInt64

        public init(count: UInt64, p50_ns: UInt64, p99_ns: UInt64, p999_ns: UInt64, max_ns: UInt64) {
            self.count = count
            self.p50_ns = p50_ns
            self.p99_ns = p99_ns
            self.p999_ns = p999_ns
            self.max_ns = max_ns
        }
    }

    private static let most_ns: UInt64 = 60_000_000_000
    private var histogram: Histogram<UInt32>
    /// The exact largest value: the histogram itself rounds.
    private var max_ns: UInt64 = 0

    public init() {
        histogram = Histogram<UInt32>(
            lowestDiscernibleValue: 1, highestTrackableValue: LatencyHistogram.most_ns,
            numberOfSignificantValueDigits: .three)
    }

    public mutating func record(_ span: TimeSpan) {
        let value = min(UInt64(max(span.nanoseconds, 0)), LatencyHistogram.most_ns)
        histogram.record(value)
        max_ns = max(max_ns, value)
    }

    /// Adds everything that `other` has recorded.
    public mutating func include(_ other: LatencyHistogram) {
        for bucket in other.histogram.recordedValues() {
            histogram.record(bucket.value, count: bucket.count)
        }
        max_ns = max(max_ns, other.max_ns)
    }

    public mutating func reset() {
        histogram.reset()
        max_ns = 0
    }

    public var count: UInt64 { histogram.totalCount }

    public var summary: Summary {
        Summary(
            count: count, p50_ns: percentile(50), p99_ns: percentile(99), p999_ns: percentile(99.9),
            max_ns: max_ns)
    }

    /// The value that `percent` of the recorded ones do not exceed; 0 when nothing was recorded.
    public func percentile(_ percent: Double) -> UInt64 {
        count == 0 ? 0 : min(histogram.valueAtPercentile(percent), max_ns)
    }
}
