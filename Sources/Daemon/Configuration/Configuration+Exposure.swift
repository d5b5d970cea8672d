import Core

extension Configuration {
    private static let actions: [(name: String, value: ExposureLimits.Action)] = [
        ("pause", .pause), ("freeze", .freeze), ("flatten", .flatten),
    ]

    /// What all positions of an account together may risk and lose; what is not given is not limited.
    static func exposure(
        _ reader: inout ConfigurationReader, _ top: ConfigurationReader.Section
    ) -> ExposureLimits {
        let limits = reader.rule(top, "exposure") { reader, section in
            ExposureLimits(openRisk: openRisk(&reader, section), dailyLoss: dailyLoss(&reader, section))
        }
        return limits ?? .none
    }

    private static func openRisk(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> ExposureLimits.OpenRisk? {
        reader.rule(parent, "open_risk") { reader, section in
            let action = reader.choice(section, "action", actions) ?? .pause
            guard let most = most(&reader, section) else { return nil }
            return ExposureLimits.OpenRisk(most: most, action: action)
        }
    }

    private static func dailyLoss(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> ExposureLimits.DailyLoss? {
        reader.rule(parent, "daily_loss") { reader, section in
            let share = balanceShare(&reader, section, "balance_percent")
            let action = reader.choice(section, "action", actions) ?? .pause
            guard let most = most(&reader, section) else { return nil }
            return ExposureLimits.DailyLoss(most: most, balanceMillionths: share, action: action)
        }
    }

    private static func most(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section
    ) -> Money? {
        reader.require(section, "most")
        guard let most = reader.money(section, "most") else { return nil }
        guard most > .zero else {
            reader.report(section.path(of: "most"), "\"most\" must be greater than zero")
            return nil
        }
        return most
    }
}
