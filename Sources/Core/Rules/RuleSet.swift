/// How the positions that match one filter are protected.
///
/// Rules compose: each asks for a stop or for none, the tightest one that is permitted wins, and ratchet and cap
/// have the last word. Their order means nothing.
public struct RuleSet: Hashable, Codable, Sendable {
    public var name: String
    /// `nil` only where no stop is ever sent (shadow mode without a cap).
    public var cap: LossCap?
    public var allowance: CostAllowance
    public var unreachable = UnreachableCap.tightest
    public var initial: InitialStop?
    public var breakEven: BreakEven?
    public var profitLock: ProfitLock?
    public var partialCloses: PartialCloses?
    public var steps: ProfitSteps?
    public var share: PeakShare?
    public var trailing: TrailingStop?
    /// What the rules on bars look at; needed by whatever is stated in average true ranges.
    public var bars: BarSettings?
    public var chandelier: ChandelierStop?
    public var swing: SwingStop?
    public var parabolic: ParabolicStop?
    public var ageBreakEven: AgeBreakEven?
    public var ageTightening: AgeTightening?
    public var sessionEnd: ClosingTime?
    public var weekEnd: ClosingTime?
    public var guarding: TighteningGuard?
    /// A losing close of less than this is a micro-loss; `nil` counts none.
    public var microLoss: Money?

    public init(
        name: String, cap: LossCap?, allowance: CostAllowance, trailing: TrailingStop?,
        breakEven: BreakEven? = nil, profitLock: ProfitLock? = nil
    ) {
        self.name = name
        self.cap = cap
        self.allowance = allowance
        self.trailing = trailing
        self.breakEven = breakEven
        self.profitLock = profitLock
    }
}
