import Core

extension Configuration {
    /// What Core finds wrong with a rule set as a whole, each with the place that must change.
    static func reportProblems(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section, of rules: RuleSet
    ) {
        for problem in rules.problems {
            switch problem {
            case .barsMissing:
                reader.report(
                    section.path,
                    "[[rules]] \"\(rules.name)\" has rules on bars or average true ranges; it needs \"bars\" "
                        + "with \"period\"")
            case .capMissing:
                reader.report(
                    section.path, "\"cap\" is missing in [[rules]]: a rule that moves stops needs one")
            case .riskUnknown:
                reader.report(
                    section.path,
                    "[[rules]] \"\(rules.name)\" has distances in R, from the first stop; that needs \"cap\" or "
                        + "\"initial_stop\"")
            case .microLossNegative:
                reader.report(section.path(of: "micro_loss"), "\"micro_loss\" must not be negative")
            case .sessionEndNotDaily:
                reader.report(section.path(of: "session_end"), "\"session_end\" must recur daily")
            case .weekEndNotWeekly:
                reader.report(section.path(of: "week_end"), "\"week_end\" must recur weekly")
            }
        }
    }
}
