/// Keeps a part of the profit that grows in steps: a ladder whose highest rung reached by the peak counts.
///
/// For a buy: once the best bid since opening is at least a rung's `at` above the opening price, the stop
/// belongs its `lock` above the opening price.
public struct ProfitLock: Hashable, Codable, Sendable {
    /// One step of the ladder; both distances from the opening price in points, in the favoured direction.
    public struct Rung: Hashable, Codable, Sendable, BitwiseCopyable {
        public let at: Distance
        public let lock: Distance

        public init(at: Distance, lock: Distance) {
            self.at = at
            self.lock = lock
        }

        /// Where the stop belongs once the rung is reached: on the grid, never keeping less than `lock`.
        func stop(side: Side, open: Price, tick: Distance) -> Price {
            side.tighterOnGrid(side.favoured(open, by: lock), tick: tick)
        }
    }

    /// Ladders are short: each decision walks the whole of one.
    public static let rungsMax = 16

    /// 1 to `rungsMax`, `at` and `lock` both strictly ascending, `0 <= lock < at <= Price.limit`.
    public let rungs: [Rung]

    public init?(_ rungs: [Rung]) {
        guard (1...Self.rungsMax).contains(rungs.count) else { return nil }
        for rung in rungs {
            guard rung.lock >= .zero, rung.lock < rung.at, rung.at <= Distance(points: Price.limit)
            else { return nil }
        }
        for (lower, upper) in zip(rungs, rungs.dropFirst()) {
            guard lower.at < upper.at, lower.lock < upper.lock else { return nil }
        }
        self.rungs = rungs
    }
}
