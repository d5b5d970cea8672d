import Core

/// The machines' monotonic clock beside the market's.
///
/// Both run equally fast, but for silences: one of more than a minute lasts a second for the machines, as in the
/// demonstration, so that a weekend is not waited for. Market time is not touched: ages, bars, sessions and days are
/// what the quotes say.
struct BacktestClock {
    static let silenceMax_ms: Int64 = 60_000
    static let skippedSilence_ms: Int64 = 1_000

    private(set) var now = Instant.zero
    /// Of the last event of the market, and when that was.
    private(set) var time: MarketTime
    private var reached = Instant.zero

    init(start: MarketTime) { time = start }

    /// When something of the market happens that is no earlier than the last; not before `now`.
    func instant(of time: MarketTime) -> Instant {
        let silence = max(time.milliseconds - self.time.milliseconds, 0)
        let lasting = silence > Self.silenceMax_ms ? Self.skippedSilence_ms : silence
        return max(now, reached + .milliseconds(lasting))
    }

    mutating func advance(to time: MarketTime) {
        now = instant(of: time)
        reached = now
        self.time = max(self.time, time)
    }

    /// Something that is not the market's happens.
    mutating func advance(to moment: Instant) { now = max(now, moment) }
}
