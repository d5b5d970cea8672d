/// Follows the market at a distance once a position has earned enough.
///
/// For a buy: once the best bid since opening is at least `start` above the opening price, the stop
/// belongs `distance` below that best bid, at most `most` above the opening price, and is moved only in steps of
/// at least `step`.
public struct TrailingStop: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Profit at which trailing begins.
    public let start: RuleDistance
    /// The smallest improvement worth a request, points, at least 1, at most `Price.limit`.
    public let step: Distance
    /// Between the best price and the stop, at least 1.
    public let distance: RuleDistance
    /// Where trailing ends: no stop keeps more than this beyond the opening price. `nil` for no end.
    public let most: RuleDistance?

    public init?(start: Distance, step: Distance, distance: Distance) {
        guard let start = RuleDistance(start), let distance = RuleDistance(distance) else { return nil }
        self.init(start: start, step: step, distance: distance)
    }

    /// - Returns: `nil` for a step or a distance of nothing.
    public init?(start: RuleDistance, step: Distance, distance: RuleDistance, most: RuleDistance? = nil) {
        guard step > .zero, step <= Distance(points: Price.limit), distance.amount > 0 else { return nil }
        self.start = start
        self.step = step
        self.distance = distance
        self.most = most
    }
}

extension TrailingStop: PeakRule {
    /// May be negative: a stop on the losing side of the opening price.
    func lock(atGain gain: Int64, _ yardstick: Yardstick) -> Int64? {
        guard let start = yardstick.points(start, .up), gain >= start,
            let distance = yardstick.points(distance, .up)
        else { return nil }
        guard let most else { return gain - distance }
        return yardstick.points(most, .down).map { min(gain - distance, $0) }
    }

    func gain(locking least: Int64, _ yardstick: Yardstick) -> Int64? {
        guard let start = yardstick.points(start, .up), let distance = yardstick.points(distance, .up)
        else { return nil }
        if let most {
            guard let most = yardstick.points(most, .down), least <= most else { return nil }
        }
        return max(start, least + distance)
    }
}
