extension Account {
    /// The EA's result of a request. One that names no lease is late; its effect, if any, comes as a
    /// position event.
    mutating func resolve(
        _ result: RequestResult, at now: Instant, into effects: inout [AccountEffect]
    ) {
        let found = held.place(of: result.ticket)
        guard let place = found, held[place].request?.request == result.request else {
            // The position's own event may prove a request before its answer arrives.
            if let found, held[found].proven == result.request { return }
            if closedInFlight.remove(result.request), result.isNotFound { counters.notFound += 1 }
            counters.lateAnswers += 1
            effects.append(.note(.lateAnswer(result.request)))
            return
        }
        judgeAnswer(of: place, at: now, into: &effects)
        guard let action = held[place].request?.answered(result, at: now) else { return }
        perform(action, for: place, at: now, into: &effects)
    }

    /// The EA's answer to a read-back: the position as it stands is an observation like any other.
    mutating func resolve(_ answer: ReadBack, at now: Instant, into effects: inout [AccountEffect]) {
        let found = held.place(of: answer.ticket)
        guard let known = found, held[known].request?.request == answer.request else {
            if let found, held[found].proven == answer.request { return }
            counters.lateAnswers += 1
            return
        }
        if answer.isOpen, answer.volume > .zero, isSynchronized {
            var position = held[known].position
            position.stopLoss = answer.stopLoss
            position.takeProfit = answer.takeProfit
            position.volume = answer.volume
            if position != held[known].position { observe(position, at: now, into: &effects) }
        }
        guard let place = held.place(of: answer.ticket), held[place].request?.request == answer.request,
            let action = held[place].request?.readBack(answer, at: now)
        else { return }
        barIfUntraceable(place, answer, action)
        perform(action, for: place, at: now, into: &effects)
    }

    /// Does what a request's life asks for.
    mutating func perform(
        _ action: RequestLifecycle.Action, for place: Place, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        guard let request = held[place].request else { return }
        switch action {
        case .wait: break
        case .readBack:
            let ticket = held[place].ticket
            if !held[place].isUnknownCounted {
                held[place].isUnknownCounted = true
                counters.stopsUnknown += 1
                effects.append(.note(.becameUnknown(request.request, ticket)))
            }
            if isLinked {
                effects.append(.readBack(ReadBackRequest(request: request.request, ticket: ticket)))
            }
        case .end(let ending): end(request, of: place, ending, at: now, into: &effects)
        }
        follow(place)
    }

    /// Returns the lease and says what follows.
    private mutating func end(
        _ request: RequestLifecycle, of place: Place, _ ending: RequestLifecycle.Ending, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        switch ending {
        case .confirmed: judgeAnswer(of: place, at: now, into: &effects)
        case .rejected, .refused, .notApplied, .gone, .superseded: withdrawProbe(of: place, at: now)
        }
        let ticket = held[place].ticket
        let cargo = held[place].cargo
        held[place].request = nil
        held[place].cargo = nil
        held[place].isUnknownCounted = false
        held[place].isLeaseOverdue = false
        effects.append(.lease(.returned(ticket, request.request)))
        inFlight -= 1
        if request.aim.isClose { closesInFlight -= 1 }
        count(ending, of: request, in: held[place].phase)
        if ending != .gone { held[place].phase.apply(.ended(held[place].position.coverage)) }
        switch ending {
        case .confirmed:
            if request.aim.isPart { held[place].ladder.succeed() } else { held[place].failures = 0 }
            held[place].closureDoubts = 0
            held[place].proven = request.request
            effects.append(.note(.confirmed(request.request, ticket, after: now - request.sent)))
            settle(request, of: place, at: now, into: &effects)
        case .rejected(let why):
            if let cargo { held[place].loosen(cargo) }
            retry(request, of: place, longest: longestPause(after: why), at: now)
            effects.append(.note(.ended(request.request, ticket, ending)))
        case .notApplied:
            if let cargo { held[place].loosen(cargo) }
            retry(request, of: place, at: now)
            effects.append(.note(.ended(request.request, ticket, ending)))
        case .superseded:
            if let cargo { held[place].loosen(cargo) }
            // The broker may have it, and may still execute it.
            if request.aim.isPart { held[place].ladder.isBarred = true }
            effects.append(.note(.ended(request.request, ticket, ending)))
        case .refused(let refusal):
            effects.append(.note(.ended(request.request, ticket, ending)))
            afterRefusal(refusal, of: request, at: place, now, into: &effects)
        case .gone:
            effects.append(.note(.ended(request.request, ticket, ending)))
            awaitClosure(of: place, at: now)
        }
    }

    /// Something urgent takes the lease of a request that has held it for too long; its answer is late.
    mutating func supersede(_ place: Place, at now: Instant, into effects: inout [AccountEffect]) {
        guard let request = held[place].request else { return }
        end(request, of: place, .superseded, at: now, into: &effects)
    }

    /// A proven request settles its position, unless a close is proven before the position event that shows it.
    private mutating func settle(
        _ request: RequestLifecycle, of place: Place, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard held[place].phase != .closed else { return }
        if case .close(let volume, let before) = request.aim, held[place].position.volume > before - volume {
            awaitClosure(of: place, at: now)
        } else if held[place].pending == nil {
            effects.append(.shard(.settled(held[place].ticket)))
        }
    }

    /// A loss the terminal values higher is aimed lower at once, a few times; all else waits.
    private mutating func afterRefusal(
        _ refusal: RequestResult.Refusal, of request: RequestLifecycle, at place: Place, _ now: Instant,
        into effects: inout [AccountEffect]
    ) {
        guard refusal == .beyondMaxLoss else {
            retry(request, of: place, at: now)
            return
        }
        effects.append(.shard(.reconsider(held[place].ticket, .valuedHigher)))
        if held[place].failures < Self.quickRetries {
            held[place].failures += 1
        } else {
            retryLater(place, request.lane, at: now)
        }
    }

    /// A stop is decided again after a pause that holds back its lane; a part that could not be closed waits alone.
    private mutating func retry(
        _ request: RequestLifecycle, of place: Place, longest: TimeSpan = .seconds(2), at now: Instant
    ) {
        if request.aim.isPart {
            restReduction(of: place, at: now)
        } else {
            retryLater(place, request.lane, longest: longest, at: now)
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
        _ place: Place, _ lane: Lane, longest: TimeSpan = .seconds(2), at now: Instant
    ) {
        held[place].reconsiderAt = held[place].backOff(lane, longest: longest, at: now)
        follow(place)
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
        if request.aim.isClose {
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
