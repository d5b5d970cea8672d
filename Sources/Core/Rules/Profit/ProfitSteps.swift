/// Keeps a profit that grows by equal steps without end: for every full step earned, the stop follows a fixed
/// amount behind.
///
/// `lock = floor(profit / every) * every - behind`, where profit is that of the peak; nothing below the opening
/// price, never more than `most`. Steps of 0.10 followed 0.10 behind keep 0.10 of a profit of 0.25.
public struct ProfitSteps: Hashable, Codable, Sendable, BitwiseCopyable {
    /// At least 1.
    public let every: RuleDistance
    /// In the unit of `every`.
    public let behind: RuleDistance
    /// Profit before which nothing is kept; in the unit of `every`.
    public let start: RuleDistance
    /// In the unit of `every`; `nil` for no limit.
    public let most: RuleDistance?

    /// - Returns: `nil` for steps of nothing, or units that differ.
    public init?(
        every: RuleDistance, behind: RuleDistance, start: RuleDistance? = nil, most: RuleDistance? = nil
    ) {
        let start = start ?? every
        guard every.amount > 0, behind.unit == every.unit, start.unit == every.unit,
            most.map({ $0.unit == every.unit }) != false
        else { return nil }
        self.every = every
        self.behind = behind
        self.start = start
        self.most = most
    }
}

extension ProfitSteps: PeakRule {
    func lock(atGain gain: Int64, _ yardstick: Yardstick) -> Int64? {
        guard gain > 0, let worth = yardstick.worth(of: gain, in: every.unit), worth >= start.amount
        else { return nil }
        let kept = worth / every.amount * every.amount - behind.amount
        guard kept >= 0 else { return nil }
        let amount = min(kept, most?.amount ?? kept)
        return yardstick.points(RuleDistance(unit: every.unit, amount: amount), .up)
    }

    func gain(locking least: Int64, _ yardstick: Yardstick) -> Int64? {
        guard let amount = yardstick.amount(reaching: least, in: every.unit) else { return nil }
        if let most, amount > most.amount { return nil }
        // The least full number of steps that leaves `amount` after what stays behind.
        let steps = (Int128(amount) + Int128(behind.amount) + Int128(every.amount - 1)) / Int128(every.amount)
        let reached = max(steps * Int128(every.amount), Int128(start.amount))
        guard reached <= Int128(RuleDistance.amountMax) else { return nil }
        return yardstick.points(RuleDistance(unit: every.unit, amount: Int64(reached)), .up).map {
            max($0, 1)
        }
    }
}
