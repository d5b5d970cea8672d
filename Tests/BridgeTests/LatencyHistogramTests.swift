import Core
import Runtime
import Testing

@Suite struct LatencyHistogramTests {
    @Test func percentilesAreWithinAThousandth() {
        var histogram = LatencyHistogram()
        for value in 1...100_000 as ClosedRange<Int64> {
            histogram.record(TimeSpan(nanoseconds: value * 100))
        }
        let summary = histogram.summary
        #expect(summary.count == 100_000)
        #expect(abs(Int64(summary.p50_ns) - 5_000_000) <= 5_000)
        #expect(abs(Int64(summary.p99_ns) - 9_900_000) <= 9_900)
        #expect(abs(Int64(summary.p999_ns) - 9_990_000) <= 10_000)
        #expect(summary.max_ns == 10_000_000)
    }

    @Test func whatIsOutOfRangeIsCountedAtItsEnd() {
        var histogram = LatencyHistogram()
        histogram.record(.seconds(3_600))
        histogram.record(TimeSpan(nanoseconds: -5))
        #expect(histogram.summary.count == 2)
        #expect(histogram.summary.max_ns == 60_000_000_000)
    }

    @Test func anEmptyOneSaysZero() {
        var histogram = LatencyHistogram()
        histogram.record(.seconds(1))
        histogram.reset()
        #expect(
            histogram.summary
                == LatencyHistogram.Summary(count: 0, p50_ns: 0, p99_ns: 0, p999_ns: 0, max_ns: 0))
    }

    @Test func theMonotonicClockDoesNotGoBack() {
        var last = MonotonicClock.now()
        for _ in 0..<1_000 {
            let now = MonotonicClock.now()
            #expect(now >= last)
            last = now
        }
    }
}
