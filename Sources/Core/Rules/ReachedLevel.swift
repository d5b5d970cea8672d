/// A stop or target at the broker that the market has reached: the broker executes it, and the news of the
/// closure is on its way.
///
/// Why it matters: a move sent meanwhile finds no position. Nothing is lost by waiting, since the stop rests at
/// the broker and has most likely done its work; should it not have, tightening goes on with the first tick
/// after `patience`. Time is the EA's clock as the ticks carry it, so that who drives the shard changes nothing.
struct ReachedLevel: Sendable, BitwiseCopyable {
    /// For how long the news is waited for: several times a broker's usual latency.
    static let patience = TimeSpan.milliseconds(250)

    private let stopLoss: Price?
    private let takeProfit: Price?
    private let seen: Instant

    /// `nil`: none of the position's levels is reached by these quotes, seen at `seen`.
    init?(of position: Position, by extremes: ExitExtremes, seen: Instant) {
        let side = position.side
        let isStopReached = position.stopLoss.map { extremes.worst(of: side) <= side.sign * $0.points }
        let isTargetReached = position.takeProfit.map { extremes.best(of: side) >= side.sign * $0.points }
        guard isStopReached == true || isTargetReached == true else { return nil }
        stopLoss = position.stopLoss
        takeProfit = position.takeProfit
        self.seen = seen
    }

    /// Whether the news may still be on its way to a position that stands like this; other levels than those
    /// that were reached prove that it lived on.
    func holds(for position: Position, at clock: Instant) -> Bool {
        position.stopLoss == stopLoss && position.takeProfit == takeProfit
            && clock - seen < Self.patience
    }
}
