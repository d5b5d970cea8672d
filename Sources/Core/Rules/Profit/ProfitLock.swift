/// Keeps a part of the profit that grows in steps: a ladder whose highest rung reached by the peak counts.
///
/// For a buy: once the best bid since opening is at least a rung's `at` above the opening price, the stop
/// belongs its `lock` above the opening price.
public struct ProfitLock: Hashable, Codable, Sendable {
    /// One step of the ladder; both distances from the opening price, in the favoured direction.
    public struct Rung: Hashable, Codable, Sendable, BitwiseCopyable {
        public let at: RuleDistance
        public let lock: RuleDistance

        public init(at: RuleDistance, lock: RuleDistance) {
            self.at = at
            self.lock = lock
        }

        public init(at: Distance, lock: Distance) {
            self.init(
                at: RuleDistance(unit: .points, amount: at.points),
                lock: RuleDistance(unit: .points, amount: lock.points))
        }
    }

    /// Ladders are short: each decision walks the whole of one.
    public static let rungsMax = 16

    /// 1 to `rungsMax`, all in one unit, `at` and `lock` both strictly ascending, `0 <= lock < at`.
    public let rungs: [Rung]

    public init?(_ rungs: [Rung]) {
        guard (1...Self.rungsMax).contains(rungs.count), let unit = rungs.first?.at.unit else { return nil }
        for rung in rungs {
            guard rung.at.unit == unit, rung.lock.unit == unit, rung.lock.amount >= 0,
                rung.lock.amount < rung.at.amount, rung.at.amount <= RuleDistance.amountMax
            else { return nil }
        }
        for (lower, upper) in zip(rungs, rungs.dropFirst()) {
            guard lower.at.amount < upper.at.amount, lower.lock.amount < upper.lock.amount
            else { return nil }
        }
        self.rungs = rungs
    }
}

extension ProfitLock: PeakRule {
    func lock(atGain gain: Int64, _ yardstick: Yardstick) -> Int64? {
        guard gain > 0, let worth = yardstick.worth(of: gain, in: rungs[0].at.unit),
            let rung = rungs.last(where: { $0.at.amount <= worth })
        else { return nil }
        return yardstick.points(rung.lock, .up)
    }

    func gain(locking least: Int64, _ yardstick: Yardstick) -> Int64? {
        guard let amount = yardstick.amount(reaching: least, in: rungs[0].at.unit),
            let rung = rungs.first(where: { $0.lock.amount >= amount })
        else { return nil }
        return yardstick.points(rung.at, .up)
    }
}

extension Yardstick {
    /// The least amount of `unit` whose distance, rounded up, is at least `points`.
    func amount(reaching points: Int64, in unit: RuleDistance.Unit) -> Int64? {
        guard points > 0 else { return 0 }
        return unit == .points ? points : worth(of: points - 1, in: unit).map { $0 + 1 }
    }
}
