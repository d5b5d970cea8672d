/// Follows the market closely once a position has been open for long enough, whatever it has earned.
///
/// For a buy: the stop belongs `distance` below the bid of the moment, not below the peak, so that a position that
/// has given back its profit is not closed at once.
public struct AgeTightening: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Since the opening, on the broker's server clock.
    public let after: TimeSpan
    /// At least 1.
    public let distance: RuleDistance
    /// The smallest improvement worth a request, points, at least 1.
    public let step: Distance

    public init?(after: TimeSpan, distance: RuleDistance, step: Distance) {
        guard after.isRuleTime, distance.amount > 0, step > .zero else { return nil }
        self.after = after
        self.distance = distance
        self.step = step
    }
}
