/// What the machines of one account have been told: mode, rules and whom they are for.
public struct Settings: Equatable, Codable, Sendable {
    /// A rule set with the positions it is for; the first that matches a position governs it.
    public struct Selection: Equatable, Codable, Sendable {
        public var filter: PositionFilter
        public private(set) var shared: SharedRules

        public init(filter: PositionFilter, rules: RuleSet) {
            self.filter = filter
            shared = SharedRules(rules)
        }

        public var rules: RuleSet {
            get { shared.rules }
            set { shared = SharedRules(newValue) }
        }
    }

    public var mode: ControlMode
    public var selections: [Selection]
    /// How much may be sent; the same for every position of the account.
    public var flow: FlowLimits
    /// What all positions of the account together may risk and lose.
    public var exposure: ExposureLimits

    public init(
        mode: ControlMode, selections: [Selection], flow: FlowLimits = .standard,
        exposure: ExposureLimits = .none
    ) {
        self.exposure = exposure
        self.mode = mode
        self.selections = selections
        self.flow = flow
    }

    /// The bars that rules of some position of this symbol could look at, each kind once.
    func bars(symbol: String) -> [BarSettings] {
        var wanted: [BarSettings] = []
        for selection in selections where selection.filter.isFor(symbol: symbol) {
            if let bars = selection.rules.bars, !wanted.contains(bars) { wanted.append(bars) }
        }
        return wanted
    }

    /// Whether any rule states a share of the balance.
    var looksAtBalance: Bool { selections.contains { $0.rules.looksAtBalance } }

    /// The rules of a position, or `nil` for one that is not managed.
    public func rules(of position: Position, symbol: String) -> RuleSet? {
        sharedRules(of: position, symbol: symbol)?.rules
    }

    func sharedRules(of position: Position, symbol: String) -> SharedRules? {
        selections.first { $0.filter.matches(position, symbol: symbol) }?.shared
    }

    /// Without the selections that are for other accounts.
    public func restricted(to account: AccountNumber) -> Settings {
        var settings = self
        settings.selections.removeAll { !$0.filter.isFor(account: account) }
        return settings
    }
}
