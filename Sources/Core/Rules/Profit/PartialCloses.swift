/// Closes parts of the position at targets: a ladder whose shares add up.
///
/// A rung is reached when the position could be closed at its `at` or better at this moment: the exit price of the
/// moment counts and not the peak, since an order at market gets the price of the moment. All shares are of the
/// volume that the position was opened with; a rung is done once as much is closed as all rungs up to it ask for,
/// by whomever, so none closes anything twice.
public struct PartialCloses: Hashable, Codable, Sendable {
    public struct Rung: Hashable, Codable, Sendable, BitwiseCopyable {
        /// From the opening price, in the favoured direction.
        public let at: RuleDistance
        /// Thousandths of the initial volume.
        public let sharePermille: Int64

        public init(at: RuleDistance, sharePermille: Int64) {
            self.at = at
            self.sharePermille = sharePermille
        }
    }

    public static let rungsMax = ProfitLock.rungsMax
    /// Something always stays open: what ends a position is its stop, or its owner.
    public static let sharesMax: Int64 = 999

    /// 1 to `rungsMax`, in one unit, `at` strictly ascending and above zero, each share at least 1 and all together at
    /// most `sharesMax`.
    public let rungs: [Rung]

    public init?(_ rungs: [Rung]) {
        guard (1...Self.rungsMax).contains(rungs.count), let unit = rungs.first?.at.unit else { return nil }
        var shares: Int64 = 0
        for rung in rungs {
            guard rung.at.unit == unit, (1...RuleDistance.amountMax).contains(rung.at.amount),
                (1...Self.sharesMax).contains(rung.sharePermille)
            else { return nil }
            shares += rung.sharePermille
        }
        guard shares <= Self.sharesMax,
            zip(rungs, rungs.dropFirst()).allSatisfy({ $0.at.amount < $1.at.amount })
        else { return nil }
        self.rungs = rungs
    }
}

/// A part of a position that is to be closed, said by what is closed in all when that is done: whoever sends it
/// subtracts what is closed already, so that asking twice closes nothing twice.
public struct Reduction: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Since the opening.
    public var closed: Volume

    public init(closed: Volume) { self.closed = closed }
}
