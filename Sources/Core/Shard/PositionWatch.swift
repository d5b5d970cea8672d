/// What one position waits for: the exit prices at which its plan could change, and the best one so far.
///
/// Prices are in the position's own direction (a sell's are negated), so that higher is better for both
/// sides and one comparison serves both. Kept apart from the position itself: a tick that concerns a single
/// position passes over these few bytes of all others.
struct PositionWatch: Codable, Sendable, BitwiseCopyable {
    let ticket: Ticket
    let side: Side
    /// At or above this an improvement becomes possible, or the target is reached; `Int64.max` for none.
    var improvement = Int64.max
    /// At or below this the position must be closed, or is closed by its own stop; `Int64.min` for none.
    var danger = Int64.min
    /// At or after this moment of the server clock, in milliseconds, time alone changes something; `Int64.max` for
    /// none, `Int64.min` for at once.
    var due = Int64.max
    /// The best exit price since the position was first seen or its ratchet base was set anew.
    private var best: Int64?
    /// Every tick may matter: no peak, no quote, frozen, waiting for room or for the news of a closure.
    var isRestless = true

    init(ticket: Ticket, side: Side) {
        self.ticket = ticket
        self.side = side
    }

    var peak: Price? {
        get { best.map { Price(points: side.sign * $0) } }
        set { best = newValue.map { side.sign * $0.points } }
    }

    /// Lifts the peak to the best of `extremes`; one that is not set yet stays so, for these extremes may
    /// be older than the position.
    mutating func raise(to extremes: ExitExtremes) {
        guard let present = best else { return }
        best = max(present, extremes.best(of: side))
    }

    func isCrossed(by extremes: ExitExtremes) -> Bool {
        isRestless || extremes.best(of: side) >= improvement || extremes.worst(of: side) <= danger
    }
}

/// The best and worst exit prices of both sides over some quotes, each in its side's own direction.
///
/// A buy's exit is never above the ask, a sell's never below the bid, so a crossed feed cannot lift a peak
/// beyond what both prices allow.
struct ExitExtremes: Codable, Sendable, BitwiseCopyable {
    var buyBest: Int64
    var buyWorst: Int64
    var sellBest: Int64
    var sellWorst: Int64

    @inline(__always)
    init(_ tick: Tick) {
        buyBest = min(tick.bidHigh.points, tick.askHigh.points)
        buyWorst = min(tick.bidLow.points, tick.askLow.points)
        sellBest = -max(tick.askLow.points, tick.bidLow.points)
        sellWorst = -max(tick.askHigh.points, tick.bidHigh.points)
    }

    @inline(__always)
    func including(_ other: ExitExtremes) -> ExitExtremes {
        var both = self
        both.buyBest = max(buyBest, other.buyBest)
        both.buyWorst = min(buyWorst, other.buyWorst)
        both.sellBest = max(sellBest, other.sellBest)
        both.sellWorst = min(sellWorst, other.sellWorst)
        return both
    }

    @inline(__always)
    func best(of side: Side) -> Int64 { side == .buy ? buyBest : sellBest }
    @inline(__always)
    func worst(of side: Side) -> Int64 { side == .buy ? buyWorst : sellWorst }
}
