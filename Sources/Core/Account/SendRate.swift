/// A token bucket that holds the sends of one second, kept as the one moment until which they are spoken for.
///
/// Single owner; moments are the daemon's monotonic clock and never go backwards.
struct SendRate: Codable, Sendable {
    private let interval: TimeSpan
    private let burst: TimeSpan
    /// When the bucket will be full again.
    private var full = Instant.zero

    init(perSecond rate: Int) {
        interval = TimeSpan(nanoseconds: max(1, 1_000_000_000 / Int64(rate)))
        burst = TimeSpan(nanoseconds: interval.nanoseconds * (Int64(rate) - 1))
    }

    /// The first moment at which a send is allowed.
    var next: Instant { Instant(nanoseconds: full.nanoseconds - burst.nanoseconds) }

    func allows(at now: Instant) -> Bool { next <= now }

    /// Accounts for one send.
    mutating func spend(at now: Instant) { full = max(full, now) + interval }
}
