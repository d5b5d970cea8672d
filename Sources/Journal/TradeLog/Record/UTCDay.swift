/// A day of UTC, from 1970-01-01 to 9999-12-31: what a file of the log is named after.
public struct UTCDay: Hashable, Comparable, Sendable {
    private static let last: Int64 = 2_932_896

    /// Days since 1970-01-01.
    public let number: Int64

    init(number: Int64) { self.number = min(max(number, 0), Self.last) }

    public static func < (left: UTCDay, right: UTCDay) -> Bool { left.number < right.number }

    /// As in "2026-11-27".
    public var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    public init?(_ text: some Collection<UInt8>) {
        let bytes = Array(text)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = UTC.number(bytes[0..<4]), year >= 1970, let month = UTC.number(bytes[5..<7]),
            (1...12).contains(month), let day = UTC.number(bytes[8..<10]), (1...31).contains(day)
        else { return nil }
        self.init(number: Self.number(year: year, month: month, day: day))
        // The thirty-first of a shorter month is another day, which reads differently.
        guard self.text.utf8.elementsEqual(bytes) else { return nil }
    }

    func append(to bytes: inout [UInt8]) {
        let date = calendar
        UTC.append(date.year, width: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        UTC.append(date.month, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        UTC.append(date.day, width: 2, to: &bytes)
    }

    /// Source: the civil calendar in eras of 400 years that begin on March 1st, so that the leap day is an
    /// era's, a century's and a year's last (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private var calendar: (year: Int64, month: Int64, day: Int64) {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }

    private static func number(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
