import Core

/// The rules that keep a profit once it has been made.
extension Configuration {
    static let costs: [(name: String, value: BreakEven.Costs)] = [
        ("ignored", .ignored), ("covered", .covered),
    ]

    static func breakEven(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> BreakEven? {
        reader.rule(parent, "break_even") { reader, section in
            let trigger = reader.neededDistance(section, "trigger", atLeast: 1)
            let offset = reader.distance(section, "offset")
            let costs = reader.choice(section, "costs", costs) ?? .ignored
            guard let trigger else { return nil }
            if let offset, offset.unit == trigger.unit, offset.amount >= trigger.amount {
                reader.report(
                    section.path(of: offset.key), "\"\(offset.key)\" must be less than \"\(trigger.key)\"")
            }
            return BreakEven(trigger: trigger.distance, offset: offset?.distance ?? .zero, costs: costs)
        }
    }

    /// What the rungs of a ladder ask for: stops, parts to close, or both.
    struct Ladder {
        var locks: ProfitLock?
        var closes: PartialCloses?
    }

    static func ladder(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> Ladder {
        guard let sections = reader.sections(parent, "profit_lock") else { return Ladder() }
        guard (1...ProfitLock.rungsMax).contains(sections.count) else {
            reader.report(
                parent.path(of: "profit_lock"),
                "\"profit_lock\" must have 1 to \(ProfitLock.rungsMax) rungs, not \(sections.count)")
            return Ladder()
        }
        var first: ConfigurationReader.Written?
        var last: Rung?
        var locks: [ProfitLock.Rung] = []
        var closes: [PartialCloses.Rung] = []
        var share: Int64 = 0
        for section in sections {
            let at = rungStart(&reader, section, &first)
            guard let rung = rung(&reader, section, at) else { continue }
            if let last, !rung.isAbove(last, lock: locks.last?.lock) {
                reader.report(section.path, "both values of a rung must exceed those of the rung before it")
            }
            last = rung
            if let lock = rung.lock { locks.append(ProfitLock.Rung(at: rung.at, lock: lock)) }
            guard let permille = rung.sharePermille else { continue }
            share += permille
            if share > PartialCloses.sharesMax {
                reader.report(
                    section.path(of: "close_percent"),
                    "the rungs up to this one close \(DecimalText.format(share, decimals: 1, keeping: 0)) % of the "
                        + "position; something must stay open")
            }
            closes.append(PartialCloses.Rung(at: rung.at, sharePermille: permille))
        }
        return Ladder(locks: ProfitLock(locks), closes: PartialCloses(closes))
    }

    /// One step of a ladder.
    private struct Rung {
        let at: RuleDistance
        let lock: RuleDistance?
        let sharePermille: Int64?

        /// - Parameter lock: the last one before it.
        func isAbove(_ other: Rung, lock former: RuleDistance?) -> Bool {
            guard at.amount > other.at.amount else { return false }
            guard let lock, let former else { return true }
            return lock.amount > former.amount
        }
    }

    /// Where a rung or tier begins, in the unit of the first of its list.
    private static func rungStart(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section,
        _ first: inout ConfigurationReader.Written?
    ) -> ConfigurationReader.Written? {
        reader.refuseUnknownKeys(section)
        guard let at = reader.neededDistance(section, "at", atLeast: 1) else { return nil }
        guard let unit = first else {
            first = at
            return at
        }
        return reader.agree(section, at, with: unit) ? at : nil
    }

    private static func rung(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section,
        _ at: ConfigurationReader.Written?
    ) -> Rung? {
        let share = reader.decimal(
            section, "close_percent", decimals: 1, in: 1...PartialCloses.sharesMax)
        guard !reader.has(section, "close_percent") || reader.hasDistance(section, "lock") else {
            guard let at, let share else { return nil }
            return Rung(at: at.distance, lock: nil, sharePermille: share)
        }
        let lock = reader.neededDistance(section, "lock")
        guard let at, let lock, reader.agree(section, lock, with: at) else { return nil }
        if lock.amount >= at.amount {
            reader.report(
                section.path(of: lock.key), "\"\(lock.key)\" must be less than \"\(at.key)\"")
        }
        return Rung(at: at.distance, lock: lock.distance, sharePermille: share)
    }

    static func profitSteps(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> ProfitSteps? {
        reader.rule(parent, "profit_steps") { reader, section in
            let every = reader.neededDistance(section, "every", atLeast: 1)
            let behind = reader.neededDistance(section, "behind")
            let start = reader.distance(section, "start")
            let most = reader.distance(section, "most", atLeast: 1)
            guard let every, let behind, reader.agree(section, behind, with: every),
                reader.agree(section, start, with: every), reader.agree(section, most, with: every)
            else { return nil }
            return ProfitSteps(
                every: every.distance, behind: behind.distance, start: start?.distance, most: most?.distance)
        }
    }

    static func peakShare(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> PeakShare? {
        reader.rule(parent, "peak_share") { reader, section in
            let step = reader.neededDistance(section, "step", atLeast: 1)
            let most = reader.distance(section, "most", atLeast: 1)
            reader.require(section, "tiers")
            let sections = reader.sections(section, "tiers")
            if let sections, !(1...PeakShare.tiersMax).contains(sections.count) {
                reader.report(
                    section.path(of: "tiers"),
                    "\"tiers\" must have 1 to \(PeakShare.tiersMax) tables, not \(sections.count)")
            }
            var first = step
            let tiers = (sections ?? []).map { tier(&reader, $0, &first) }
            guard let step, reader.agree(section, most, with: step) else { return nil }
            let whole = tiers.compactMap { $0 }
            guard whole.count == tiers.count else { return nil }
            for (place, pair) in zip(whole, whole.dropFirst()).enumerated()
            where pair.0.at.amount >= pair.1.at.amount || pair.0.keepPermille >= pair.1.keepPermille {
                reader.report(
                    "\(section.path(of: "tiers"))[\(place + 1)]",
                    "a tier must begin later and give back less than the one before it")
            }
            return PeakShare(whole, step: step.distance, most: most?.distance)
        }
    }

    private static func tier(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section,
        _ first: inout ConfigurationReader.Written?
    ) -> PeakShare.Tier? {
        let at = rungStart(&reader, section, &first)
        reader.require(section, "pullback_percent")
        let pullback = reader.decimal(section, "pullback_percent", decimals: 1, in: 1...999)
        guard let at, let pullback else { return nil }
        return PeakShare.Tier(at: at.distance, keepPermille: 1_000 - pullback)
    }
}
