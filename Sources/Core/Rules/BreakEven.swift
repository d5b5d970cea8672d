/// Takes the risk out of a position once it has earned enough.
///
/// For a buy: once the best bid since opening is at least `trigger` above the opening price, the stop belongs
/// `offset` above the opening price, or `offset` above what pays the position's costs as well; on the
/// next grid price above where that is off the grid, so that at least this much is kept.
///
/// The spread needs no allowance of its own: a gain is counted from the opening price to the price at which
/// the position can be closed, which lies beyond the spread.
public struct BreakEven: Hashable, Codable, Sendable, BitwiseCopyable {
    /// What the stop must pay besides price.
    public enum Costs: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
        /// Nothing: the stop rests at the opening price and `offset`.
        case ignored = 0
        /// Commission, swap and the slippage allowance.
        case covered = 1
    }

    /// Profit at which the rule acts, at least 1.
    public let trigger: RuleDistance
    /// What the stop keeps beyond the opening price; in the trigger's unit, less than `trigger`.
    public let offset: RuleDistance
    public let costs: Costs

    public init?(trigger: Distance, offset: Distance) {
        guard let trigger = RuleDistance(trigger), let offset = RuleDistance(offset) else { return nil }
        self.init(trigger: trigger, offset: offset)
    }

    /// - Returns: `nil` for a trigger of nothing, or an offset of the same unit that is not less.
    public init?(trigger: RuleDistance, offset: RuleDistance, costs: Costs = .ignored) {
        guard trigger.amount > 0, offset.unit != trigger.unit || offset.amount < trigger.amount
        else { return nil }
        self.trigger = trigger
        self.offset = offset
        self.costs = costs
    }

    /// Where it acts: never before a stop at the offset would lie behind the price.
    private func threshold(_ lock: Int64, _ yardstick: Yardstick) -> Int64? {
        yardstick.points(trigger, .up).map { max($0, lock + 1) }
    }

    func lock(_ yardstick: Yardstick) -> Int64? { keptPoints(offset, costs, yardstick) }
}

extension BreakEven: PeakRule {
    func lock(atGain gain: Int64, _ yardstick: Yardstick) -> Int64? {
        guard let lock = lock(yardstick), let threshold = threshold(lock, yardstick), gain >= threshold
        else { return nil }
        return lock
    }

    func gain(locking least: Int64, _ yardstick: Yardstick) -> Int64? {
        guard let lock = lock(yardstick), lock >= least else { return nil }
        return threshold(lock, yardstick)
    }
}

/// What a stop keeps beyond the opening price when it is to keep `offset` besides `costs`.
func keptPoints(_ offset: RuleDistance, _ costs: BreakEven.Costs, _ yardstick: Yardstick) -> Int64? {
    switch costs {
    case .ignored: return yardstick.points(offset, .up)
    case .covered where offset.unit == .money:
        // One amount, rounded once.
        return yardstick.costs.flatMap { yardstick.points(worth: $0 + Money(units: offset.amount), .up) }
    case .covered:
        guard let kept = yardstick.points(offset, .up), let costs = yardstick.costPoints else { return nil }
        return min(kept + costs, Price.limit)
    }
}
