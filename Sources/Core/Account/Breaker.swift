/// Keeps work from a terminal or a position that does not answer in time, and finds out when it does again.
///
///     closed --timeout | slow | blocked--> open --attempt--> half-open --prompt answer--> closed
///                                           ^                    |
///                                           |--timeout | slow----|   the cool-down doubled
///
/// While half-open exactly one request, the probe, is under way. Urgent work need not wait for the end of the
/// cool-down: after a timeout it is the probe, at once; after anything else the breaker does not bind it.
/// Answers to other requests than the probe change nothing while it is open or half-open: they were sent
/// before. Pure; owned by the account; moments are the daemon's monotonic clock.
public struct Breaker: Codable, Sendable {
    public enum State: Hashable, Codable, Sendable, BitwiseCopyable {
        case closed
        case open(until: Instant, BreakerCause)
        case halfOpen(probe: RequestID, BreakerCause)
    }

    /// How long it stays open: doubled with every probe in a row that fails.
    public struct CoolDown: Hashable, Codable, Sendable, BitwiseCopyable {
        let first: TimeSpan
        let longest: TimeSpan

        /// Two deadlines, so that one slow second is over; at most a minute, after which a trailing stop
        /// that lags is worth another request.
        static let position = CoolDown(first: .seconds(2), longest: .seconds(60))
        /// Shorter: every position waits behind it.
        static let terminal = CoolDown(first: .seconds(1), longest: .seconds(30))
    }

    public private(set) var state = State.closed
    private let coolDown: CoolDown
    private var failures = 0

    public init(_ coolDown: CoolDown) { self.coolDown = coolDown }

    /// Whether a request may be sent.
    public func allows(_ lane: Lane, at now: Instant) -> Bool {
        switch state {
        case .closed: true
        case .open(_, .slow), .open(_, .blocked), .halfOpen(_, .slow), .halfOpen(_, .blocked):
            lane.isUrgent || isDue(at: now)
        case .open(_, .timeout): lane.isUrgent || isDue(at: now)
        case .halfOpen(_, .timeout): false
        }
    }

    /// When work that waits may be let through by time alone; `nil` when it is the probe that is waited for.
    public var opensAgain: Instant? {
        switch state {
        case .closed, .halfOpen: nil
        case .open(let until, _): until
        }
    }

    /// A request that was allowed is sent; whether it is the probe.
    public mutating func attempt(_ request: RequestID) -> Bool {
        switch state {
        case .closed, .halfOpen: return false
        case .open(_, let cause):
            state = .halfOpen(probe: request, cause)
            return true
        }
    }

    /// An answer in time; whether that closed it.
    public mutating func answered(_ request: RequestID) -> Bool {
        switch state {
        case .closed, .open: return false
        case .halfOpen(let probe, _):
            guard probe == request else { return false }
            reset()
            return true
        }
    }

    /// Too slow, or no answer; whether that opened it.
    public mutating func failed(_ request: RequestID, _ cause: BreakerCause, at now: Instant) -> Bool {
        switch state {
        case .closed: break
        case .open(let until, let before):
            // Of two causes the one that binds urgent work too counts.
            if cause == .timeout, before != .timeout { state = .open(until: until, .timeout) }
            return false
        case .halfOpen(let probe, _): guard probe == request else { return false }
        }
        open(cause, at: now)
        return true
    }

    /// The terminal says itself that it was kept from answering; whether that opened it.
    public mutating func blocked(at now: Instant) -> Bool {
        switch state {
        case .closed:
            open(.blocked, at: now)
            return true
        case .open, .halfOpen: return false
        }
    }

    /// The request ended without telling anything: another one may be the probe, at once.
    public mutating func withdrawn(_ request: RequestID, at now: Instant) {
        switch state {
        case .closed, .open: break
        case .halfOpen(let probe, let cause):
            if probe == request { state = .open(until: now, cause) }
        }
    }

    /// Nothing that was known of it holds any more.
    public mutating func reset() {
        state = .closed
        failures = 0
    }

    private mutating func open(_ cause: BreakerCause, at now: Instant) {
        let span = min(
            coolDown.first.nanoseconds << Int64(min(failures, 10)), coolDown.longest.nanoseconds)
        failures += 1
        state = .open(until: now + TimeSpan(nanoseconds: span), cause)
    }

    private func isDue(at now: Instant) -> Bool {
        switch state {
        case .closed: true
        case .open(let until, _): until <= now
        case .halfOpen: false
        }
    }
}
