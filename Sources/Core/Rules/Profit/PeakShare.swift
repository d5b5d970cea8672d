/// Keeps a share of the best profit so far, and a greater one of a great profit: what may be given back is a
/// pullback from the peak.
///
/// `lock = floor(peak profit * keep)`, down to a whole number of steps so that not every new peak is worth a
/// request; never more than `most`. The highest tier that the peak has reached says how much is kept: a pullback
/// of 25 % is one tier with 750; a market that jumps far at once reaches a higher tier at once.
public struct PeakShare: Hashable, Codable, Sendable {
    public struct Tier: Hashable, Codable, Sendable, BitwiseCopyable {
        /// Profit of the peak from which on the tier counts, at least 1.
        public let at: RuleDistance
        /// 1 to 999.
        public let keepPermille: Int64

        public init(at: RuleDistance, keepPermille: Int64) {
            self.at = at
            self.keepPermille = keepPermille
        }
    }

    public static let tiersMax = 8

    /// 1 to `tiersMax`, all in one unit, both values strictly ascending.
    public let tiers: [Tier]
    /// In the tiers' unit, at least 1.
    public let step: RuleDistance
    /// In the tiers' unit; `nil` for no limit.
    public let most: RuleDistance?

    public init?(_ tiers: [Tier], step: RuleDistance, most: RuleDistance? = nil) {
        guard (1...Self.tiersMax).contains(tiers.count), step.amount > 0,
            most.map({ $0.unit == step.unit }) != false
        else { return nil }
        for tier in tiers {
            guard tier.at.unit == step.unit, tier.at.amount > 0, (1...999).contains(tier.keepPermille)
            else { return nil }
        }
        for (lower, upper) in zip(tiers, tiers.dropFirst()) {
            guard lower.at.amount < upper.at.amount, lower.keepPermille < upper.keepPermille
            else { return nil }
        }
        self.tiers = tiers
        self.step = step
        self.most = most
    }
}

extension PeakShare: PeakRule {
    func lock(atGain gain: Int64, _ yardstick: Yardstick) -> Int64? {
        guard gain > 0, let worth = yardstick.worth(of: gain, in: step.unit),
            let tier = tiers.last(where: { $0.at.amount <= worth })
        else { return nil }
        let kept = Int64(Int128(worth) * Int128(tier.keepPermille) / 1_000)
        let amount = min(kept / step.amount * step.amount, most?.amount ?? .max)
        return amount > 0 ? yardstick.points(RuleDistance(unit: step.unit, amount: amount), .up) : nil
    }

    func gain(locking least: Int64, _ yardstick: Yardstick) -> Int64? {
        guard let needed = yardstick.amount(reaching: max(least, 1), in: step.unit) else { return nil }
        if let most, needed > most.amount { return nil }
        let steps = (Int128(needed) + Int128(step.amount - 1)) / Int128(step.amount)
        // Below one step nothing is kept, and `most` may lie between two steps.
        let amount = max(steps, 1) * Int128(step.amount)
        var peak = Int128(RuleDistance.amountMax) + 1
        for tier in tiers {
            let keep = Int128(tier.keepPermille)
            peak = min(peak, max(Int128(tier.at.amount), (amount * 1_000 + keep - 1) / keep))
        }
        guard peak <= Int128(RuleDistance.amountMax) else { return nil }
        return yardstick.points(RuleDistance(unit: step.unit, amount: Int64(peak)), .up)
    }
}
