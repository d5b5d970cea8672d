/// What the account remembers of one day: what has to survive the daemon.
public struct DayState: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Days since 1970-01-01 on the broker's server clock.
    public var day: Int64
    /// Stop requests sent on that day.
    public var used: Int
    /// The balance with which the day began, as far as it was seen; `nil` until the terminal has told one.
    public var balance: Money?
    /// Whether the day's loss has reached its limit: what that asks for is done once a day.
    public var isLossReached: Bool

    public init(day: Int64, used: Int, balance: Money? = nil, isLossReached: Bool = false) {
        self.day = day
        self.used = used
        self.balance = balance
        self.isLossReached = isLossReached
    }
}

/// How many stop requests the day still allows: brokers ban accounts that ask too often.
///
/// Every request counts. Urgent lanes are never bound, profit locks by the whole, break-even and trailing by
/// the whole less the reserve. The day is the broker's and never goes back: an earlier one is a clock that is
/// wrong or stale, and no reason to begin anew. A clock that jumps further than any holiday lasts is doubted for
/// a while, and gives nothing back even then: the day moves, what was used stays. What else belongs to a day is
/// kept beside it and begins anew with it. Owner: the account.
struct DailyBudget: Codable, Sendable {
    /// At most this much is the trailing step widened.
    static let paceMax: Int64 = 64
    /// Days between two observations that a weekend with holidays explains.
    static let ordinaryDays: Int64 = 5
    /// How long a clock that has jumped further must stay there to be followed.
    static let doubt = TimeSpan.seconds(600)

    private static let day_ms: Int64 = 86_400_000

    /// A day far from the present one, and since when the clock has been there.
    private struct Doubted: Codable, Sendable {
        let day: Int64
        let since: Instant
    }

    private(set) var state = DayState(day: 0, used: 0)
    private var limit: Int
    private var reserve: Int
    /// The last day any clock has shown in this run; `nil` before one has.
    private var lastShown: Int64?
    private var doubted: Doubted?

    init(_ limits: FlowLimits) {
        limit = limits.budget
        reserve = limits.budgetReserve
    }

    mutating func adopt(_ limits: FlowLimits) {
        limit = limits.budget
        reserve = limits.budgetReserve
    }

    func allows(_ lane: Lane) -> Bool {
        switch lane {
        case .flatten, .cap, .firstStop: true
        case .profitLock: state.used < limit
        case .breakEven, .trailing: state.used < limit - reserve
        }
    }

    mutating func spend() { state.used += 1 }

    /// The first balance seen on a day is the one it began with.
    mutating func see(balance: Money) {
        if state.balance == nil { state.balance = balance }
    }

    /// Whether `state` is of the day that the server's clock shows, and not yet of an earlier run's.
    var isCurrent: Bool { lastShown != nil }

    mutating func reachLoss() { state.isLossReached = true }

    /// What is kept on disk; never less than is known already.
    mutating func restore(_ kept: DayState) {
        if (kept.day, kept.used) > (state.day, state.used) { state = kept }
    }

    /// Whether `time` is on another day than the last one shown: worth an `observe`.
    func isNews(_ time: MarketTime) -> Bool {
        time != .unknown && time.milliseconds / Self.day_ms != lastShown
    }

    /// The server's clock, by a heartbeat or a tick, at `now` on ours.
    ///
    /// What an earlier run has used may be of any age: the first observation of a run may be any later day.
    mutating func observe(_ time: MarketTime, at now: Instant) {
        guard time != .unknown else { return }
        let day = time.milliseconds / Self.day_ms
        let isFirst = lastShown == nil
        lastShown = day
        let span = day - state.day
        guard span.magnitude > Self.ordinaryDays, !isFirst || span < 0 else {
            doubted = nil
            if span > 0 { state = DayState(day: day, used: 0) }
            return
        }
        guard let present = doubted, (day - present.day).magnitude <= Self.ordinaryDays else {
            doubted = Doubted(day: day, since: now)
            return
        }
        guard now - present.since >= Self.doubt else { return }
        doubted = nil
        state.day = day
    }

    /// The factor by which trailing steps are widened: 2 once less than half is left, 4 for a quarter, ...
    var pace: Int64 {
        let left = Int128(max(0, limit - state.used))
        var pace: Int64 = 1
        while pace < Self.paceMax, left * Int128(pace) * 2 < Int128(limit) { pace *= 2 }
        return pace
    }
}
