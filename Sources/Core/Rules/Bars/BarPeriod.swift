/// How long a bar lasts. Bars begin at whole multiples of their period on the broker's server clock, so that those
/// of an hour begin at full hours and a day's at midnight.
public enum BarPeriod: Int64, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    case m1 = 1
    case m5 = 5
    case m15 = 15
    case m30 = 30
    case h1 = 60
    case h4 = 240
    case d1 = 1440

    /// In milliseconds of the server clock.
    var length_ms: Int64 { rawValue * 60_000 }

    /// When the bar that `time` belongs to begins; both in milliseconds.
    func start(of time: Int64) -> Int64 { time - time % length_ms }
}
