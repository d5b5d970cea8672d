import Runtime

/// A moment of UTC in calendar terms, to the microsecond, and its RFC 3339 text.
///
/// Why not Foundation: a line of the log must read the same in every locale and on every system, and its
/// formatters cost more than the rest of the line together. Range: the years 1970 to 9999; a clock beyond
/// either end is shown at that end. Leap seconds do not exist here, as in POSIX.
struct UTC: Hashable, Sendable {
    /// 2026-11-27T08:30:27.123456Z
    static let textBytes = 27
    private static let lastMicrosecond: Int64 = 253_402_300_799_999_999

    /// Since 1970-01-01, rounded down.
    let microseconds: Int64

    init(microseconds: Int64) { self.microseconds = min(max(microseconds, 0), Self.lastMicrosecond) }

    init(_ time: WallTime) {
        let floor = time.nanoseconds / 1_000 - (time.nanoseconds % 1_000 < 0 ? 1 : 0)
        self.init(microseconds: floor)
    }

    /// The years of nanoseconds in 64 bits end in 2262; later moments are told as the last one.
    var time: WallTime {
        let (nanoseconds, overflow) = microseconds.multipliedReportingOverflow(by: 1_000)
        return WallTime(nanoseconds: overflow ? .max : nanoseconds)
    }

    var day: UTCDay { UTCDay(number: microseconds / 86_400_000_000) }

    func append(to bytes: inout [UInt8]) {
        day.append(to: &bytes)
        let rest = microseconds % 86_400_000_000
        let seconds = rest / 1_000_000
        bytes.append(UInt8(ascii: "T"))
        Self.append(seconds / 3_600, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(seconds / 60 % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(seconds % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        Self.append(rest % 1_000_000, width: 6, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Only what `append` writes is understood.
    init?(_ text: some Collection<UInt8>) {
        let bytes = Array(text)
        guard bytes.count == Self.textBytes, let day = UTCDay(bytes[0..<10]),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            bytes[19] == UInt8(ascii: "."), bytes[26] == UInt8(ascii: "Z"),
            let hour = Self.number(bytes[11..<13]), hour < 24, let minute = Self.number(bytes[14..<16]),
            minute < 60, let second = Self.number(bytes[17..<19]), second < 60,
            let fraction = Self.number(bytes[20..<26])
        else { return nil }
        let seconds = day.number * 86_400 + hour * 3_600 + minute * 60 + second
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }

    static func append(_ value: Int64, width: Int, to bytes: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    /// Of decimal digits alone.
    static func number(_ digits: some Collection<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
