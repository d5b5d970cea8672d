/// One quote of one symbol, with the extremes of every quote merged into it.
///
/// Conflation never loses what could trigger a rule: `bidHigh` and the others span all quotes since the
/// last tick, this one included.
public struct Tick: Hashable, Codable, Sendable, BitwiseCopyable {
    public var symbol: SymbolID
    /// How many quotes were merged into this one, saturating.
    public var skipped: UInt16
    public var bid: Price
    public var ask: Price
    public var bidHigh: Price
    public var bidLow: Price
    public var askHigh: Price
    public var askLow: Price
    public var time: MarketTime
    /// When the EA saw it, on the EA's monotonic clock.
    public var seen: Instant

    public init(
        symbol: SymbolID, skipped: UInt16, bid: Price, ask: Price, bidHigh: Price, bidLow: Price,
        askHigh: Price, askLow: Price, time: MarketTime, seen: Instant
    ) {
        self.symbol = symbol
        self.skipped = skipped
        self.bid = bid
        self.ask = ask
        self.bidHigh = bidHigh
        self.bidLow = bidLow
        self.askHigh = askHigh
        self.askLow = askLow
        self.time = time
        self.seen = seen
    }
}
