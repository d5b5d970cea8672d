/// The stop requests of one day, and of which day: what has to survive the daemon.
public struct BudgetState: Hashable, Sendable, BitwiseCopyable {
    /// Days since 1970-01-01 on the broker's server clock.
    public var day: Int64
    /// Stop requests sent on that day.
    public var used: Int

    public init(day: Int64, used: Int) {
        self.day = day
        self.used = used
    }
}

/// How many stop requests the day still allows: brokers ban accounts that ask too often.
///
/// Every request counts. Urgent lanes are never bound, profit locks by the whole, break-even and trailing by
/// the whole less the reserve. The day is the broker's and never goes back: an earlier one is a clock that is
/// wrong or stale, and no reason to begin anew. Owner: the account.
struct DailyBudget: Sendable {
    /// At most this much is the trailing step widened.
    static let paceMax: Int64 = 64

    private(set) var state = BudgetState(day: 0, used: 0)
    private var limit: Int
    private var reserve: Int

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

    /// What is kept on disk; never less than is known already.
    mutating func restore(_ kept: BudgetState) {
        if (kept.day, kept.used) > (state.day, state.used) { state = kept }
    }

    mutating func observe(_ time: MarketTime) {
        let day = time.milliseconds / 86_400_000
        if day > state.day { state = BudgetState(day: day, used: 0) }
    }

    /// The factor by which trailing steps are widened: 2 once less than half is left, 4 for a quarter, ...
    var pace: Int64 {
        let left = Int128(max(0, limit - state.used))
        var pace: Int64 = 1
        while pace < Self.paceMax, left * Int128(pace) * 2 < Int128(limit) { pace *= 2 }
        return pace
    }
}
