extension Account {
    /// Takes a proposal in. The newest wins, unless it would loosen what waits without being more urgent;
    /// the earliest cause is kept.
    mutating func take(_ proposal: Proposal, at now: Instant, into effects: inout [AccountEffect]) {
        guard let place = held.place(of: proposal.ticket) else {
            deny(proposal.ticket, .positionGone, into: &effects)
            return
        }
        if let firstStop = proposal.facts.firstStop { held[place].firstStop = firstStop }
        if mode == .shadow, !proposal.isFlatten {
            counters.shadowed += 1
            held[place].decided = proposal
            effects.append(.note(.wouldSend(proposal.ticket, proposal.action)))
            return
        }
        if latch == .flatten, !proposal.isFlatten { return }
        if case .reduce = proposal.action {
            takeReduction(proposal, of: place, at: now)
            return
        }
        switch (proposal.action, held[place].request?.aim) {
        case (.move(let move), .stop(let stop)) where move.stop == stop: return
        case (.close, .close): return
        case (.move, _), (.close, _), (.reduce, _): break
        }
        guard held[place].phase.takes(proposal.lane) else {
            deny(proposal.ticket, .closing, into: &effects)
            return
        }
        var kept = proposal
        if let waiting = held[place].pending {
            counters.coalesced += 1
            if loosens(proposal, waiting, held[place].position.side) { kept = waiting }
            kept.action = urgent(kept.action, of: waiting, for: held[place].position)
            kept.cause = earlier(waiting.cause, proposal.cause)
        }
        held[place].pending = kept
        if held[place].request != nil { effects.append(.lease(.wanted(proposal.ticket, kept.lane))) }
        follow(place)
    }

