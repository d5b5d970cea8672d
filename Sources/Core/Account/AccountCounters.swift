/// What one account has done since the daemon started. Every rate has its denominator here.
public struct AccountCounters: Hashable, Codable, Sendable, BitwiseCopyable {
    public var stopsSent: UInt64 = 0
    public var stopsConfirmed: UInt64 = 0
    /// The broker said no.
    public var stopsRejected: UInt64 = 0
    /// The EA did not send it.
    public var stopsRefused: UInt64 = 0
    /// Requests that were unknown for a while, whatever became of them.
    public var stopsUnknown: UInt64 = 0
    /// Read back as not applied.
    public var stopsNotApplied: UInt64 = 0
    /// Answered, or read back, as sent to a position that no longer exists: an ordinary ending.
    public var notFound: UInt64 = 0
    /// The position closed while a stop request was under way, whatever the answer said afterwards.
    public var closedInFlight: UInt64 = 0
    public var closesSent: UInt64 = 0
    public var closesConfirmed: UInt64 = 0
    public var capUnreachable: UInt64 = 0
    public var failSafeRefusals: UInt64 = 0
    public var lateRegressions: UInt64 = 0
    public var lateAnswers: UInt64 = 0
    public var takeProfitsOverwritten: UInt64 = 0
    public var foreignStops: UInt64 = 0
    public var resynchronizations: UInt64 = 0
    public var shadowed: UInt64 = 0
    public var uncoveredNotes: UInt64 = 0
    /// Proposals that another one of the same position, newer or tighter, has taken the place of.
    public var coalesced: UInt64 = 0
    /// Sends put off for the rate; one proposal may be put off several times.
    public var ratePostponed: UInt64 = 0
    /// The same for the day's budget.
    public var budgetDenied: UInt64 = 0
    public var breakersOpened: UInt64 = 0
    /// Calls of the terminal that kept the EA from answering for longer than an answer may take.
    public var terminalBlocks: UInt64 = 0
    /// Sends put off for an open breaker; one proposal may be put off several times.
    public var breakerRefusals: UInt64 = 0
    /// Requests sent through an open breaker to find out.
    public var breakerProbes: UInt64 = 0
    /// Answers that came within the deadline and were not prompt; whatever they said.
    public var slowAnswers: UInt64 = 0
    /// Positions set aside for their slow answers.
    public var setAside: UInt64 = 0
    /// Requests that were under way for as long as a lease may last.
    public var leaseTimeouts: UInt64 = 0
    /// Of these, those in whose place something urgent was sent.
    public var superseded: UInt64 = 0

    /// Questions about the past of bars, and what became of them: taken, nothing there yet, not believed.
    public var barsAsked: UInt64 = 0
    public var barsTaken: UInt64 = 0
    public var barsPostponed: UInt64 = 0
    public var barsRefused: UInt64 = 0

    /// Limits on all positions together that were reached.
    public var limitsReached: UInt64 = 0

    /// Races with the broker or a person that were lost and repaired: a stop that an old request loosened, a
    /// take-profit that a request of ours overwrote.
    public var racesDetected: UInt64 { lateRegressions + takeProfitsOverwritten }

    /// Requests that have left: what rates of requests are measured by.
    public var attempts: UInt64 { stopsSent + closesSent }

    public init() {}
}
