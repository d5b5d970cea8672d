extension Account {
    /// Takes a proposal in. The newest wins; the shard never proposes a looser one over a tighter one.
    mutating func take(_ proposal: Proposal, into effects: inout [AccountEffect]) {
        guard held[proposal.ticket] != nil else {
            deny(proposal.ticket, .positionGone, into: &effects)
            return
        }
        if mode == .shadow {
            counters.shadowed += 1
            effects.append(.note(.wouldSend(proposal.ticket, proposal.action)))
            return
        }
        var newest = proposal
        if case .close? = held[proposal.ticket]?.pending?.action, case .move = proposal.action {
            // A close that waits outranks any stop.
            return
        }
        if let waiting = held[proposal.ticket]?.pending { newest.cause = min(waiting.cause, newest.cause) }
        held[proposal.ticket]?.pending = newest
        hasPending = true
    }

    /// The last check before the send, on the account's own books.
    mutating func admit(_ ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]) {
        guard var entry = held[ticket] else { return }
        guard let proposal = entry.pending else {
            restoreTakeProfit(of: entry, at: now, into: &effects)
            return
        }
        entry.pending = nil
        held[ticket] = entry
        switch proposal.action {
        case .move(let move):
            switch permission(for: move, of: entry) {
            case .failure(let denial):
                deny(ticket, denial, into: &effects)
                retryLater(ticket, at: now)
            case .success(let permit):
                send(move, permit, of: entry, cause: proposal.cause, at: now, into: &effects)
            }
        case .close(let reason):
            guard entry.rules != nil, latch != .freeze else {
                deny(ticket, entry.rules == nil ? .notManaged : .killed, into: &effects)
                retryLater(ticket, at: now)
                return
            }
            sendClose(reason, lane: proposal.lane, of: entry, cause: proposal.cause, at: now, into: &effects)
        }
    }

    /// What an admitted move may cost at most, and whether the cap itself is out of reach.
    struct Permit {
        var maxLoss: Money
        var isCapUnreachable: Bool
    }

    enum Verdict {
        case success(Permit)
        case failure(Denial)
    }

    /// S1, S2, the grid, kill levels and the absence of change, in this order.
    func permission(for move: StopMove, of entry: HeldPosition) -> Verdict {
        let position = entry.position
        guard let rules = entry.rules, let spec = specs[position.symbol] else { return .failure(.notManaged) }
        switch latch {
        case .freeze: return .failure(.killed)
        case .pause where !move.lane.isUrgent: return .failure(.killed)
        case .none, .pause, .flatten: break
        }
        guard mode == .manage || move.lane.isUrgent else { return .failure(.killed) }
        guard move.stop.isOnGrid(of: spec.tickSize) else { return .failure(.offGrid) }
        if let present = position.stopLoss {
            guard position.side.isTighter(move.stop, than: present) else { return .failure(.noImprovement) }
        }
        guard let cap = rules.cap else { return .failure(.notManaged) }
        guard let valuation = valuations[position.symbol] else {
            // Never none for want of a valuation: S2 never blocks the first stop.
            return .success(Permit(maxLoss: cap.limit, isCapUnreachable: true))
        }
        let worst = WorstCase(of: position, valuation: valuation, allowance: rules.allowance)
        let isBeyond = worst.loss(at: move.stop) > cap.limit
        if isBeyond, let present = position.stopLoss, worst.loss(at: move.stop) >= worst.loss(at: present) {
            return .failure(.beyondCap)
        }
        return .success(Permit(maxLoss: cap.limit - worst.costs, isCapUnreachable: isBeyond))
    }

    private mutating func send(
        _ move: StopMove, _ permit: Permit, of entry: HeldPosition, cause: Instant?, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        let position = entry.position
        let request = takeRequestID()
        let takeProfit = entry.lost.map(\.level) ?? position.takeProfit
        let command = ModifyStop(
            request: request, ticket: position.ticket, symbol: position.symbol, side: position.side,
            isCapUnreachable: permit.isCapUnreachable, mayLoosen: false, stopLoss: move.stop,
            expectedStopLoss: position.stopLoss, expectedTakeProfit: position.takeProfit,
            takeProfit: takeProfit, maxLoss: permit.maxLoss, cause: causeClock(cause, at: now),
            limit_ms: Self.limit_ms, lane: move.lane)
        let timing: RequestLifecycle.Timing = move.lane == .profitLock ? .profitLock : .standard
        lease(
            position.ticket,
            to: RequestLifecycle(
                request: request, aim: .stop(move.stop), lane: move.lane, sent: now, timing: timing),
            move: move, travelling: takeProfit)
        counters.stopsSent += 1
        if permit.isCapUnreachable { counters.capUnreachable += 1 }
        effects.append(.modify(command))
        effects.append(.note(.stopSent(request, position.ticket, move)))
    }

    /// Puts back a person's take-profit beside the stop that is in place. Waits for a stop to travel with
    /// where there is none, and for the latch to be lifted.
    private mutating func restoreTakeProfit(
        of entry: HeldPosition, at now: Instant, into effects: inout [AccountEffect]
    ) {
        let position = entry.position
        guard let lost = entry.lost, let stop = position.stopLoss, latch != .freeze, mode != .shadow,
            entry.rules != nil
        else {
            retryLater(position.ticket, at: now)
            return
        }
        let request = takeRequestID()
        lease(
            position.ticket,
            to: RequestLifecycle(
                request: request, aim: .restore(stop: stop, takeProfit: lost.level), lane: .profitLock,
                sent: now, timing: .standard),
            move: nil, travelling: lost.level)
        counters.stopsSent += 1
        effects.append(
            .modify(
                ModifyStop(
                    request: request, ticket: position.ticket, symbol: position.symbol, side: position.side,
                    isCapUnreachable: true, mayLoosen: false, stopLoss: stop, expectedStopLoss: stop,
                    expectedTakeProfit: position.takeProfit, takeProfit: lost.level, maxLoss: .zero,
                    cause: causeClock(nil, at: now), limit_ms: Self.limit_ms, lane: .profitLock)))
    }

    private mutating func sendClose(
        _ reason: StopPlan.CloseReason, lane: Lane, of entry: HeldPosition, cause: Instant?,
        at now: Instant, into effects: inout [AccountEffect]
    ) {
        let position = entry.position
        let request = takeRequestID()
        let command = ClosePosition(
            request: request, ticket: position.ticket, symbol: position.symbol, side: position.side,
            volume: position.volume, cause: causeClock(cause, at: now), limit_ms: Self.limit_ms,
            deviation: 0, lane: lane)
        lease(
            position.ticket,
            to: RequestLifecycle(
                request: request, aim: .close(volume: position.volume, before: position.volume), lane: lane,
                sent: now, timing: .standard),
            move: nil, travelling: position.takeProfit)
        counters.closesSent += 1
        effects.append(.close(command))
        effects.append(.note(.closeSent(request, position.ticket, reason)))
    }

    private mutating func lease(
        _ ticket: Ticket, to request: RequestLifecycle, move: StopMove?, travelling: Price?
    ) {
        precondition(held[ticket]?.request == nil, "S4: one request per position")
        held[ticket]?.request = request
        held[ticket]?.move = move
        held[ticket]?.travelling = travelling
        inFlight += 1
    }

    private mutating func takeRequestID() -> RequestID {
        lastRequest += 1
        return RequestID(lastRequest)
    }

    /// The EA's clock at the cause, or its estimate now when time was the cause or the proposal waited.
    private func causeClock(_ cause: Instant?, at now: Instant) -> Instant {
        guard let heard = clockHeard else { return cause ?? .zero }
        let estimate = heard.terminal + (now - heard.local)
        guard let cause, estimate - cause < .milliseconds(200), cause <= estimate else { return estimate }
        return cause
    }

    /// Has the shard decide again after the back-off; until then what it wanted stays wanted.
    mutating func retryLater(_ ticket: Ticket, at now: Instant) {
        guard let due = held[ticket]?.backOff(at: now) else { return }
        held[ticket]?.reconsiderAt = due
    }

    mutating func deny(_ ticket: Ticket, _ denial: Denial, into effects: inout [AccountEffect]) {
        if denial == .beyondCap { counters.failSafeRefusals += 1 }
        effects.append(.note(.denied(ticket, denial)))
    }
}

/// The earlier of two causes; time itself (`nil`) is later than any event.
private func min(_ left: Instant?, _ right: Instant?) -> Instant? {
    guard let left else { return right }
    guard let right else { return left }
    return Swift.min(left, right)
}
