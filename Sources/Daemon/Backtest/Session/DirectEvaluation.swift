import Core

/// The rules of one position asked anew at a quote, without anything that the machines remember between quotes: no
/// armed prices, no proposal under way.
///
/// What it keeps is the best price so far. Rules that are stated in R or in average true ranges ask for nothing here,
/// because what those depend on is the shard's own knowledge.
struct DirectEvaluation: Sendable {
    private let rules: SharedRules
    private var peak: Price?

    init(_ rules: RuleSet) { self.rules = SharedRules(rules) }

    /// What the position's stop should be, given the one it has.
    mutating func plan(
        _ position: Position, quote: Quote, spec: SymbolSpec, valuation: Valuation?, balance: Money,
        mode: ControlMode, latch: KillLevel
    ) -> StopPlan {
        let exit = quote.exit(of: position.side)
        if peak.map({ position.side.isTighter(exit, than: $0) }) != false { peak = exit }
        var context = StanceContext()
        context.balance = balance
        return Stance(
            position: position, rules: rules, spec: spec, valuation: valuation, quote: quote, peak: peak,
            wanted: nil, floor: nil, caution: 0, mode: mode, latch: latch, context: context
        ).plan()
    }
}
