/// What the account knows of a position's partial closes.
///
/// Kept apart from the stop that waits: neither takes the other's place, and a close that fails holds back no stop.
struct HeldReduction: Codable, Sendable, BitwiseCopyable {
    /// Decided on, and not sent yet.
    struct Waiting: Codable, Sendable, BitwiseCopyable {
        let proposal: Proposal
        let since: Instant
    }

    /// How long one may wait for the lease, the window or a breaker: after that the price that it was decided at may be
    /// gone, and the shard decides again.
    static let patience = TimeSpan.milliseconds(250)

    /// From the position's deals; `nil` until they are known.
    var traded: TradedVolumes?
    var waiting: Waiting?
    /// None is taken before this, after one that failed.
    private(set) var notBefore = Instant.zero
    private var failures = 0
    /// One ended without anybody knowing whether the broker executes it: none follows, since two might.
    var isBarred = false

    /// One second, doubled with every failure in a row up to a minute.
    mutating func rest(at now: Instant) {
        notBefore = now + min(.seconds(60), .seconds(1 << Int64(min(failures, 6))))
        failures += 1
    }

    mutating func succeed() { failures = 0 }

    mutating func forgetWaiting() {
        waiting = nil
        notBefore = .zero
    }
}
