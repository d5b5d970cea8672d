extension Account {
    /// The EA's result of a request. One that names no lease is late; its effect, if any, comes as a
    /// position event.
    mutating func resolve(
        _ result: RequestResult, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard held[result.ticket]?.request?.request == result.request else {
            counters.lateAnswers += 1
            effects.append(.note(.lateAnswer(result.request)))
            return
        }
        guard let action = held[result.ticket]?.request?.answered(result, at: now) else { return }
        perform(action, for: result.ticket, at: now, into: &effects)
    }

    mutating func resolve(_ answer: ReadBack, at now: Instant, into effects: inout [AccountEffect]) {
        guard held[answer.ticket]?.request?.request == answer.request else {
            counters.lateAnswers += 1
            return
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
            if case .unknown(_, asked: 1) = request.state {
                counters.stopsUnknown += 1
                effects.append(.note(.becameUnknown(request.request, ticket)))
            }
            guard isLinked else { break }
            effects.append(.readBack(ReadBackRequest(request: request.request, ticket: ticket)))
        case .end(let ending): end(request, ticket, ending, at: now, into: &effects)
        }
    }

    /// Returns the lease and says what follows.
    private mutating func end(
        _ request: RequestLifecycle, _ ticket: Ticket, _ ending: RequestLifecycle.Ending, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        held[ticket]?.request = nil
        held[ticket]?.move = nil
        inFlight -= 1
        count(ending, of: request)
        switch ending {
        case .confirmed:
            held[ticket]?.failures = 0
            effects.append(.note(.confirmed(request.request, ticket, after: now - request.sent)))
            if held[ticket]?.pending == nil { effects.append(.shard(.settled(ticket))) }
        case .rejected, .notApplied:
            held[ticket]?.loosen(request)
            retryLater(ticket, at: now)
            effects.append(.note(.ended(request.request, ticket, ending)))
        case .refused(let refusal):
            effects.append(.note(.ended(request.request, ticket, ending)))
            if refusal == .beyondMaxLoss {
                effects.append(.shard(.reconsider(ticket, .valuedHigher)))
            }
            retryLater(ticket, at: now)
        case .gone:
            // The position event that says so is on its way, or has been lost: the checksum will tell.
            effects.append(.note(.ended(request.request, ticket, ending)))
            retryLater(ticket, at: now)
        }
        hasPending = hasPending || held[ticket]?.isWaiting == true
    }

    private mutating func count(_ ending: RequestLifecycle.Ending, of request: RequestLifecycle) {
        if case .close = request.aim {
            if ending == .confirmed { counters.closesConfirmed += 1 }
            return
        }
        switch ending {
        case .confirmed: counters.stopsConfirmed += 1
        case .rejected: counters.stopsRejected += 1
        case .refused: counters.stopsRefused += 1
        case .notApplied: counters.stopsNotApplied += 1
        case .gone: counters.notFound += 1
        }
    }

    /// Deadlines, verifications, read-backs and reconsiderations that are due, in ticket order.
    mutating func checkTimes(at now: Instant, into effects: inout [AccountEffect]) {
        let due = held.filter { $0.value.wake <= now }.keys.sorted()
        for ticket in due {
            if let action = held[ticket]?.request?.timePassed(at: now) {
                perform(action, for: ticket, at: now, into: &effects)
            }
            guard let entry = held[ticket], entry.reconsiderAt <= now else { continue }
            held[ticket]?.reconsiderAt = .never
            if entry.request == nil, entry.pending == nil {
                effects.append(.shard(.reconsider(ticket, .timePassed)))
            }
        }
    }

    /// Every answer may be lost; nothing is asked or sent until a snapshot has arrived.
    mutating func loseLink(at now: Instant) {
        isLinked = false
        isSynchronized = false
        isResynchronizing = false
        clockHeard = nil
        for ticket in held.keys {
            held[ticket]?.request?.linkLost(at: now)
        }
    }
}
