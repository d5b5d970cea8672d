import Core

/// One position's request under way, as the table shows it at one moment.
public struct Lease: Hashable, Sendable, BitwiseCopyable {
    /// Tickets of two brokers may be equal.
    public var account: AccountNumber
    public var ticket: Ticket
    /// The generation: request numbers never repeat.
    public var request: RequestID
    public var owner: LeaseOwner
    public var purpose: Lane
    /// On the machine's monotonic clock.
    public var since: Instant
}

/// A lease that the watchdog took away: the request must be read back, never sent again.
public struct ExpiredLease: Hashable, Sendable, BitwiseCopyable {
    public var lease: Lease
    public var held: TimeSpan
    public var cause: Cause

    public enum Cause: Hashable, Sendable, BitwiseCopyable {
        /// Held longer than its purpose allows.
        case timeout
        /// Its worker stalled or ended.
        case ownerLost
    }
}

/// Whether a lane that asked for a position must wait.
public enum LeaseWish: Hashable, Sendable, BitwiseCopyable {
    /// A lease is under way; its release names the most urgent lane that waits.
    case waits
    /// Nobody holds it: take it.
    case free
    /// The slot is closed.
    case closed
}

/// How long a lease may be held before the watchdog reclaims it.
public struct LeaseLimits: Hashable, Sendable {
    public var held: TimeSpan
    /// The same for a profit lock, whose verification takes longer.
    public var heldByProfitLock: TimeSpan
    /// Reclaimed later than limit plus this, a lease was stale: the watchdog itself was late.
    public var grace: TimeSpan

    public init(
        held: TimeSpan = .seconds(5), heldByProfitLock: TimeSpan = .seconds(7),
        grace: TimeSpan = .milliseconds(200)
    ) {
        self.held = held
        self.heldByProfitLock = heldByProfitLock
        self.grace = grace
    }

    public func limit(for purpose: Lane) -> TimeSpan {
        switch purpose {
        case .profitLock: heldByProfitLock
        case .flatten, .cap, .firstStop, .breakEven, .trailing: held
        }
    }
}
