import Core

/// The rules that keep a profit once it has been made.
extension Configuration {
    private static let longest_points: Int64 = 1_000_000_000

    static func breakEven(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> BreakEven? {
        guard let section = reader.section(parent, "break_even") else { return nil }
        reader.refuseUnknownKeys(section)
        if !reader.has(section, "trigger_points") {
            reader.report(section.path, "\"trigger_points\" is missing in break_even")
        }
        let trigger = reader.integer(section, "trigger_points", in: 1...longest_points)
        let offset =
            reader.has(section, "offset_points")
            ? reader.integer(section, "offset_points", in: 0...longest_points) : 0
        guard let trigger, let offset else { return nil }
        let rule = BreakEven(trigger: Distance(points: trigger), offset: Distance(points: offset))
        if rule == nil {
            reader.report(
                section.path(of: "offset_points"), "\"offset_points\" must be less than \"trigger_points\"")
        }
        return rule
    }

    static func profitLock(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> ProfitLock? {
        guard let sections = reader.sections(parent, "profit_lock") else { return nil }
        guard (1...ProfitLock.rungsMax).contains(sections.count) else {
            reader.report(
                parent.path(of: "profit_lock"),
                "\"profit_lock\" must have 1 to \(ProfitLock.rungsMax) rungs, not \(sections.count)")
            return nil
        }
        var rungs: [ProfitLock.Rung] = []
        for section in sections {
            guard let rung = rung(&reader, section) else { continue }
            if let last = rungs.last, rung.at.amount <= last.at.amount || rung.lock.amount <= last.lock.amount {
                reader.report(section.path, "both values of a rung must exceed those of the rung before it")
            }
            rungs.append(rung)
        }
        return ProfitLock(rungs)
    }

    private static func rung(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section
    ) -> ProfitLock.Rung? {
        reader.refuseUnknownKeys(section)
        for key in ["at_points", "lock_points"] where !reader.has(section, key) {
            reader.report(section.path, "\"\(key)\" is missing in profit_lock")
        }
        let at = reader.integer(section, "at_points", in: 1...longest_points)
        let lock = reader.integer(section, "lock_points", in: 0...longest_points)
        guard let at, let lock else { return nil }
        if lock >= at {
            reader.report(section.path(of: "lock_points"), "\"lock_points\" must be less than \"at_points\"")
        }
        return ProfitLock.Rung(at: Distance(points: at), lock: Distance(points: lock))
    }
}
