import Core

/// A file's rules before they are trusted with an account: against a market and a broker of our own.
extension Configuration {
    /// Its rules as though armed, on whatever account and for positions that a person opened too; what no rule set
    /// is for has the largest cap.
    ///
    /// - Throws: `CommandFailure`: `configuration` when a rule set has no cap, without which nothing can be judged.
    func onTrial() throws(CommandFailure) -> (settings: Settings, cap: Money) {
        var settings = settings
        settings.mode = .manage
        var largest: LossCap?
        for index in settings.selections.indices {
            settings.selections[index].filter.includesManual = true
            settings.selections[index].filter.accounts = []
            let rules = settings.selections[index].rules
            guard let cap = rules.cap else {
                throw CommandFailure(
                    .configuration, "rule set \"\(rules.name)\" has no cap, which a trial needs")
            }
            if cap.amount > largest?.amount ?? .zero { largest = cap }
        }
        guard let largest else { throw CommandFailure(.configuration, "there is no rule set") }
        let rest = RuleSet(
            name: "everything else", cap: LossCap(amount: largest.amount), allowance: CostAllowance(),
            trailing: nil)
        settings.selections.append(
            Settings.Selection(filter: PositionFilter(includesManual: true), rules: rest))
        return (settings, largest.amount)
    }
}
