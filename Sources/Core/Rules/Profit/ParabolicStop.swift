/// Lets the stop follow Wilder's parabolic; moved when a bar closes, and only while the parabolic is on the
/// position's side of the market.
///
/// `start` as in the other rules. How fast it accelerates stands in `BarSettings`.
public struct ParabolicStop: Hashable, Codable, Sendable, BitwiseCopyable {
    public let start: RuleDistance
    /// The smallest improvement worth a request, points, at least 1.
    public let step: Distance

    public init?(start: RuleDistance = .zero, step: Distance) {
        guard step > .zero else { return nil }
        self.start = start
        self.step = step
    }
}
