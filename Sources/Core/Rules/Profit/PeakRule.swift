/// A rule that keeps a part of the best profit so far and asks for nothing else: what it locks is a function of
/// the peak that never falls, so what it waits for is one price.
///
/// Distances are points from the opening price in the favoured direction.
protocol PeakRule {
    /// What is kept once the peak has gained `gain`; `nil` for nothing.
    func lock(atGain gain: Int64, _ yardstick: Yardstick) -> Int64?

    /// The least gain at which at least `least` is kept; `nil` if no gain does.
    ///
    /// Exact: `lock(atGain: g)` is at least `least` for this gain and every greater one, and for no smaller one.
    func gain(locking least: Int64, _ yardstick: Yardstick) -> Int64?
}
