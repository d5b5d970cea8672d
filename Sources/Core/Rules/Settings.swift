/// What the machines of one account have been told: mode, rules and whom they are for.
public struct Settings: Hashable, Codable, Sendable {
    /// A rule set with the positions it is for; the first that matches a position governs it.
    public struct Selection: Hashable, Codable, Sendable {
        public var filter: PositionFilter
        public var rules: RuleSet

        public init(filter: PositionFilter, rules: RuleSet) {
            self.filter = filter
            self.rules = rules
        }
    }

    public var mode: ControlMode
    public var selections: [Selection]
    /// How much may be sent; the same for every position of the account.
    public var flow: FlowLimits

    public init(mode: ControlMode, selections: [Selection], flow: FlowLimits = .standard) {
        self.mode = mode
        self.selections = selections
        self.flow = flow
    }

    /// The rules of a position, or `nil` for one that is not managed.
    public func rules(symbol: String, magic: Magic) -> RuleSet? {
        selections.first { $0.filter.matches(symbol: symbol, magic: magic) }?.rules
    }
}
