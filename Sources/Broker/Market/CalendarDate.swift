import Core

/// A day of the Gregorian calendar.
public struct CalendarDate: Equatable, Sendable {
    public let year: Int64
    public let month: Int64
    public let day: Int64

    public init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days since 1970-01-01. Years are counted from March, so that the leap day is a year's last.
    public var daysSince1970: Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension MarketTime {
    /// Parses `2014-05-02 15:30`, `2014.05.02 15:30:00` or a date alone, in the server's zone.
    public init?(text: String) {
        let halves = text.split(separator: " ", omittingEmptySubsequences: true)
        guard let first = halves.first, halves.count <= 2 else { return nil }
        let date = first.split(whereSeparator: { $0 == "-" || $0 == "." }).map { Int64($0) }
        guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
            (1970...2200).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var seconds: Int64 = 0
        if halves.count == 2 {
            let parts = halves[1].split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
            guard parts.count == 2 || parts.count == 3, let hour = parts[0], let minute = parts[1],
                (0...23).contains(hour), (0...59).contains(minute)
            else { return nil }
            seconds = hour * 3_600 + minute * 60
            if parts.count == 3 {
                guard let second = parts[2], (0...59).contains(second) else { return nil }
                seconds += second
            }
        }
        let days = CalendarDate(year: year, month: month, day: day).daysSince1970
        self.init(milliseconds: (days * 86_400 + seconds) * 1_000)
    }
}
