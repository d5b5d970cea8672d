/// One closed minute of a symbol as the terminal keeps it: bid prices, and the spread it noted.
public struct MinuteBar: Hashable, Codable, Sendable, BitwiseCopyable {
    /// On the broker's server clock, a full minute.
    public var start: MarketTime
    public var high: Price
    public var low: Price
    public var close: Price
    /// Between ask and bid, not negative. The terminal keeps one for the whole minute, so that asks in the past
    /// are known less exactly than bids.
    public var spread: Distance

    public init(start: MarketTime, high: Price, low: Price, close: Price, spread: Distance) {
        self.start = start
        self.high = high
        self.low = low
        self.close = close
        self.spread = spread
    }
}

/// The terminal's own minutes of a symbol, the oldest first: what rules on bars begin with, so that they need
/// not wait for bars of their own.
public struct BarHistory: Hashable, Codable, Sendable {
    /// Five weeks of minutes.
    public static let minutesMax = 50_400

    public let symbol: SymbolID
    public let minutes: [MinuteBar]

    /// - Returns: `nil` for more than `minutesMax`, a minute that does not begin at one, is not later than the one
    ///   before, or has prices that cannot be.
    public init?(symbol: SymbolID, minutes: [MinuteBar]) {
        guard minutes.count <= Self.minutesMax else { return nil }
        var last = Int64.min
        for minute in minutes {
            guard minute.start.milliseconds > last, minute.start.milliseconds % 60_000 == 0,
                minute.start.milliseconds >= 0, minute.low.isQuotable, minute.low <= minute.close,
                minute.close <= minute.high, minute.spread >= .zero,
                minute.high.points <= Price.limit, minute.spread.points <= Price.limit,
                (minute.high + minute.spread).isQuotable
            else { return nil }
            last = minute.start.milliseconds
        }
        self.symbol = symbol
        self.minutes = minutes
    }
}

extension TwoSidedBar {
    /// Asks are taken as the bids and the minute's spread.
    init(_ minute: MinuteBar) {
        let spread = minute.spread
        self.init(
            start: minute.start.milliseconds,
            buy: SideBar(high: minute.high.points, low: minute.low.points, close: minute.close.points),
            sell: SideBar(
                high: -(minute.low + spread).points, low: -(minute.high + spread).points,
                close: -(minute.close + spread).points))
    }
}
