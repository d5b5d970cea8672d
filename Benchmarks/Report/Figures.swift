import Runtime

/// The distribution of one side of a row, in nanoseconds.
struct Figures: Encodable {
    /// A value that so many percent of the samples do not exceed.
    struct Point {
        var percent: Double
        var value_ns: Double
        var samples: UInt64
    }

    let label: String
    let p50_ns: Double
    let p99_ns: Double
    let p999_ns: Double
    let max_ns: Double
    let samples: UInt64
    /// For the plot file; ascending, the last at 100 %.
    let distribution: [Point]

    private enum CodingKeys: CodingKey {
        case label, p50_ns, p99_ns, p999_ns, max_ns, samples
    }

    /// - Parameter batch: how many operations each sample covered; the figures are of one.
    init(_ label: String, _ histogram: LatencyHistogram, batch: Int = 1) {
        let summary = histogram.summary
        self.label = label
        p50_ns = Double(summary.p50_ns) / Double(batch)
        p99_ns = Double(summary.p99_ns) / Double(batch)
        p999_ns = Double(summary.p999_ns) / Double(batch)
        max_ns = Double(summary.max_ns) / Double(batch)
        samples = summary.count
        distribution = Self.percents(samples: summary.count).map { percent in
            Point(
                percent: percent, value_ns: Double(histogram.percentile(percent)) / Double(batch),
                samples: UInt64((Double(summary.count) * percent / 100).rounded(.up)))
        }
    }

    /// What another program said of itself: these four values are all there is.
    init(_ label: String, microseconds figures: Percentiles) {
        self.label = label
        p50_ns = figures.p50 * 1_000
        p99_ns = figures.p99 * 1_000
        p999_ns = figures.p999 * 1_000
        max_ns = figures.max * 1_000
        samples = figures.count
        let points = [(50.0, p50_ns), (99, p99_ns), (99.9, p999_ns), (100, max_ns)]
        distribution = points.map { percent, value in
            Point(
                percent: percent, value_ns: value,
                samples: UInt64((Double(figures.count) * percent / 100).rounded(.up)))
        }
    }

    /// Five steps to each halving of what is left to 100 %, as far as the samples tell.
    private static func percents(samples: UInt64) -> [Double] {
        var percents: [Double] = []
        var left = 100.0
        while left / 100 * Double(samples) >= 1 {
            for step in 0..<5 { percents.append(100 - left + left / 2 * Double(step) / 5) }
            left /= 2
        }
        return samples == 0 ? [] : percents + [100]
    }
}
