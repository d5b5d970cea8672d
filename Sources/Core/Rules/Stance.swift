/// Everything one decision about one position needs; nothing else influences it.
public struct Stance {
    /// The step by which a stop approaches a target the market leaves no room for: this part of the gap.
    /// Every tick would otherwise be worth a request.
    static let worthwhile: Int64 = 8
    /// From here on the terminal's own idea of the loss is too far from ours to aim at: the tightest stop.
    static let cautionMax: Int64 = 300

    public let position: Position
    public let rules: RuleSet
    public let spec: SymbolSpec
    public let valuation: Valuation?
    public let quote: Quote?
    /// The best exit price since the position was first seen or its ratchet base was set anew.
    public let peak: Price?
    /// A move already proposed and not yet confirmed.
    public var wanted: StopMove?
    /// A stop that was confirmed and that a late execution undid.
    public let floor: Price?
    /// How much of the limit is left unused, permille, because the terminal valued the loss higher.
    public let caution: Int64
    public let mode: ControlMode
    public let latch: KillLevel
    /// By how much trailing steps are widened, at least 1.
    public let pace: Int64
    /// The last level of the position that the market has reached.
    var reached: ReachedLevel?
    /// `nil` without a quote.
    let limits: MarketLimits?
    /// `nil` without a valuation.
    let worstCase: WorstCase?

    public init(
        position: Position, rules: RuleSet, spec: SymbolSpec, valuation: Valuation?, quote: Quote?,
        peak: Price?, wanted: StopMove?, floor: Price?, caution: Int64, mode: ControlMode, latch: KillLevel,
        pace: Int64 = 1
    ) {
        self.position = position
        self.rules = rules
        self.spec = spec
        self.valuation = valuation
        self.quote = quote
        self.peak = peak
        self.wanted = wanted
        self.floor = floor
        self.caution = caution
        self.mode = mode
        self.latch = latch
        self.pace = pace
        limits = quote.map { MarketLimits(side: position.side, quote: $0, spec: spec) }
        worstCase = valuation.map {
            WorstCase(of: position, valuation: $0, allowance: rules.allowance)
        }
    }

    var side: Side { position.side }

    /// What closing at this moment would cost; the most there is when nobody knows.
    var floatingLoss: Money {
        guard let limits, let worstCase else { return .max }
        return worstCase.loss(at: limits.exit)
    }

    /// What a trailing stop must gain to be worth a request.
    func step(of rule: TrailingStop) -> Distance {
        let (points, isTooWide) = rule.step.points.multipliedReportingOverflow(by: pace)
        return Distance(points: isTooWide ? .max : points)
    }

    /// Whether the position's own stop or target has most likely closed it.
    var isLevelReached: Bool {
        guard let reached, let quote else { return false }
        return reached.holds(for: position, at: quote.seen)
    }

    var isTrailingAllowed: Bool { (mode == .manage || mode == .shadow) && latch == .none }
}