    /// The last check before the send, on the account's own books.
    mutating func admit(_ place: Place, at now: Instant, into effects: inout [AccountEffect]) {
        if held[place].isReductionNext {
            admitReduction(place, at: now, into: &effects)
            return
        }
        guard let proposal = held[place].pending else {
            restoreTakeProfit(of: place, at: now, into: &effects)
            return
        }
        held[place].pending = nil
        held[place].decided = proposal
        switch proposal.action {
        case .move(let move):
            switch permission(for: move, of: place) {
            case .failure(let denial):
                deny(proposal.ticket, denial, into: &effects)
                retryLater(place, move.lane, at: now)
            case .success(let permit):
                send(move, permit, of: place, cause: proposal.cause, at: now, into: &effects)
            }
        case .close(let reason):
            if let denial = objection(to: reason, of: held[place]) {
                deny(proposal.ticket, denial, into: &effects)
                retryLater(place, proposal.lane, at: now)
            } else {
                sendClose(
                    reason, lane: proposal.lane, of: place, cause: proposal.cause, at: now, into: &effects)
            }
        case .reduce: preconditionFailure("a part waits beside the stop, not in its place")
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

    /// S1, S2, the grid, kill levels, modes and the absence of change.
    ///
    /// S2 stands back where the market leaves no room for the cap's own stop: then the move is the tightest
    /// there is, it lowers the worst case (S1 has been held before) or is the first stop.
    func permission(for move: StopMove, of place: Place) -> Verdict {
        let symbol = held[place].position.symbol
        guard let cap = cap(of: held[place]), let tickSize = specs[symbol]?.tickSize
        else { return .failure(.notManaged) }
        switch (mode, latch) {
        case (.shadow, _), (_, .freeze): return .failure(.killed)
        case (.protect, _) where !move.lane.isUrgent, (_, .pause) where !move.lane.isUrgent:
            return .failure(.killed)
        case (.protect, _), (.manage, _): break
        }
        guard move.stop.isQuotable, move.stop.isOnGrid(of: tickSize) else { return .failure(.offGrid) }
        if let present = held[place].position.stopLoss {
            guard held[place].position.side.isTighter(move.stop, than: present) else {
                return .failure(.noImprovement)
            }
        }
        guard let worst = worstCase(of: held[place]) else {
            // Never none for want of a valuation: S2 never blocks the first stop.
            return .success(Permit(maxLoss: sendable(cap.limit), isCapUnreachable: true))
        }
        let isBeyond = worst.loss(at: move.stop) > cap.limit
        guard !isBeyond || move.isCapUnreachable else { return .failure(.beyondCap) }
        return .success(
            Permit(maxLoss: sendable(cap.limit - worst.costs), isCapUnreachable: move.isCapUnreachable))
    }

    /// Why a close may not go out, or `nil`.
    private func objection(to reason: StopPlan.CloseReason, of entry: HeldPosition) -> Denial? {
        guard entry.isManaged else { return .notManaged }
        switch reason {
        case .flatten: return latch == .flatten ? nil : .killed
        case .capReached, .capUnreachable:
            guard mode != .shadow, latch != .freeze else { return .killed }
            return isCovered(entry) ? .covered : nil
        }
    }

    private mutating func send(
        _ move: StopMove, _ permit: Permit, of place: Place, cause: Instant?, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        let request = takeRequestID()
        let ticket = held[place].ticket
        let expected = held[place].position.takeProfit
        let takeProfit = held[place].lost.map(\.level) ?? expected
        let command = ModifyStop(
            request: request, ticket: ticket, symbol: held[place].position.symbol,
            side: held[place].position.side, isCapUnreachable: permit.isCapUnreachable, mayLoosen: false,
            stopLoss: move.stop, expectedStopLoss: held[place].position.stopLoss,
            expectedTakeProfit: expected, takeProfit: takeProfit, maxLoss: permit.maxLoss,
            cause: causeClock(cause, at: now), limit_ms: Self.limit_ms, lane: move.lane)
        lease(
            place,
            to: RequestLifecycle(
                request: request, aim: .stop(move.stop), lane: move.lane, sent: now,
                timing: timing(of: move, from: held[place])),
            carrying: HeldPosition.Cargo(
                stop: move.stop, expectedTakeProfit: expected, takeProfit: takeProfit),
            into: &effects)
        counters.stopsSent += 1
        if permit.isCapUnreachable { counters.capUnreachable += 1 }
        effects.append(.modify(command))
        effects.append(.note(.stopSent(request, ticket, move)))
    }

    /// Puts back a person's take-profit beside the stop that is in place. Waits for a stop to travel with
    /// where there is none, and for the latch to be lifted; after a few failures it is left as it stands.
    private mutating func restoreTakeProfit(
        of place: Place, at now: Instant, into effects: inout [AccountEffect]
    ) {
        let position = held[place].position
        guard let lost = held[place].lost, let stop = position.stopLoss, latch != .freeze, mode != .shadow,
            held[place].isManaged
        else {
            retryLater(place, .profitLock, at: now)
            return
        }
        guard lost.attempts < HeldPosition.restoresMax else {
            held[place].lost = nil
            effects.append(.note(.takeProfitNotRestored(position.ticket, lost: lost.level)))
            return
        }
        held[place].lost?.attempts += 1
        let request = takeRequestID()
        lease(
            place,
            to: RequestLifecycle(
                request: request, aim: .restore(stop: stop, takeProfit: lost.level), lane: .profitLock,
                sent: now, timing: .standard),
            carrying: HeldPosition.Cargo(
                stop: stop, expectedTakeProfit: position.takeProfit, takeProfit: lost.level),
            into: &effects)
        counters.stopsSent += 1
        effects.append(
            .modify(
                ModifyStop(
                    request: request, ticket: position.ticket, symbol: position.symbol, side: position.side,
                    isCapUnreachable: true, mayLoosen: false, stopLoss: stop, expectedStopLoss: stop,
                    expectedTakeProfit: position.takeProfit, takeProfit: lost.level, maxLoss: .zero,
                    cause: causeClock(nil, at: now), limit_ms: Self.limit_ms, lane: .profitLock)))
    }

    /// Closes what is open, or as much of it as one order may.
    private mutating func sendClose(
        _ reason: StopPlan.CloseReason, lane: Lane, of place: Place, cause: Instant?,
        at now: Instant, into effects: inout [AccountEffect]
    ) {
        let position = held[place].position
        let most = specs[position.symbol]?.volumeMax ?? .zero
        let volume = most > .zero ? min(position.volume, most) : position.volume
        let request = takeRequestID()
        let command = ClosePosition(
            request: request, ticket: position.ticket, symbol: position.symbol, side: position.side,
            volume: volume, expectedVolume: nil, cause: causeClock(cause, at: now), limit_ms: Self.limit_ms,
            deviation: 0,
            lane: lane)
        lease(
            place,
            to: RequestLifecycle(
                request: request, aim: .close(volume: volume, before: position.volume), lane: lane,
                sent: now, timing: .closing),
            carrying: nil, into: &effects)
        closesInFlight += 1
        counters.closesSent += 1
        effects.append(.close(command))
        effects.append(.note(.closeSent(request, position.ticket, reason)))
    }

    mutating func lease(
        _ place: Place, to request: RequestLifecycle, carrying cargo: HeldPosition.Cargo?,
        into effects: inout [AccountEffect]
    ) {
        if held[place].isLeaseOverdue, request.lane.isUrgent {
            supersede(place, at: request.sent, into: &effects)
        }
        precondition(held[place].request == nil, "S4: one request per position")
        held[place].request = request
        held[place].cargo = cargo
        held[place].phase.apply(request.aim.isWholeClose ? .closeSent : .stopSent)
        held[place].isJudged = false
        attempt(request.request, place)
        if !request.aim.isWholeClose { budget.spend() }
        sent[request.lane] += 1
        inFlight += 1
        effects.append(.lease(.taken(held[place].ticket, request.request, request.lane)))
        follow(place)
    }

    mutating func takeRequestID() -> RequestID {
        lastRequest += 1
        return RequestID(lastRequest)
    }

    /// The EA's clock at the cause, or its estimate at the send when time was the cause or the proposal waited.
    func causeClock(_ cause: Instant?, at now: Instant) -> Instant {
        guard let heard = clockHeard else { return cause ?? .zero }
        let latest = Instant(nanoseconds: WireLimits.clock_ns)
        let estimate = min(heard.terminal + (now - heard.local), latest)
        guard let cause, estimate - cause < .milliseconds(200), cause <= estimate else { return estimate }
        return cause
    }

    /// An amount as the wire can carry it.
    private func sendable(_ money: Money) -> Money {
        let most = Money(units: WireLimits.moneyUnits)
        return min(max(money, -most), most)
    }

    mutating func deny(_ ticket: Ticket, _ denial: Denial, into effects: inout [AccountEffect]) {
        if denial == .beyondCap { counters.failSafeRefusals += 1 }
        effects.append(.note(.denied(ticket, denial)))
    }
}

/// Whether `newer` would put a looser stop in the place of one that waits, and is no more urgent.
private func loosens(_ newer: Proposal, _ waiting: Proposal, _ side: Side) -> Bool {
    guard case .move(let move) = newer.action, case .move(let earlier) = waiting.action,
        newer.lane >= waiting.lane
    else { return false }
    return side.isTighter(earlier.stop, than: move.stop)
}

/// `action` in no less urgent a lane than what it takes the place of: a tighter stop does what that was for as
/// well. A first stop that waits is urgent only as long as there is none.
private func urgent(
    _ action: Proposal.Action, of waiting: Proposal, for position: Position
) -> Proposal.Action {
    guard case .move(var move) = action, case .move(let earlier) = waiting.action, earlier.lane.isUrgent,
        earlier.lane < move.lane, earlier.lane != .firstStop || position.stopLoss == nil
    else { return action }
    move.lane = earlier.lane
    return .move(move)
}

/// The earlier of two causes; time itself (`nil`) is later than any event.
private func earlier(_ left: Instant?, _ right: Instant?) -> Instant? {
    guard let left else { return right }
    guard let right else { return left }
    return min(left, right)
}
