import Core
import Runtime

/// What one histogram counted in the minute that ended with this record; durations in nanoseconds.
public struct MinuteOfLatency: EventFields {
    public var metric: String
    public var samples: Int
    public var p50: TimeSpan
    public var p99: TimeSpan
    public var p999: TimeSpan
    public var longest: TimeSpan

    public init(metric: String, samples: Int, p50: TimeSpan, p99: TimeSpan, p999: TimeSpan, longest: TimeSpan)
    {
        self.metric = metric
        self.samples = samples
        self.p50 = p50
        self.p99 = p99
        self.p999 = p999
        self.longest = longest
    }

    init() {
        self.init(metric: "", samples: 0, p50: .zero, p99: .zero, p999: .zero, longest: .zero)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.text("metric", &metric)
        fields.count("samples", &samples)
        fields.field("p50_ns", &p50)
        fields.field("p99_ns", &p99)
        fields.field("p999_ns", &p999)
        fields.field("longest_ns", &longest)
    }
}

extension MinuteOfLatency {
    public init(_ metric: String, _ summary: LatencyHistogram.Summary) {
        func span(_ nanoseconds: UInt64) -> TimeSpan { TimeSpan(nanoseconds: Int64(clamping: nanoseconds)) }
        self.init(
            metric: metric, samples: Int(clamping: summary.count), p50: span(summary.p50_ns),
            p99: span(summary.p99_ns), p999: span(summary.p999_ns), longest: span(summary.max_ns))
    }
}
