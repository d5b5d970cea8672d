/// How closes end, by rule set, and which part of them are micro-losses: losing closes of less than the rule set's
/// `microLoss`, which tell of stops that lie too near to the market.
///
/// The share's denominator is all closes of the rule set. Whoever counts says each close once: brokers' deals may be
/// told more often. Bound: one entry a rule set.
public struct CloseTally: Codable, Sendable {
    public struct Figures: Hashable, Codable, Sendable, BitwiseCopyable {
        public private(set) var closes: UInt64 = 0
        public private(set) var losses: UInt64 = 0
        public private(set) var microLosses: UInt64 = 0
        /// Of all closes together, profits and losses.
        public private(set) var result = Money.zero

        /// Thousandths of all closes, rounded up; `nil` before there is one.
        public var microLossPermille: UInt64? {
            closes > 0 ? (microLosses * 1_000 + closes - 1) / closes : nil
        }

        fileprivate static func + (left: Figures, right: Figures) -> Figures {
            var sum = left
            sum.closes += right.closes
            sum.losses += right.losses
            sum.microLosses += right.microLosses
            sum.result = left.result + right.result
            return sum
        }

        fileprivate mutating func count(_ result: Money, microLoss: Money?) {
            closes += 1
            self.result = self.result + result
            guard result < .zero else { return }
            losses += 1
            if CloseTally.isMicroLoss(result, below: microLoss) { microLosses += 1 }
        }
    }

    private var figures: [String: Figures] = [:]

    public init() {}

    /// In the order of their names.
    public var ruleSets: [String] { figures.keys.sorted() }

    public subscript(name: String) -> Figures { figures[name] ?? Figures() }

    /// Counts one close.
    ///
    /// - Parameter result: profit, swap, commission and fee of everything the position did.
    public mutating func count(_ result: Money, under rules: RuleSet) {
        count(result, under: rules.name, microLoss: rules.microLoss)
    }

    public mutating func count(_ result: Money, under name: String, microLoss: Money?) {
        figures[name, default: Figures()].count(result, microLoss: microLoss)
    }

    public static func isMicroLoss(_ result: Money, below microLoss: Money?) -> Bool {
        guard let microLoss, result < .zero else { return false }
        return -result < microLoss
    }

    /// Adds what another tally has counted.
    public mutating func add(_ other: CloseTally) {
        figures.merge(other.figures) { $0 + $1 }
    }
}
