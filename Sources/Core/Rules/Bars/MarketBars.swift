/// The bars of one symbol, built from its ticks: for each kind of bars that some rule set looks at.
///
/// A tick adds to the minute at hand and nothing else; the first tick of a later minute closes it. Minutes and bars
/// without a tick do not exist, as in the terminal. Ticks that come out of order belong to no bar. Bars count the
/// prices at which each side could be closed, so that a crossed quote widens none.
///
/// A clock that goes back by less than an hour adds nothing until it is where it was; one that goes back further
/// starts everything anew.
///
/// After a lost link it goes on only if no minute can be missing; otherwise it starts anew, and says nothing
/// until the terminal's history or enough bars of its own have come.
struct MarketBars: Codable, Sendable {
    private(set) var studies: [BarStudy] = []
    /// The minute at hand; meaningless before the first tick.
    private var minute = TwoSidedBar(
        start: 0, buy: SideBar(high: 0, low: 0, close: 0), sell: SideBar(high: 0, low: 0, close: 0))
    /// When the minute begins that ticks are added to as they come, on the server clock in milliseconds; `none`
    /// where the next tick has to be looked at.
    private var open = Self.none
    /// The last ones that have passed, the latest at the end: what a history that was copied a moment ago may lack.
    private var recent: [TwoSidedBar] = []
    private static let recentMax = 8
    private var completeness = BarStudy.Completeness.partial
    private var state = State.waiting

    private enum State: Codable, Sendable {
        /// No tick so far.
        case waiting
        case running
        /// The link was lost; the next tick shows how much is missing.
        case interrupted
    }

    /// Farther from every time than a minute.
    private static let none = Int64.min / 2

    init() {}

    /// Whether somebody looks at bars.
    private(set) var isWanted = false

    /// Whether a tick of this time belongs to another minute than the one at hand.
    @inline(__always)
    func turns(at time: Int64) -> Bool { UInt64(bitPattern: time &- open) >= 60_000 }

    /// Which bars are looked at from here on; those that were before go on.
    mutating func want(_ wanted: [BarSettings]) {
        studies = wanted.map { settings in
            studies.first { $0.settings == settings } ?? BarStudy(settings)
        }
        isWanted = !studies.isEmpty
        recent.reserveCapacity(Self.recentMax)
        if !isWanted { self = MarketBars() }
    }

    func place(of settings: BarSettings?) -> Int? {
        guard let settings else { return nil }
        return studies.firstIndex { $0.settings == settings }
    }

    /// Adds a tick of the minute at hand.
    @inline(__always)
    mutating func extend(by extremes: ExitExtremes, closing quote: Quote) {
        minute.buy.high = max(minute.buy.high, extremes.buyBest)
        minute.buy.low = min(minute.buy.low, extremes.buyWorst)
        minute.buy.close = min(quote.bid.points, quote.ask.points)
        minute.sell.high = max(minute.sell.high, extremes.sellBest)
        minute.sell.low = min(minute.sell.low, extremes.sellWorst)
        minute.sell.close = -max(quote.bid.points, quote.ask.points)
    }

    /// Closes the minute at hand, and the bars that end with it, and begins the one of the tick.
    ///
    /// - Returns: whether any bar has closed.
    mutating func turn(_ extremes: ExitExtremes, closing quote: Quote) -> Bool {
        let start = BarPeriod.m1.start(of: quote.time.milliseconds)
        let former = state
        state = .running
        let gap = start - minute.start
        switch former {
        case .waiting:
            begin(start, extremes, quote, .partial)
            return finish(before: start)
        case .interrupted where gap == 0:
            open = start
            extend(by: extremes, closing: quote)
            return false
        case .running where gap > 0, .interrupted where gap == 60_000:
            let hasClosed = passMinute(before: start)
            begin(start, extremes, quote, .whole)
            return hasClosed
        case .running where gap > -60_000 * 60: return false
        case .running, .interrupted:
            forget()
            begin(start, extremes, quote, .partial)
            return false
        }
    }

    private mutating func begin(
        _ start: Int64, _ extremes: ExitExtremes, _ quote: Quote, _ completeness: BarStudy.Completeness
    ) {
        minute = Self.minute(start, extremes, quote)
        self.completeness = completeness
        open = start
    }

    private static func minute(_ start: Int64, _ extremes: ExitExtremes, _ quote: Quote) -> TwoSidedBar {
        TwoSidedBar(
            start: start,
            buy: SideBar(
                high: extremes.buyBest, low: extremes.buyWorst,
                close: min(quote.bid.points, quote.ask.points)),
            sell: SideBar(
                high: extremes.sellBest, low: extremes.sellWorst,
                close: -max(quote.bid.points, quote.ask.points)))
    }

    private mutating func passMinute(before start: Int64) -> Bool {
        var hasClosed = false
        for index in studies.indices where studies[index].add(minute, completeness) { hasClosed = true }
        remember(minute)
        return finish(before: start) || hasClosed
    }

    private mutating func finish(before start: Int64) -> Bool {
        var hasClosed = false
        for index in studies.indices where studies[index].finish(before: start) { hasClosed = true }
        return hasClosed
    }

    /// Ticks may be missing from here on.
    mutating func interrupt() {
        switch state {
        case .running: state = .interrupted
        // Nothing tells how much passes between a history and the first tick after the gap.
        case .waiting: forget()
        case .interrupted: break
        }
        open = Self.none
    }

    private mutating func forget() {
        for index in studies.indices { studies[index] = BarStudy(studies[index].settings) }
        recent.removeAll(keepingCapacity: true)
    }

    private mutating func remember(_ minute: TwoSidedBar) {
        if recent.count == Self.recentMax { recent.removeFirst() }
        recent.append(minute)
    }

    /// The terminal's own minutes take the place of everything known but what is later than they.
    ///
    /// Its last minute may have been at hand when it was copied. What the ticks said of the same one joins it, and
    /// minutes that passed since follow it, so that none is missing, and one that both know is as wide as both
    /// saw it. A history so old that passed minutes have been forgotten since says nothing.
    mutating func adopt(_ history: BarHistory) {
        guard isWanted, let last = history.minutes.last?.start.milliseconds else { return }
        if recent.count == Self.recentMax, let oldest = recent.first, oldest.start > last { return }
        let late = recent.filter { $0.start >= last }
        let isPresent = state == .running
        forget()
        for one in history.minutes where !isPresent || one.start.milliseconds < minute.start {
            pass(TwoSidedBar(one))
        }
        for one in late { pass(one) }
        guard isPresent else {
            state = .waiting
            open = Self.none
            return
        }
        if let same = history.minutes.last(where: { $0.start.milliseconds == minute.start }) {
            var whole = TwoSidedBar(same)
            whole.extend(by: minute)
            minute = whole
        }
        _ = finish(before: minute.start)
    }

    private mutating func pass(_ minute: TwoSidedBar) {
        for index in studies.indices { studies[index].add(minute, .whole) }
        remember(minute)
    }
}
