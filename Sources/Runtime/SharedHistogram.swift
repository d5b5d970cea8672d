import Core
import Synchronization

/// Counts durations from any number of threads, without a lock or allocation, at a fixed size.
///
/// Each power of two is split into 16 equal buckets, so a percentile is told at most 1/16 (6.25 %) too high
/// and never too low; below 16 ns and at the maximum it is exact. Unit: nanoseconds. Range: 0 to 2^40 - 1
/// (18 minutes); longer ones count as that, negative ones as 0. Size: 592 words.
///
/// Why not `LatencyHistogram`: it has one owner. A summary read while others record may miss their latest.
public final class SharedHistogram: @unchecked Sendable {  // atomics behind a constant pointer
    static let most: UInt64 = 1 << 40 - 1
    static let bucketCount = 592
    private let buckets: UnsafeMutablePointer<Atomic<UInt64>>
    private let largest = Atomic<UInt64>(0)

    public init() {
        buckets = .allocate(capacity: SharedHistogram.bucketCount)
        for index in 0..<SharedHistogram.bucketCount { (buckets + index).initialize(to: Atomic(0)) }
    }

    deinit {
        buckets.deinitialize(count: SharedHistogram.bucketCount)
        buckets.deallocate()
    }

    public func record(_ span: TimeSpan) {
        let value = min(UInt64(max(span.nanoseconds, 0)), SharedHistogram.most)
        // The largest first: whoever sees the count sees it too.
        largest.max(value, ordering: .relaxed)
        buckets[SharedHistogram.bucket(of: value)].wrappingAdd(1, ordering: .releasing)
    }

    public var summary: LatencyHistogram.Summary {
        let counts = (0..<SharedHistogram.bucketCount).map { buckets[$0].load(ordering: .acquiring) }
        let total = counts.reduce(0, +)
        let max_ns = largest.load(ordering: .relaxed)
        func percentile(perMille: UInt64) -> UInt64 {
            let rank = max((total * perMille + 999) / 1_000, 1)
            var seen: UInt64 = 0
            for (index, count) in counts.enumerated() {
                seen += count
                if seen >= rank { return min(SharedHistogram.upperBound(of: index), max_ns) }
            }
            return 0
        }
        return LatencyHistogram.Summary(
            count: total, p50_ns: percentile(perMille: 500), p99_ns: percentile(perMille: 990),
            p999_ns: percentile(perMille: 999), max_ns: max_ns)
    }

    static func bucket(of value: UInt64) -> Int {
        guard value >= 16 else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        return (exponent - 4) * 16 + Int(value >> UInt64(exponent - 4))
    }

    /// The largest value that falls into a bucket.
    static func upperBound(of bucket: Int) -> UInt64 {
        guard bucket >= 16 else { return UInt64(bucket) }
        return UInt64(bucket % 16 + 17) << UInt64(bucket / 16 - 1) - 1
    }
}
