/// Moves the stop to break-even once a position has been open for long enough and the price allows it.
///
/// A position that loses at that age keeps its stop: the rule acts as soon as the stop fits under the price.
public struct AgeBreakEven: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Since the opening, on the broker's server clock, which stands still while nothing is quoted.
    public let after: TimeSpan
    /// What the stop keeps beyond the opening price.
    public let offset: RuleDistance
    public let costs: BreakEven.Costs

    /// - Returns: `nil` unless `after` is at least a millisecond and at most `TimeSpan.ruleMax`.
    public init?(after: TimeSpan, offset: RuleDistance = .zero, costs: BreakEven.Costs = .ignored) {
        guard after.isRuleTime else { return nil }
        self.after = after
        self.offset = offset
        self.costs = costs
    }
}

extension TimeSpan {
    /// The longest a rule can wait: a year.
    public static let ruleMax = TimeSpan.seconds(366 * 86_400)

    var isRuleTime: Bool { self >= .milliseconds(1) && self <= .ruleMax }
}
