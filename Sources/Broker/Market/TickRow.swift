import Core

/// One line of a tick file, read from its bytes: what was quoted, and when.
///
/// A column left empty means that side is unchanged, which MT5 also says in FLAGS.
struct TickRow {
    var time: MarketTime
    var bid: Price?
    var ask: Price?
}

/// Reads lines of MT5's tick export: DATE TIME BID ASK LAST VOLUME FLAGS, separated by tabs.
///
/// Why a type with state: consecutive lines share their date, whose conversion is kept.
struct TickRowReader {
    let digits: Int
    let tickSize: Int64
    private var dateBytes: (UInt64, UInt16) = (0, 0)
    private var dateMilliseconds: Int64 = 0

    init(digits: Int, tickSize: Int64) {
        self.digits = digits
        self.tickSize = tickSize
    }

    enum Outcome {
        case row(TickRow)
        case header
        case bad(BadLines.Kind)
    }

    /// - Parameter line: one line without its line feed; a carriage return at its end is ignored.
    mutating func read(_ line: UnsafeBufferPointer<UInt8>) -> Outcome {
        var end = line.count
        if end > 0, line[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        if end > 0, line[0] == UInt8(ascii: "<") { return .header }
        var columns = (0, 0, 0, 0, 0, 0)
        var tabs = 0
        for index in 0..<end where line[index] == UInt8(ascii: "\t") {
            switch tabs {
            case 0: columns.0 = index
            case 1: columns.1 = index
            case 2: columns.2 = index
            case 3: columns.3 = index
            case 4: columns.4 = index
            case 5: columns.5 = index
            default: break
            }
            tabs += 1
        }
        guard tabs == 6 else { return .bad(.truncated) }
        guard let date = date(line, to: columns.0), let clock = clock(line, columns.0 + 1, columns.1),
            let flags = number(line, columns.5 + 1, end)
        else { return .bad(.notANumber) }
        var row = TickRow(time: MarketTime(milliseconds: date + clock), bid: nil, ask: nil)
        if let kind = price(line, columns.1 + 1, columns.2, into: &row.bid) { return .bad(kind) }
        if let kind = price(line, columns.2 + 1, columns.3, into: &row.ask) { return .bad(kind) }
        // A line whose flags promise a side that it does not carry was cut.
        if (flags & 2 != 0 && row.bid == nil) || (flags & 4 != 0 && row.ask == nil) {
            return .bad(.truncated)
        }
        return .row(row)
    }

    private func price(
        _ line: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int, into price: inout Price?
    ) -> BadLines.Kind? {
        if from == to { return nil }
        var value: Int64 = 0
        var decimals = -1
        var index = from
        let negative = line[from] == UInt8(ascii: "-")
        if negative { index += 1 }
        guard index < to, to - index <= 18 else { return .notANumber }
        var excess = false
        while index < to {
            let byte = line[index]
            index += 1
            if byte == UInt8(ascii: "."), decimals < 0 {
                decimals = 0
                continue
            }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return .notANumber }
            if decimals >= 0 {
                if decimals == digits {
                    if byte != UInt8(ascii: "0") { excess = true }
                    continue
                }
                decimals += 1
            }
            value = value &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
        }
        if excess { return .offGrid }
        for _ in max(decimals, 0)..<digits {
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return .impossiblePrice }
            value = scaled
        }
        let candidate = Price(points: negative ? -value : value)
        guard candidate.isQuotable else { return .impossiblePrice }
        guard value % tickSize == 0 else { return .offGrid }
        price = candidate
        return nil
    }

    /// Milliseconds from 1970 to the start of the day written as `2014.05.02`.
    private mutating func date(_ line: UnsafeBufferPointer<UInt8>, to end: Int) -> Int64? {
        guard end == 10 else { return nil }
        var low: UInt64 = 0
        for index in 0..<8 { low = low << 8 | UInt64(line[index]) }
        let high = UInt16(line[8]) << 8 | UInt16(line[9])
        if dateBytes == (low, high) { return dateMilliseconds }
        guard line[4] == UInt8(ascii: "."), line[7] == UInt8(ascii: "."), let year = number(line, 0, 4),
            let month = number(line, 5, 7), let day = number(line, 8, 10), (1970...2200).contains(year),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        dateBytes = (low, high)
        dateMilliseconds = CalendarDate(year: year, month: month, day: day).daysSince1970 * 86_400_000
        return dateMilliseconds
    }

    /// Milliseconds of the day written as `15:30:00.123` or `15:30:00`.
    private func clock(_ line: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int) -> Int64? {
        guard to - from == 8 || to - from == 12, line[from + 2] == UInt8(ascii: ":"),
            line[from + 5] == UInt8(ascii: ":"), let hour = number(line, from, from + 2),
            let minute = number(line, from + 3, from + 5), let second = number(line, from + 6, from + 8),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var milliseconds: Int64 = 0
        if to - from == 12 {
            guard line[from + 8] == UInt8(ascii: "."), let fraction = number(line, from + 9, to) else {
                return nil
            }
            milliseconds = fraction
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000 + milliseconds
    }

    private func number(_ line: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int) -> Int64? {
        guard to > from, to - from <= 9 else { return nil }
        var value: Int64 = 0
        for index in from..<to {
            let byte = line[index]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
