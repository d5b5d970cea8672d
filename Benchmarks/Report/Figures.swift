import Runtime

/// The distribution of one side of a row, in nanoseconds.
struct Figures: Encodable {
    let label: String
    let p50_ns: Double
    let p99_ns: Double
    let p999_ns: Double
    let max_ns: Double
    let samples: UInt64

    /// - Parameter batch: how many operations each sample covered; the figures are of one.
    init(_ label: String, _ summary: LatencyHistogram.Summary, batch: Int = 1) {
        self.label = label
        p50_ns = Double(summary.p50_ns) / Double(batch)
        p99_ns = Double(summary.p99_ns) / Double(batch)
        p999_ns = Double(summary.p999_ns) / Double(batch)
        max_ns = Double(summary.max_ns) / Double(batch)
        samples = summary.count
    }

    init(_ label: String, microseconds figures: DaemonChild.Status.Percentiles) {
        self.label = label
        p50_ns = figures.p50 * 1_000
        p99_ns = figures.p99 * 1_000
        p999_ns = figures.p999 * 1_000
        max_ns = figures.max * 1_000
        samples = figures.count
    }
}
