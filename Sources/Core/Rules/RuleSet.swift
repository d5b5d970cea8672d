/// How the positions that match one filter are protected.
public struct RuleSet: Hashable, Codable, Sendable {
    public var name: String
    /// `nil` only where no stop is ever sent (shadow mode without a cap).
    public var cap: LossCap?
    public var allowance: CostAllowance
    public var trailing: TrailingStop?
    public var breakEven: BreakEven?
    public var profitLock: ProfitLock?

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

/// Follows the market at a distance once a position has earned enough.
///
/// For a buy: once the best bid since opening is at least `start` above the opening price, the stop
/// belongs `distance` below that best bid, and is moved only in steps of at least `step`.
public struct TrailingStop: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Profit at which trailing begins, points, at least 0.
    public let start: Distance
    /// The smallest improvement worth a request, points, at least 1. None of the three exceeds `Price.limit`.
    public let step: Distance
    /// Between the best price and the stop, points, at least 1.
    public let distance: Distance

    public init?(start: Distance, step: Distance, distance: Distance) {
        let longest = Distance(points: Price.limit)
        guard start >= .zero, step > .zero, distance > .zero, start <= longest, step <= longest,
            distance <= longest
        else { return nil }
        self.start = start
        self.step = step
        self.distance = distance
    }

    /// Where the stop belongs when the best exit price so far is `peak`; `nil` before `start` is reached.
    public func stop(side: Side, open: Price, peak: Price, tick: Distance) -> Price? {
        guard side.gain(from: open, to: peak) >= start else { return nil }
        return side.looserOnGrid(side.favoured(peak, by: -distance), tick: tick)
    }
}
