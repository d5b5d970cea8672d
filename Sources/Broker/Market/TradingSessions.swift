import Core

/// When a symbol can be traded: one daily span of server time, Monday to Friday.
///
/// Seconds of the day; the span is `opens ..< closes`, `closes` at most 86,400. Saturday and Sunday
/// are closed: the server's day ends with the New York close, so the week is five whole days.
public struct TradingSessions: Equatable, Sendable {
    public static let secondsPerDay: Int64 = 86_400
    /// Monday 00:00 to Friday 24:00.
    public static let aroundTheClock = TradingSessions(opens: 0, closes: secondsPerDay)

    public let opens: Int64
    public let closes: Int64

    public init(opens: Int64, closes: Int64) {
        self.opens = opens
        self.closes = closes
    }

    /// 0 for Sunday to 6 for Saturday, as MT5 counts.
    public static func dayOfWeek(_ time: MarketTime) -> Int64 {
        // 1970-01-01 was a Thursday.
        (day(time) + 4) % 7
    }

    /// Days since 1970-01-01 of the server's zone.
    public static func day(_ time: MarketTime) -> Int64 { time.milliseconds / (secondsPerDay * 1_000) }

    public func isOpen(at time: MarketTime) -> Bool {
        let day = Self.dayOfWeek(time)
        guard day != 0, day != 6 else { return false }
        let second = time.milliseconds / 1_000 % Self.secondsPerDay
        return second >= opens && second < closes
    }

    /// The first moment at or after `time` at which the symbol can be traded.
    public func nextOpen(from time: MarketTime) -> MarketTime {
        if isOpen(at: time) { return time }
        let dayLength = Self.secondsPerDay * 1_000
        var day = Self.day(time)
        if time.milliseconds - day * dayLength >= opens * 1_000 { day += 1 }
        while true {
            let candidate = MarketTime(milliseconds: day * dayLength + opens * 1_000)
            if isOpen(at: candidate) { return candidate }
            day += 1
        }
    }
}
