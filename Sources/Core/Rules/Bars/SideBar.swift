/// One bar of the prices at which positions of one side could be closed, in that side's own direction: a sell's
/// prices are negated asks, so that higher is better for both and each rule is written once.
struct SideBar: Hashable, Codable, Sendable, BitwiseCopyable {
    var high: Int64
    var low: Int64
    /// The last price.
    var close: Int64

    /// Both in one, `later` being the later.
    mutating func extend(by later: SideBar) {
        high = max(high, later.high)
        low = min(low, later.low)
        close = later.close
    }
}

/// A minute, or a longer bar, of both sides.
struct TwoSidedBar: Hashable, Codable, Sendable, BitwiseCopyable {
    /// On the server clock, in milliseconds.
    let start: Int64
    var buy: SideBar
    var sell: SideBar

    mutating func extend(by later: TwoSidedBar) {
        buy.extend(by: later.buy)
        sell.extend(by: later.sell)
    }
}
