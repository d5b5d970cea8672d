/// How far the market has just reached against and for one position: what its stop or target, at the broker, may
/// have been executed by, while the news of that is on its way.
///
/// Why it matters: a move sent meanwhile finds no position. Nothing is lost by waiting, since a stop rests at the
/// broker and has most likely done its work; should it not have, tightening goes on with the first tick after
/// `patience`.
///
/// Why prices and not levels: a stop of ours is in force at the broker half a round trip before its event says
/// so, and what reached it in between came before the event. Time is the EA's clock as the ticks carry it, so
/// that who drives the shard changes nothing. Prices in the position's own direction, higher is better.
struct RecentReach: Codable, Sendable, BitwiseCopyable {
    /// For how long the news is waited for: several times a broker's usual latency.
    static let patience = TimeSpan.milliseconds(250)

    private var worst: Int64
    private var best: Int64
    private var seen: Instant

    init(_ extremes: ExitExtremes, of side: Side, seen: Instant) {
        worst = extremes.worst(of: side)
        best = extremes.best(of: side)
        self.seen = seen
    }

    /// Both together, as if all had been seen at the later's time; alone, where the earlier is too old.
    func followed(by later: RecentReach) -> RecentReach {
        guard later.seen - seen < Self.patience else { return later }
        var both = later
        both.worst = min(worst, later.worst)
        both.best = max(best, later.best)
        return both
    }

    /// Whether a level of the position has been reached so lately that the news may still be on its way.
    func hasReachedLevel(of position: Position, at clock: Instant) -> Bool {
        guard clock - seen < Self.patience else { return false }
        let sign = position.side.sign
        if let stop = position.stopLoss, worst <= sign * stop.points { return true }
        if let target = position.takeProfit, best >= sign * target.points { return true }
        return false
    }
}
