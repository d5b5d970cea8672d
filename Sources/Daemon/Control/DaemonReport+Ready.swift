extension DaemonReport {
    /// What keeps a daemon from being ready. Ready means: a terminal is connected, every account that is connected
    /// has been held against its log once in this run, and the trade log can be written. Protection does not wait for
    /// it: caps hold from the first snapshot on.
    static func reasons(_ accounts: [AccountReport], _ journal: JournalReport?) -> [String] {
        var reasons: [String] = []
        if !accounts.contains(where: \.linked) { reasons.append("no terminal is connected") }
        for account in accounts where account.linked && account.reconciliation.state == "awaited" {
            reasons.append("account \(account.account) has not been held against its log yet")
        }
        if let journal, journal.health != "healthy" {
            reasons.append("the trade log cannot be written: \(journal.health)")
        }
        return reasons
    }
}
