extension Account {
    /// The EA's result of a request. One that names no lease is late; its effect, if any, comes as a
    /// position event.
    mutating func resolve(
        _ result: RequestResult, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard held[result.ticket]?.request?.request == result.request else {
            // The position's own event may prove a request before its answer arrives.
            if held[result.ticket]?.proven == result.request { return }
            if closedInFlight.remove(result.request), result.isNotFound { counters.notFound += 1 }
            counters.lateAnswers += 1
            effects.append(.note(.lateAnswer(result.request)))
            return
        }
        judgeAnswer(of: result.ticket, at: now, into: &effects)
        guard let action = held[result.ticket]?.request?.answered(result, at: now) else { return }
        perform(action, for: result.ticket, at: now, into: &effects)
    }

    /// The EA's answer to a read-back: the position as it stands is an observation like any other.
    mutating func resolve(_ answer: ReadBack, at now: Instant, into effects: inout [AccountEffect]) {
        guard held[answer.ticket]?.request?.request == answer.request else {
            if held[answer.ticket]?.proven == answer.request { return }
            counters.lateAnswers += 1
            return
        }
        if answer.isOpen, answer.volume > .zero, isSynchronized, var position = held[answer.ticket]?.position
        {
            position.stopLoss = answer.stopLoss
            position.takeProfit = answer.takeProfit
            position.volume = answer.volume
            if position != held[answer.ticket]?.position { observe(position, at: now, into: &effects) }
            guard held[answer.ticket]?.request?.request == answer.request else { return }
        }
        guard let action = held[answer.ticket]?.request?.readBack(answer, at: now) else { return }
        perform(action, for: answer.ticket, at: now, into: &effects)
    }

    /// Does what a request's life asks for.
    mutating func perform(
        _ action: RequestLifecycle.Action, for ticket: Ticket, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        guard let request = held[ticket]?.request else { return }
        switch action {
        case .wait: break
        case .readBack:
            if held[ticket]?.isUnknownCounted == false {
                held[ticket]?.isUnknownCounted = true
                counters.stopsUnknown += 1
                effects.append(.note(.becameUnknown(request.request, ticket)))
            }
            if isLinked {
                effects.append(.readBack(ReadBackRequest(request: request.request, ticket: ticket)))
            }
        case .end(let ending): end(request, ticket, ending, at: now, into: &effects)
        }
        follow(ticket)
    }

    /// Returns the lease and says what follows.
    private mutating func end(
        _ request: RequestLifecycle, _ ticket: Ticket, _ ending: RequestLifecycle.Ending, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        switch ending {
        case .confirmed: judgeAnswer(of: ticket, at: now, into: &effects)
        case .rejected, .refused, .notApplied, .gone, .superseded: withdrawProbe(of: ticket, at: now)
        }
        let cargo = held[ticket]?.cargo
        held[ticket]?.request = nil
        held[ticket]?.cargo = nil
        held[ticket]?.isUnknownCounted = false
        held[ticket]?.isLeaseOverdue = false
        effects.append(.lease(.returned(ticket, request.request)))
        inFlight -= 1
        if case .close = request.aim { closesInFlight -= 1 }
        count(ending, of: request, in: held[ticket]?.phase ?? .closed)
        if ending != .gone, let coverage = held[ticket]?.position.coverage {
            held[ticket]?.phase.apply(.ended(coverage))
        }
        switch ending {
        case .confirmed:
            held[ticket]?.failures = 0
            held[ticket]?.closureDoubts = 0
            held[ticket]?.proven = request.request
            effects.append(.note(.confirmed(request.request, ticket, after: now - request.sent)))
            settle(request, ticket, at: now, into: &effects)
        case .rejected(let why):
            if let cargo { held[ticket]?.loosen(cargo) }
            retryLater(ticket, request.lane, longest: longestPause(after: why), at: now)
            effects.append(.note(.ended(request.request, ticket, ending)))
        case .notApplied:
            if let cargo { held[ticket]?.loosen(cargo) }
            retryLater(ticket, request.lane, at: now)
            effects.append(.note(.ended(request.request, ticket, ending)))
        case .superseded:
            if let cargo { held[ticket]?.loosen(cargo) }
            effects.append(.note(.ended(request.request, ticket, ending)))
        case .refused(let refusal):
            effects.append(.note(.ended(request.request, ticket, ending)))
            afterRefusal(refusal, of: request, ticket, at: now, into: &effects)
        case .gone:
            effects.append(.note(.ended(request.request, ticket, ending)))
            awaitClosure(of: ticket, at: now)
        }
    }

    /// Something urgent takes the lease of a request that has held it for too long; its answer is late.
    mutating func supersede(_ ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]) {
        guard let request = held[ticket]?.request else { return }
        end(request, ticket, .superseded, at: now, into: &effects)
    }

    /// A proven request settles its position, unless a close is proven before the position event that shows it.
    private mutating func settle(
        _ request: RequestLifecycle, _ ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard let entry = held[ticket], entry.phase != .closed else { return }
        if case .close(let volume, let before) = request.aim, entry.position.volume > before - volume {
            awaitClosure(of: ticket, at: now)
        } else if entry.pending == nil {
            effects.append(.shard(.settled(ticket)))
        }
    }

    /// A loss the terminal values higher is aimed lower at once, a few times; all else waits.
    private mutating func afterRefusal(
        _ refusal: RequestResult.Refusal, of request: RequestLifecycle, _ ticket: Ticket, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        guard refusal == .beyondMaxLoss else {
            retryLater(ticket, request.lane, at: now)
            return
        }
        effects.append(.shard(.reconsider(ticket, .valuedHigher)))
        if (held[ticket]?.failures ?? 0) < Self.quickRetries {
            held[ticket]?.failures += 1
        } else {
            retryLater(ticket, request.lane, at: now)
        }
    }

    private static let quickRetries = 5

    /// What only a person or the clock can change is asked less often.
    private func longestPause(after why: ReturnCodeClass) -> TimeSpan {
        switch why {
        case .marketClosed, .forbidden, .invalid: .seconds(30)
        case .done, .unchanged, .gone, .repriced, .busy, .unknown: .seconds(2)
        }
    }

    /// Has the shard decide again after the back-off; until then what it wanted stays wanted.
    mutating func retryLater(
        _ ticket: Ticket, _ lane: Lane, longest: TimeSpan = .seconds(2), at now: Instant
    ) {
        guard let due = held[ticket]?.backOff(lane, longest: longest, at: now) else { return }
        held[ticket]?.reconsiderAt = due
        follow(ticket)
    }

    /// A request whose position closed under it is not found only if its answer, still to come, says so.
    private mutating func count(
        _ ending: RequestLifecycle.Ending, of request: RequestLifecycle, in phase: PositionPhase
    ) {
        if ending == .superseded { counters.superseded += 1 }
        if ending == .gone {
            if phase == .closed {
                counters.closedInFlight += 1
                closedInFlight.insert(request.request)
            } else {
                counters.notFound += 1
            }
        }
        if case .close = request.aim {
            if ending == .confirmed { counters.closesConfirmed += 1 }
            return
        }
        switch ending {
        case .confirmed: counters.stopsConfirmed += 1
        case .rejected: counters.stopsRejected += 1
        case .refused: counters.stopsRefused += 1
        case .notApplied: counters.stopsNotApplied += 1
        case .gone, .superseded: break
        }
    }
}
