/// What the broker would accept as a stop of one side at one moment.
///
/// Source: MT5 measures a buy's stop from the bid and a sell's from the ask; it must be at least the stops
/// level away, on its own side of the market; within the freeze level nothing may change.
public struct MarketLimits: Sendable, BitwiseCopyable {
    public let side: Side
    /// The price the position could be closed at.
    public let exit: Price
    /// The nearest to the market a stop may be, in points; at least one tick.
    public let minimumDistance: Distance
    public let freezeLevel: Distance
    public let tick: Distance

    @inlinable public init(
        side: Side, exit: Price, stopsLevel: Distance, freezeLevel: Distance, tick: Distance
    ) {
        self.side = side
        self.exit = exit
        self.minimumDistance = max(stopsLevel, tick)
        self.freezeLevel = freezeLevel
        self.tick = tick
    }

    @inlinable public init(side: Side, quote: Quote, spec: SymbolSpec, extra: Distance = .zero) {
        self.init(
            side: side, exit: quote.exit(of: side), stopsLevel: spec.stopsLevel + extra,
            freezeLevel: spec.freezeLevel, tick: spec.tickSize)
    }

    /// The tightest stop the broker would take.
    @inlinable public var tightestStop: Price {
        side.looserOnGrid(side.favoured(exit, by: -minimumDistance), tick: tick)
    }

    /// Whether the price has already gone beyond `stop`, or stands on it.
    @inlinable public func isPast(_ stop: Price) -> Bool { side.gain(from: stop, to: exit) <= .zero }

    /// Whether the broker refuses any change because a present level is too near the market.
    @inlinable public func isFrozen(stopLoss: Price?, takeProfit: Price?) -> Bool {
        guard freezeLevel > .zero else { return false }
        if let stopLoss, side.gain(from: stopLoss, to: exit) <= freezeLevel { return true }
        if let takeProfit, side.gain(from: exit, to: takeProfit) <= freezeLevel { return true }
        return false
    }
}
