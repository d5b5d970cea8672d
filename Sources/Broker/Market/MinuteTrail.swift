import Core

/// The minutes of one symbol that have been quoted, the oldest first; minutes without a quote do not exist.
///
/// Bound: between `minutesMax` and twice as many; the oldest are dropped.
public struct MinuteTrail: Sendable {
    public static let minutesMax = 60_000

    public private(set) var minutes: [MarketMinute] = []

    public init() {}

    /// Takes a quote in, not earlier than the one before.
    public mutating func add(_ tick: Tick) {
        let last = minutes.count - 1
        if last >= 0, minutes[last].start == MarketMinute.start(of: tick.time) {
            minutes[last].add(tick.quote)
            return
        }
        if minutes.count >= 2 * Self.minutesMax { minutes.removeFirst(Self.minutesMax) }
        minutes.append(MarketMinute(tick))
    }
}
