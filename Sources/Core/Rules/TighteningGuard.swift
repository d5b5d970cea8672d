/// Keeps stops from closing positions that would have recovered: when tightening may begin, and how near to the
/// market it may come. It holds back what tightens for profit or by time, never a first stop, a cap or a repair.
public struct TighteningGuard: Hashable, Codable, Sendable, BitwiseCopyable {
    /// How long after its opening a position is left alone, on the broker's server clock; at least zero.
    public let ageMin: TimeSpan
    /// Thousandths of the present spread that are kept between market and stop.
    public let spreadPermille: Int64
    /// Kept between market and stop besides.
    public let buffer: RuleDistance
    /// Thousandths of the average true range that are kept between market and stop.
    public let atrFloorPermille: Int64
    /// While the last bar's true range is more than this many thousandths of the average, nothing is tightened;
    /// `nil` for no such filter.
    public let calmPermille: Int64?

    public init?(
        ageMin: TimeSpan = .zero, spreadPermille: Int64 = 0, buffer: RuleDistance = .zero,
        atrFloorPermille: Int64 = 0, calmPermille: Int64? = nil
    ) {
        let range: ClosedRange<Int64> = 0...1_000_000
        guard ageMin == .zero || ageMin.isRuleTime, range.contains(spreadPermille),
            range.contains(atrFloorPermille), calmPermille.map({ (1...1_000_000).contains($0) }) != false
        else { return nil }
        self.ageMin = ageMin
        self.spreadPermille = spreadPermille
        self.buffer = buffer
        self.atrFloorPermille = atrFloorPermille
        self.calmPermille = calmPermille
    }

    var needsBars: Bool { atrFloorPermille > 0 || calmPermille != nil || buffer.unit == .atrPermille }

    /// What is kept between market and stop besides the spread's part; what cannot be known yet keeps nothing.
    func steadyClearance(_ yardstick: Yardstick) -> Int64 {
        let floor = RuleDistance(unit: .atrPermille, amount: atrFloorPermille)
        return max(yardstick.points(buffer, .up) ?? 0, yardstick.points(floor, .up) ?? 0)
    }

    /// The spread's part: a crossed quote has none.
    func spreadClearance(_ quote: Quote) -> Int64 {
        let spread = max(0, (quote.ask - quote.bid).points)
        return Int64(min((Int128(spread) * Int128(spreadPermille) + 999) / 1_000, Int128(Price.limit)))
    }

    func isCalm(_ bars: BarReading?) -> Bool {
        guard let calmPermille, let bars else { return true }
        let unit = 1_000 * Int128(AverageTrueRange.scale)
        return Int128(bars.lastRange) * unit <= Int128(bars.atr) * Int128(calmPermille)
    }
}
