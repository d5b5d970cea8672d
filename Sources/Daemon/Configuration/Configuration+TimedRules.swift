import Core

/// The rules that act by the broker's server clock.
extension Configuration {
    private static let days: [(name: String, value: Int64)] = [
        ("monday", 0), ("tuesday", 1), ("wednesday", 2), ("thursday", 3), ("friday", 4), ("saturday", 5),
        ("sunday", 6),
    ]
    private static let minutesOfDay: Int64 = 1_440

    static func ageBreakEven(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> AgeBreakEven? {
        reader.rule(parent, "age_break_even") { reader, section in
            let after = after(&reader, section)
            let offset = reader.distance(section, "offset")
            let costs = reader.choice(section, "costs", costs) ?? .ignored
            guard let after else { return nil }
            return AgeBreakEven(after: after, offset: offset?.distance ?? .zero, costs: costs)
        }
    }

    static func ageTightening(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> AgeTightening? {
        reader.rule(parent, "age_tightening") { reader, section in
            let after = after(&reader, section)
            let distance = reader.neededDistance(section, "distance", atLeast: 1)
            let step = step(&reader, section)
            guard let after, let distance, let step else { return nil }
            return AgeTightening(after: after, distance: distance.distance, step: step)
        }
    }

    static func sessionEnd(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> ClosingTime? {
        reader.rule(parent, "session_end") { reader, section in
            closingTime(&reader, section, .daily, day: 0)
        }
    }

    static func weekEnd(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> ClosingTime? {
        reader.rule(parent, "week_end") { reader, section in
            let day = reader.choice(section, "day", days) ?? 4
            return closingTime(&reader, section, .weekly, day: day)
        }
    }

    private static func closingTime(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section,
        _ recurrence: ClosingTime.Recurrence, day: Int64
    ) -> ClosingTime? {
        let minute = minute(&reader, section)
        reader.require(section, "lead_minutes")
        let lead = reader.integer(section, "lead_minutes", in: 1...minutesOfDay - 1)
        let distance = reader.neededDistance(section, "distance", atLeast: 1)
        let step = step(&reader, section)
        guard let minute, let lead, let distance, let step else { return nil }
        return ClosingTime(
            recurrence, minute: day * minutesOfDay + minute, lead: .seconds(lead * 60),
            distance: distance.distance, step: step)
    }

    /// "22:55" as minutes of the day, 1 to 1440; a day ends at 24:00.
    private static func minute(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section
    ) -> Int64? {
        reader.require(section, "time")
        guard let written = reader.text(section, "time") else { return nil }
        let parts = written.split(separator: ":", omittingEmptySubsequences: false)
        let isWritten =
            parts.count == 2 && parts.allSatisfy { $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) }
        guard isWritten, let hour = Int64(parts[0]), let minute = Int64(parts[1]), minute < 60,
            (1...minutesOfDay).contains(hour * 60 + minute)
        else {
            reader.report(
                section.path(of: "time"),
                "\"time\" is \"\(written)\"; it must be hours and minutes, 00:01 to 24:00, such as \"22:55\"")
            return nil
        }
        return hour * 60 + minute
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func after(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section
    ) -> TimeSpan? {
        reader.require(section, "after_minutes")
        let most = TimeSpan.ruleMax.milliseconds / 60_000
        return reader.integer(section, "after_minutes", in: 1...most).map { .seconds($0 * 60) }
    }
}
