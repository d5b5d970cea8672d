/// What answers, late answers and missing answers mean for what is sent next.
extension Account {
    /// An answer that takes longer than this is slow.
    static let promptAnswer = TimeSpan.milliseconds(500)

    /// Whether breakers and waiting time let a lane through to a position; if not, wakes when they may.
    mutating func isLetThrough(_ lane: Lane, to ticket: Ticket, at now: Instant) -> Bool {
        guard let entry = held[ticket] else { return false }
        if !lane.isUrgent, let until = entry.waitingTime.setAsideUntil(at: now) {
            nextWake = min(nextWake, until)
            return false
        }
        for breaker in [terminalBreaker, entry.breaker] where !breaker.allows(lane, at: now) {
            counters.breakerRefusals += 1
            if let due = breaker.opensAgain { nextWake = min(nextWake, due) }
            return false
        }
        return true
    }

    /// A request that was let through is sent.
    mutating func attempt(_ request: RequestID, _ ticket: Ticket) {
        let isTerminalProbe = terminalBreaker.attempt(request)
        let isPositionProbe = held[ticket]?.breaker.attempt(request) ?? false
        if isTerminalProbe || isPositionProbe { counters.breakerProbes += 1 }
    }

    /// The request under way was answered, or its effect seen, for the first time.
    mutating func judgeAnswer(of ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]) {
        guard let entry = held[ticket], let request = entry.request, !entry.isJudged else { return }
        held[ticket]?.isJudged = true
        let span = now - request.sent
        guard span <= Self.promptAnswer else {
            counters.slowAnswers += 1
            fail(request.request, ticket, .slow, span, at: now, into: &effects)
            return
        }
        if terminalBreaker.answered(request.request) { effects.append(.note(.breakerClosed(.terminal))) }
        if held[ticket]?.breaker.answered(request.request) == true {
            effects.append(.note(.breakerClosed(.position(ticket))))
        }
    }

    /// The deadline of the request under way has passed without an answer.
    mutating func judgeSilence(of ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]) {
        guard let entry = held[ticket], let request = entry.request, !entry.isJudged,
            case .inFlight(let deadline) = request.state, deadline <= now
        else { return }
        held[ticket]?.isJudged = true
        fail(request.request, ticket, .timeout, now - request.sent, at: now, into: &effects)
    }

    /// The request under way ends, or nobody can know any more how long its answer took.
    mutating func withdrawProbe(of ticket: Ticket, at now: Instant) {
        guard let entry = held[ticket], let request = entry.request, !entry.isJudged else { return }
        held[ticket]?.isJudged = true
        terminalBreaker.withdrawn(request.request, at: now)
        held[ticket]?.breaker.withdrawn(request.request, at: now)
    }

    /// The EA says which call kept it from answering, and for how long.
    mutating func hear(
        _ call: TerminalHeartbeat.SlowCall, blocked span: TimeSpan, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        guard span > Self.promptAnswer else { return }
        counters.terminalBlocks += 1
        effects.append(.note(.terminalBlocked(call, for: span)))
        guard terminalBreaker.blocked(at: now) else { return }
        counters.breakersOpened += 1
        effects.append(.note(.breakerOpened(.terminal, .blocked)))
    }

    private mutating func fail(
        _ request: RequestID, _ ticket: Ticket, _ cause: BreakerCause, _ span: TimeSpan, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        if terminalBreaker.failed(request, cause, at: now) {
            counters.breakersOpened += 1
            effects.append(.note(.breakerOpened(.terminal, cause)))
        }
        if held[ticket]?.breaker.failed(request, cause, at: now) == true {
            counters.breakersOpened += 1
            effects.append(.note(.breakerOpened(.position(ticket), cause)))
        }
        if let waited = held[ticket]?.waitingTime.add(span, at: now) {
            counters.setAside += 1
            effects.append(.note(.setAside(ticket, waited: waited)))
        }
    }
}
