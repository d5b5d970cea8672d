/// Everything one decision about one position needs; nothing else influences it.
public struct Stance {
    /// The step by which a stop approaches a target the market leaves no room for: this part of the gap.
    /// Every tick would otherwise be worth a request.
    static let worthwhile: Int64 = 8
    /// From here on the terminal's own idea of the loss is too far from ours to aim at: the tightest stop.
    static let cautionMax: Int64 = 300

    public let position: Position
    private let shared: SharedRules
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
    public let context: StanceContext
    /// How far the market has lately come to the position's levels.
    var reach: RecentReach?
    /// The rule set's, and the balance's share where that is smaller.
    let cap: LossCap?
    /// `nil` without a quote.
    let limits: MarketLimits?
    /// `nil` without a valuation.
    let worstCase: WorstCase?
    let yardstick: Yardstick
    /// What the peak has gained, in points; `nil` without a peak.
    let gain: Int64?
    let tightening: Tightening

    public init(
        position: Position, rules shared: SharedRules, spec: SymbolSpec, valuation: Valuation?, quote: Quote?,
        peak: Price?, wanted: StopMove?, floor: Price?, caution: Int64, mode: ControlMode, latch: KillLevel,
        pace: Int64 = 1, context: StanceContext = .none
    ) {
        self.position = position
        self.shared = shared
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
        self.context = context
        let side = position.side
        let open = position.openPrice
        cap = shared.rules.cap?.bounded(by: context.balance)
        limits = quote.map { MarketLimits(side: side, quote: $0, spec: spec) }
        let worst = valuation.map {
            WorstCase(of: position, valuation: $0, allowance: shared.rules.allowance)
        }
        worstCase = worst
        let risk = context.initialStop.flatMap { stop in
            let points = side.gain(from: stop, to: open).points
            return points > 0 ? points : nil
        }
        yardstick = Yardstick(
            side: side, volume: position.volume, openPrice: open, valuation: valuation, costs: worst?.costs,
            risk: risk, atr: context.bars?.atr, balance: context.balance)
        gain = peak.map { side.gain(from: open, to: $0).points }
        tightening = .judged(
            mode: mode, latch: latch, guarding: shared.rules.guarding, opened: position.opened,
            time: quote?.time,
            bars: context.bars)
    }

    public var rules: RuleSet { _read { yield shared.rules } }

    var side: Side { position.side }

    /// What closing at this moment would cost; the most there is when nobody knows.
    var floatingLoss: Money {
        guard let limits, let worstCase else { return .max }
        return worstCase.loss(at: limits.exit)
    }

    /// What a stop that follows the market must gain to be worth a request: the rule's step, widened by the pace.
    func widened(_ step: Distance) -> Distance {
        let (points, isTooWide) = step.points.multipliedReportingOverflow(by: pace)
        return Distance(points: isTooWide ? .max : points)
    }

    /// Whether the position's own stop or target has most likely closed it.
    var isLevelReached: Bool {
        guard let reach, let quote, position.stopLoss != nil else { return false }
        return reach.hasReachedLevel(of: position, at: quote.seen)
    }

    /// Whether mode and latch let rules tighten, at this moment or later.
    var isTrailingAllowed: Bool { tightening != .forbidden }

    /// Whether a stop rests at the broker that keeps within the cap, for all that is known.
    var isCovered: Bool {
        guard let stop = position.stopLoss else { return false }
        guard let cap, let worstCase else { return true }
        return worstCase.loss(at: stop) <= cap.amount
    }
}
