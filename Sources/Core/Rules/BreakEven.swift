/// Takes the risk out of a position once it has earned enough.
///
/// For a buy: once the best bid since opening is at least `trigger` above the opening price, the stop belongs
/// `offset` above the opening price; on the next grid price above where that is off the grid, so that
/// at least `offset` is kept.
public struct BreakEven: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Profit at which the rule acts, points, at least 1, at most `Price.limit`.
    public let trigger: Distance
    /// What the stop keeps beyond the opening price, points, at least 0, less than `trigger`.
    public let offset: Distance

    public init?(trigger: Distance, offset: Distance) {
        guard offset >= .zero, offset < trigger, trigger <= Distance(points: Price.limit) else { return nil }
        self.trigger = trigger
        self.offset = offset
    }

    var rung: ProfitLock.Rung { ProfitLock.Rung(at: trigger, lock: offset) }
}
