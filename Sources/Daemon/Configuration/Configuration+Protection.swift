import Core

/// What bounds a loss: the cap, the first stop, and how near to the market a stop may come.
extension Configuration {
    /// There is no default: what a person can bear to lose nobody else can know.
    static func cap(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section, mode: ControlMode?
    ) -> LossCap? {
        let margin = reader.integer(section, "cap_margin_permille", in: 1...1_000) ?? 950
        let share = balanceShare(&reader, section, "cap_balance_percent")
        guard reader.has(section, "cap") else {
            if let mode, mode != .shadow {
                reader.report(
                    section.path,
                    "\"cap\" is missing in [[rules]]: mode \"\(mode.name)\" needs the most one position may lose"
                )
            } else if reader.has(section, "cap_balance_percent") {
                reader.report(
                    section.path(of: "cap_balance_percent"),
                    "\"cap_balance_percent\" needs \"cap\": the smaller of both counts")
            }
            return nil
        }
        guard let amount = reader.money(section, "cap") else { return nil }
        guard let cap = LossCap(amount: amount, marginPermille: margin, balanceMillionths: share) else {
            reader.report(section.path(of: "cap"), "\"cap\" must be greater than zero")
            return nil
        }
        return cap
    }

    /// More than nothing and at most all of it, in millionths.
    static func balanceShare(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section, _ key: String
    ) -> Int64? {
        reader.decimal(section, key, decimals: 4, in: 1...1_000_000)
    }

    static func unreachableCap(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section
    ) -> UnreachableCap {
        reader.choice(section, "when_cap_unreachable", [("tightest", .tightest), ("close", .close)])
            ?? .tightest
    }

    static func initialStop(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> InitialStop? {
        reader.rule(parent, "initial_stop") { reader, section in
            let distance = reader.distance(section, "distance", atLeast: 1)
            let atr = reader.decimal(section, "distance_atr", decimals: 3, in: 1...1_000_000)
            let share = balanceShare(&reader, section, "distance_balance_percent")
            let existing =
                reader.choice(section, "existing", [("respected", .respected), ("taken_over", .takenOver)])
                ?? InitialStop.Existing.respected
            let isGiven = reader.keys(section).contains { $0.hasPrefix("distance_") }
            if !isGiven {
                reader.report(
                    section.path,
                    "initial_stop needs at least one of \"distance_points\", \"distance_money\", "
                        + "\"distance_percent\", \"distance_atr\", \"distance_balance_percent\"")
            }
            return InitialStop(
                distance: distance?.distance, atrPermille: atr, balanceMillionths: share, existing: existing)
        }
    }

    static func guarding(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> TighteningGuard? {
        reader.rule(parent, "guarding") { reader, section in
            let most = TimeSpan.ruleMax.milliseconds / 1_000
            let age = reader.integer(section, "age_min_seconds", in: 0...most) ?? 0
            let spreads = reader.decimal(section, "buffer_spreads", decimals: 3, in: 0...1_000_000) ?? 0
            let buffer = reader.distance(section, "buffer")
            let floor = reader.decimal(section, "floor_atr", decimals: 3, in: 0...1_000_000) ?? 0
            let calm = reader.decimal(section, "calm_atr", decimals: 3, in: 1...1_000_000)
            return TighteningGuard(
                ageMin: .seconds(age), spreadPermille: spreads, buffer: buffer?.distance ?? .zero,
                atrFloorPermille: floor, calmPermille: calm)
        }
    }
}
