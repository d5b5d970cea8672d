import Core
import Testing

@testable import Runtime

@Suite struct SharedHistogramTests {
    @Test func aBucketIsNeverMoreThanASixteenthTooHigh() {
        var random = SplitMix(state: 1)
        for _ in 0..<100_000 {
            let value = random.next() >> (24 + random.next() % 40)
            let index = SharedHistogram.bucket(of: value)
            let bound = SharedHistogram.upperBound(of: index)
            #expect(index < SharedHistogram.bucketCount)
            #expect(bound >= value && bound - value <= value / 16, "value \(value)")
        }
        #expect(SharedHistogram.bucket(of: SharedHistogram.most) == SharedHistogram.bucketCount - 1)
    }

    @Test func percentilesAndTheMaximumAreTold() {
        let histogram = SharedHistogram()
        #expect(histogram.summary.count == 0 && histogram.summary.p99_ns == 0)
        for value in 1...1_000 { histogram.record(.microseconds(Int64(value))) }
        histogram.record(TimeSpan(nanoseconds: -5))
        histogram.record(.seconds(1_000_000))
        let summary = histogram.summary
        #expect(summary.count == 1_002 && summary.max_ns == SharedHistogram.most)
        #expect((500_000...532_000).contains(summary.p50_ns))
        #expect((990_000...1_052_000).contains(summary.p99_ns))
    }
}
