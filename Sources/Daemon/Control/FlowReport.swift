import Core

/// What one account has under way and what holds back the rest; part of `AccountReport`.
struct FlowReport: Codable, Sendable {
    /// Of the requests that lane has sent and the proposals of it that wait.
    struct LaneReport: Codable, Sendable {
        var sent: UInt64
        var waiting: UInt64
    }

    struct BreakersReport: Codable, Sendable {
        var open: Int
        var opened: UInt64
        var refusals: UInt64
        var probes: UInt64
        var slowAnswers: UInt64
        var positionsSetAside: Int
    }

    /// The day's stop requests.
    struct BudgetReport: Codable, Sendable {
        /// Days since 1970-01-01 on the broker's clock; 0 before it is known.
        var day: Int64
        var used: Int
        var limit: Int
        var reserve: Int
        /// The factor by which trailing steps are widened.
        var pace: Int64
        var denied: UInt64
    }

    var inFlight: Int
    var window: Int
    var lanes: [String: LaneReport]
    var breakers: BreakersReport
    var budget: BudgetReport
    var coalesced: UInt64
    var ratePostponed: UInt64
    var leaseTimeouts: UInt64
    /// Requests that were answered as sent to a position that no longer exists, of all requests that left; 0
    /// before one did.
    var notFoundRate: Double
    /// Stop requests whose position closed while they were under way, whatever their answer.
    var closedInFlight: UInt64

    init(_ account: Account, at now: Instant) {
        let flow = account.flow(at: now)
        let did = account.counters
        inFlight = flow.inFlight
        window = flow.limits.window
        lanes = [:]
        for lane in Lane.allCases {
            lanes[lane.name] = LaneReport(sent: flow.sent[lane], waiting: flow.waiting[lane])
        }
        breakers = BreakersReport(
            open: flow.breakersOpen, opened: did.breakersOpened, refusals: did.breakerRefusals,
            probes: did.breakerProbes, slowAnswers: did.slowAnswers, positionsSetAside: flow.setAside)
        budget = BudgetReport(
            day: flow.day.day, used: flow.day.used, limit: flow.limits.budget,
            reserve: flow.limits.budgetReserve, pace: flow.pace, denied: did.budgetDenied)
        coalesced = did.coalesced
        ratePostponed = did.ratePostponed
        leaseTimeouts = did.leaseTimeouts
        notFoundRate = did.attempts == 0 ? 0 : Double(did.notFound) / Double(did.attempts)
        closedInFlight = did.closedInFlight
    }
}

extension Lane {
    var name: String {
        switch self {
        case .flatten: "flatten"
        case .cap: "cap"
        case .firstStop: "first_stop"
        case .profitLock: "profit_lock"
        case .breakEven: "break_even"
        case .trailing: "trailing"
        }
    }
}
