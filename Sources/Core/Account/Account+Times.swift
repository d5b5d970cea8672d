/// What is due by time alone, and what that costs: only positions with something under way are looked at.
extension Account {
    /// Takes note of what a position waits for; after every change of its lease, proposal or times.
    mutating func follow(_ place: Place) {
        guard held[place].isActive else {
            held.deactivate(place)
            return
        }
        held.activate(place)
        nextWake = min(nextWake, held[place].wake)
        hasPending = hasPending || held[place].isWaiting
    }

    /// Deadlines, verifications, read-backs, reconsiderations and missing stops that are due, in ticket order.
    mutating func checkTimes(at now: Instant, into effects: inout [AccountEffect]) {
        guard nextWake <= now else { return }
        for ticket in dueTickets(at: now) {
            // None of these removes a position.
            guard let place = held.place(of: ticket) else { continue }
            judgeSilence(of: place, at: now, into: &effects)
            if held[place].leaseEnd <= now { expireLease(of: place, at: now, into: &effects) }
            if let action = held[place].request?.timePassed(at: now) {
                perform(action, for: place, at: now, into: &effects)
            }
            askAboutClosureIfDue(place, at: now, into: &effects)
            reconsiderIfDue(place, at: now, into: &effects)
            noteUncoveredIfDue(place, at: now, into: &effects)
        }
        considerExposure(at: now, into: &effects)
        considerFlattened(at: now, into: &effects)
        nextWake = emptySince.map { $0 + Self.flattenQuiet } ?? .never
        nextWake = min(nextWake, exposure.dueAt)
        askForBars(at: now, into: &effects)
        for number in 0..<held.activeCount {
            nextWake = min(nextWake, held[held.activePlace(number)].wake)
        }
    }

    private func dueTickets(at now: Instant) -> [Ticket] {
        var due: [Ticket] = []
        for number in 0..<held.activeCount {
            let place = held.activePlace(number)
            if held[place].wake <= now { due.append(held[place].ticket) }
        }
        return due.sorted()
    }

    private mutating func reconsiderIfDue(
        _ place: Place, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard held[place].reconsiderAt <= now else { return }
        held[place].reconsiderAt = .never
        if held[place].request == nil, held[place].pending == nil {
            effects.append(.shard(.reconsider(held[place].ticket, .timePassed)))
        }
        follow(place)
    }

    /// S3's alarm: once a second has passed without a stop, and every five seconds from then on.
    private mutating func noteUncoveredIfDue(
        _ place: Place, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard held[place].uncoveredNoteAt <= now, let since = held[place].uncoveredSince else { return }
        held[place].uncoveredNoteAt = now + Self.uncoveredRepeat
        counters.uncoveredNotes += 1
        let reason = uncoveredReason(of: held[place], at: now)
        effects.append(.note(.uncovered(held[place].ticket, for: now - since, reason)))
    }

    private func uncoveredReason(of entry: HeldPosition, at now: Instant) -> UncoveredReason {
        guard isLinked else { return .linkDown }
        guard isSynchronized else { return .notSynchronized }
        if latch == .freeze { return .frozen }
        switch entry.phase {
        case .closing, .closed: return .closing
        case .updating: return entry.request?.isUnknown == true ? .unknown : .inFlight
        case .opening, .open: break
        }
        if mode == .shadow { return .shadow }
        guard isPermitted else { return .notPermitted }
        guard isTradable(entry.position.symbol) else { return .marketClosed }
        guard entry.pending != nil else {
            return entry.reconsiderAt == .never ? .undecided : .backingOff
        }
        return entry.isHeldBack(at: now) ? .backingOff : .windowFull
    }

    /// Flatten has done its work once no managed position has been open for a while: then it freezes, so
    /// that nothing trades until a person resumes. The while is for fills still on their way.
    mutating func considerFlattened(at now: Instant, into effects: inout [AccountEffect]) {
        guard latch == .flatten, isSynchronized, held.values.allSatisfy({ !$0.isManaged }) else {
            emptySince = nil
            return
        }
        let since = emptySince ?? now
        emptySince = since
        guard now - since >= Self.flattenQuiet else {
            nextWake = min(nextWake, since + Self.flattenQuiet)
            return
        }
        emptySince = nil
        effects.append(.note(.flattened))
        control(mode, .freeze, into: &effects)
    }
}
