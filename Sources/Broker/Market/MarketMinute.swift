import Core

/// One minute of a symbol as the broker's server keeps it: bid prices.
public struct MarketMinute: Equatable, Sendable, BitwiseCopyable {
    public static let length_ms: Int64 = 60_000

    /// A full minute of server time.
    public let start: MarketTime
    public let open: Price
    public private(set) var high: Price
    public private(set) var low: Price
    public private(set) var close: Price
    /// Of the last quote, 0 for a crossed one.
    public private(set) var spread: Distance
    public private(set) var ticks: Int64

    public init(
        start: MarketTime, open: Price, high: Price, low: Price, close: Price, spread: Distance, ticks: Int64
    ) {
        self.start = start
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.spread = spread
        self.ticks = ticks
    }

    init(_ tick: Tick) {
        let bid = tick.quote.bid
        self.init(
            start: Self.start(of: tick.time), open: bid, high: bid, low: bid, close: bid,
            spread: max(.zero, tick.quote.spread), ticks: 1)
    }

    static func start(of time: MarketTime) -> MarketTime {
        MarketTime(milliseconds: time.milliseconds - time.milliseconds % length_ms)
    }

    /// Adds a quote of the same minute.
    mutating func add(_ quote: Quote) {
        high = max(high, quote.bid)
        low = min(low, quote.bid)
        close = quote.bid
        spread = max(.zero, quote.spread)
        ticks += 1
    }
}
