import Foundation

/// Recorded ticks in MetaTrader's export format, as whole points; where the other tests look for recorded data.
struct RecordedTicks {
    struct Row {
        /// Since 1970-01-01 on the server's clock.
        var time_ms: Int64
        var bid: Int64
        var ask: Int64
    }

    static let folder: URL? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["BACKSTOP_DATA"].map { URL(filePath: $0) }
        return [named, package.deletingLastPathComponent().appending(path: "shared/data")].compactMap { $0 }
            .map { $0.appending(path: "ticks") }
            .first { FileManager.default.fileExists(atPath: $0.path()) }
    }()

    /// Rows without a price repeat the one before; a row before any price is left out.
    static func rows(_ name: String, digits: Int) throws -> [Row] {
        guard let folder else { return [] }
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        var rows: [Row] = []
        var bid: Int64?
        var ask: Int64?
        for line in text.utf8.split(whereSeparator: { $0 == 10 || $0 == 13 }).dropFirst() {
            let fields = line.split(separator: 9, omittingEmptySubsequences: false)
            guard fields.count >= 4 else { continue }
            bid = points(fields[2], digits: digits) ?? bid
            ask = points(fields[3], digits: digits) ?? ask
            guard let bid, let ask, let time = time(fields[0], fields[1]) else { continue }
            rows.append(Row(time_ms: time, bid: bid, ask: ask))
        }
        return rows
    }

    private static func number(_ text: Substring.UTF8View.SubSequence) -> Int64? { Int64(Substring(text)) }

    private static func points(_ text: Substring.UTF8View.SubSequence, digits: Int) -> Int64? {
        let parts = text.split(separator: UInt8(ascii: "."))
        guard let first = parts.first, var value = number(first) else { return nil }
        let fraction = parts.count > 1 ? Array(parts[1]) : []
        for place in 0..<digits {
            value = value * 10 + (place < fraction.count ? Int64(fraction[place]) - 48 : 0)
        }
        return value
    }

    private static func time(
        _ day: Substring.UTF8View.SubSequence, _ clock: Substring.UTF8View.SubSequence
    ) -> Int64? {
        let dates = day.split(separator: UInt8(ascii: ".")).compactMap { number($0) }
        let parts = clock.split(separator: UInt8(ascii: ":"))
        guard dates.count == 3, parts.count == 3, let hour = number(parts[0]), let minute = number(parts[1])
        else { return nil }
        let seconds = parts[2].split(separator: UInt8(ascii: ".")).compactMap { number($0) }
        guard let second = seconds.first else { return nil }
        let milliseconds = seconds.count > 1 ? seconds[1] : 0
        return ((daysSince1970(dates[0], dates[1], dates[2]) * 24 + hour) * 60 + minute) * 60_000
            + second * 1_000 + milliseconds
    }

    /// Howard Hinnant's days_from_civil, for years after 1970.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
