/// Keeps the stop under the lowest price of the last bars; moved when a bar closes.
///
/// For a buy: once the best bid since opening is at least `start` above the opening price, the stop belongs
/// `buffer` below the lowest low of the last `BarSettings.swingBars` bars.
public struct SwingStop: Hashable, Codable, Sendable, BitwiseCopyable {
    public let buffer: RuleDistance
    public let start: RuleDistance
    /// The smallest improvement worth a request, points, at least 1.
    public let step: Distance

    public init?(buffer: RuleDistance = .zero, start: RuleDistance = .zero, step: Distance) {
        guard step > .zero else { return nil }
        self.buffer = buffer
        self.start = start
        self.step = step
    }

    /// In the side's own direction; `nil` where the buffer's unit means nothing yet.
    func level(_ bars: BarReading, _ yardstick: Yardstick) -> Int64? {
        yardstick.points(buffer, .up).map { bars.lowest - $0 }
    }
}
