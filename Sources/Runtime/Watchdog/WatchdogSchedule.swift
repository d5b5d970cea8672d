import Core

/// Plans the checks on a fixed grid, so that they do not drift; what was missed is not made up for.
struct WatchdogSchedule: Hashable, Sendable {
    let period: TimeSpan
    /// When the next check is due, on the machine's monotonic clock.
    private(set) var next: Instant

    /// - Parameter period: positive.
    init(start: Instant, period: TimeSpan) {
        precondition(period > .zero, "checks need a period")
        self.period = period
        next = start + period
    }

    /// Plans the check after the one that was due: the first moment of the grid later than `now`.
    mutating func advance(past now: Instant) {
        let behind = max((now - next).nanoseconds, 0)
        let steps = behind / period.nanoseconds + 1
        next = next + TimeSpan(nanoseconds: steps * period.nanoseconds)
    }
}
