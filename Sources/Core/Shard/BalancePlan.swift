/// How much one symbol of one account has had its shard do.
public struct SymbolLoad: Hashable, Sendable, BitwiseCopyable {
    /// The account's index in the order in which accounts came.
    public var account: Int
    public var symbol: SymbolID
    /// The worker that owns it.
    public var place: Int
    /// Since it was last asked for.
    public var events: UInt64

    public init(account: Int, symbol: SymbolID, place: Int, events: UInt64) {
        self.account = account
        self.symbol = symbol
        self.place = place
        self.events = events
    }
}

/// Which symbol, if any, should move to another worker.
///
/// One at a time, from the busiest to the idlest, and only where that takes at least an eighth off the busiest:
/// a move costs two hand-overs and cold caches, and symbols that go back and forth would cost them for ever.
/// Pure; the same loads give the same move.
public enum BalancePlan {
    /// Fewer events than this in all are not worth a move, whoever has them.
    public static let eventsLeast: UInt64 = 1_000

    public struct Move: Hashable, Sendable, BitwiseCopyable {
        public let load: SymbolLoad
        public let destination: Int
    }

    /// - Parameter loads: of all symbols; those with a place outside `0..<places` are ignored.
    public static func move(for loads: [SymbolLoad], places: Int) -> Move? {
        var totals = [UInt64](repeating: 0, count: places)
        for load in loads where totals.indices.contains(load.place) { totals[load.place] &+= load.events }
        guard totals.reduce(0, &+) >= eventsLeast,
            let busiest = totals.indices.max(by: { totals[$0] < totals[$1] }),
            let idlest = totals.indices.min(by: { totals[$0] < totals[$1] }), busiest != idlest
        else { return nil }
        var best: (load: SymbolLoad, remaining: UInt64)?
        for load in loads where load.place == busiest && load.events > 0 {
            let remaining = max(totals[busiest] - load.events, totals[idlest] + load.events)
            if remaining < best?.remaining ?? .max { best = (load, remaining) }
        }
        guard let best, best.remaining <= totals[busiest] - totals[busiest] / 8 else { return nil }
        return Move(load: best.load, destination: idlest)
    }
}
