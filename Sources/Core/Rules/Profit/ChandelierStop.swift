/// Hangs the stop from the highest price of the last bars, some average true ranges below it; moved when a bar closes.
///
/// For a buy: once the best bid since opening is at least `start` above the opening price, the stop belongs
/// `multiple` average true ranges below the highest high of the last `BarSettings.chandelierBars` bars.
///
/// Source: Chuck LeBeau's chandelier exit (22 bars, 3 average true ranges). His average is over the same 22
/// bars; here it is the rule set's own.
public struct ChandelierStop: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Thousandths of an average true range, at least 1.
    public let multiplePermille: Int64
    public let start: RuleDistance
    /// The smallest improvement worth a request, points, at least 1.
    public let step: Distance

    public init?(multiplePermille: Int64 = 3_000, start: RuleDistance = .zero, step: Distance) {
        guard (1...1_000_000).contains(multiplePermille), step > .zero else { return nil }
        self.multiplePermille = multiplePermille
        self.start = start
        self.step = step
    }

    /// In the side's own direction, rounded away from the market.
    func level(_ bars: BarReading) -> Int64 {
        let unit = 1_000 * Int128(AverageTrueRange.scale)
        let below = (Int128(bars.atr) * Int128(multiplePermille) + unit - 1) / unit
        return bars.highest - Int64(min(below, Int128(Price.limit)))
    }
}
