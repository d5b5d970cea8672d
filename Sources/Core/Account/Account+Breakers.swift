/// What answers, late answers and missing answers mean for what is sent next.
extension Account {
    /// An answer that takes longer than this is slow.
    static let promptAnswer = TimeSpan.milliseconds(500)

    /// Whether breakers and waiting time let a lane through to a position; if not, wakes when they may.
    mutating func isLetThrough(_ lane: Lane, to place: Place, at now: Instant) -> Bool {
        if !lane.isUrgent, let until = held[place].waitingTime.setAsideUntil(at: now) {
            nextWake = min(nextWake, until)
            return false
        }
        return isLetThrough(lane, by: terminalBreaker, at: now)
            && isLetThrough(lane, by: held[place].breaker, at: now)
    }

    private mutating func isLetThrough(_ lane: Lane, by breaker: Breaker, at now: Instant) -> Bool {
        guard !breaker.allows(lane, at: now) else { return true }
        counters.breakerRefusals += 1
        if let due = breaker.opensAgain { nextWake = min(nextWake, due) }
        return false
    }

    /// A request that was let through is sent.
    mutating func attempt(_ request: RequestID, _ place: Place) {
        let isTerminalProbe = terminalBreaker.attempt(request)
        let isPositionProbe = held[place].breaker.attempt(request)
        if isTerminalProbe || isPositionProbe { counters.breakerProbes += 1 }
    }

    /// The request under way was answered, or its effect seen, for the first time.
    mutating func judgeAnswer(of place: Place, at now: Instant, into effects: inout [AccountEffect]) {
        guard let request = held[place].request, !held[place].isJudged else { return }
        held[place].isJudged = true
        let span = now - request.sent
        guard span <= Self.promptAnswer else {
            counters.slowAnswers += 1
            fail(request.request, of: place, .slow, span, at: now, into: &effects)
            return
        }
        if terminalBreaker.answered(request.request) { effects.append(.note(.breakerClosed(.terminal))) }
        if held[place].breaker.answered(request.request) {
            effects.append(.note(.breakerClosed(.position(held[place].ticket))))
        }
    }

    /// The deadline of the request under way has passed without an answer.
    mutating func judgeSilence(of place: Place, at now: Instant, into effects: inout [AccountEffect]) {
        guard let request = held[place].request, !held[place].isJudged,
            case .inFlight(let deadline) = request.state, deadline <= now
        else { return }
        held[place].isJudged = true
        fail(request.request, of: place, .timeout, now - request.sent, at: now, into: &effects)
    }

    /// The request under way ends, or nobody can know any more how long its answer took.
    mutating func withdrawProbe(of place: Place, at now: Instant) {
        guard let request = held[place].request, !held[place].isJudged else { return }
        held[place].isJudged = true
        terminalBreaker.withdrawn(request.request, at: now)
        held[place].breaker.withdrawn(request.request, at: now)
    }

    /// The terminal says how long a call kept it from answering.
    mutating func hear(blocked span: TimeSpan, at now: Instant, into effects: inout [AccountEffect]) {
        guard span > Self.promptAnswer, terminalBreaker.blocked(at: now) else { return }
        counters.breakersOpened += 1
        effects.append(.note(.breakerOpened(.terminal, .blocked)))
    }

    private mutating func fail(
        _ request: RequestID, of place: Place, _ cause: BreakerCause, _ span: TimeSpan, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        let ticket = held[place].ticket
        if terminalBreaker.failed(request, cause, at: now) {
            counters.breakersOpened += 1
            effects.append(.note(.breakerOpened(.terminal, cause)))
        }
        if held[place].breaker.failed(request, cause, at: now) {
            counters.breakersOpened += 1
            effects.append(.note(.breakerOpened(.position(ticket), cause)))
        }
        if let waited = held[place].waitingTime.add(span, at: now) {
            counters.setAside += 1
            effects.append(.note(.setAside(ticket, waited: waited)))
        }
    }
}
