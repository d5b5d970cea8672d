/// What an account has under way, and what holds back the rest, at one moment.
public struct AccountFlow: Hashable, Sendable {
    public var inFlight: Int
    public var limits: FlowLimits
    public var day: DayState
    /// The factor by which trailing steps are widened.
    public var pace: Int64
    /// Breakers that are not closed, the terminal's included.
    public var breakersOpen: Int
    /// Positions whose less urgent work waits because their answers were slow.
    public var setAside: Int
    /// Proposals that wait, for whatever reason.
    public var waiting: LaneCounts
    /// Requests sent since the daemon started.
    public var sent: LaneCounts
}

extension Account {
    public func flow(at now: Instant) -> AccountFlow {
        var waiting = LaneCounts()
        var open = terminalBreaker.state == .closed ? 0 : 1
        var setAside = 0
        for entry in held.values {
            if entry.breaker.state != .closed { open += 1 }
            if entry.waitingTime.setAsideUntil(at: now) != nil { setAside += 1 }
            if entry.pending != nil { waiting[entry.waitingLane] += 1 }
        }
        return AccountFlow(
            inFlight: inFlight, limits: settings.flow, day: budget.state, pace: budget.pace,
            breakersOpen: open, setAside: setAside, waiting: waiting, sent: sent)
    }
}
