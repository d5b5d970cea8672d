import Core

/// Which rule set an open position of a running daemon has, and which one a configuration would give it.
struct PositionAssignment: Hashable, Encodable, Sendable {
    let account: UInt64
    let ticket: UInt64
    let symbol: String
    let side: String
    let magic: UInt64
    /// In the daemon that runs; `nil`: not managed.
    let running: String?
    /// By the file; `nil`: not managed.
    let file: String?

    init(_ position: PositionReport, by configuration: Configuration) {
        account = position.account
        ticket = position.ticket
        symbol = position.symbol
        side = position.side
        magic = position.magic
        running = position.rules
        file = configuration.ruleSet(of: position)
    }

    var text: String {
        let rules = file.map { "\"\($0)\"" } ?? "none: it is left alone"
        let change =
            running == file ? "" : " (the running daemon has \(running.map { "\"\($0)\"" } ?? "none"))"
        return "\(account) #\(ticket) \(symbol) \(side) magic \(magic): \(rules)\(change)"
    }
}

extension Configuration {
    /// The name of the rule set that would govern a position; `nil` for one that would not be managed.
    func ruleSet(of position: PositionReport) -> String? {
        let account = AccountNumber(position.account)
        if let only = self.account.number, only != account { return nil }
        guard let side = Side.allCases.first(where: { $0.name == position.side }) else { return nil }
        return settings.restricted(to: account).selections.first {
            $0.filter.matches(
                symbol: position.symbol, magic: Magic(position.magic), side: side, comment: position.comment)
        }?.rules.name
    }
}
