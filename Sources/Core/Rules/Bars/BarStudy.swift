/// The bars of one period of a symbol, put together from minutes, and what both sides' rules look at.
///
/// The bar in which the minutes begin is not whole and counts for nothing, unless they begin with it.
struct BarStudy: Codable, Sendable {
    let settings: BarSettings
    private(set) var buys: SideStudy
    private(set) var sells: SideStudy
    private var bar: TwoSidedBar?
    private var isWhole = false
    private var isBegun = false

    init(_ settings: BarSettings) {
        self.settings = settings
        buys = SideStudy(settings)
        sells = SideStudy(settings)
    }

    func reading(of side: Side) -> BarReading? { side == .buy ? buys.reading : sells.reading }

    /// Takes in a minute that has passed, later than those before.
    ///
    /// - Parameter completeness: whether the minute was seen from its beginning.
    /// - Returns: whether a bar closed that it does not belong to.
    @discardableResult
    mutating func add(_ minute: TwoSidedBar, _ completeness: Completeness) -> Bool {
        let hasClosed = finish(before: minute.start)
        if bar == nil {
            let start = settings.period.start(of: minute.start)
            if !isBegun { isWhole = completeness == .whole && minute.start == start }
            isBegun = true
            bar = TwoSidedBar(start: start, buy: minute.buy, sell: minute.sell)
        } else {
            bar?.extend(by: minute)
        }
        return hasClosed
    }

    /// Closes the bar at hand if `time` lies behind it.
    ///
    /// - Returns: whether there was one to close.
    @discardableResult
    mutating func finish(before time: Int64) -> Bool {
        guard let closing = bar, time >= closing.start + settings.period.length_ms else { return false }
        bar = nil
        guard isWhole else {
            isWhole = true
            return false
        }
        buys.close(closing.buy)
        sells.close(closing.sell)
        return true
    }

    /// Whether a minute was seen from its beginning.
    enum Completeness: Codable, Sendable { case whole, partial }
}
