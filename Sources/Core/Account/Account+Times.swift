/// What is due by time alone, and what that costs: only positions with something under way are looked at.
extension Account {
    /// Takes note of what a position waits for; after every change of its lease, proposal or times.
    mutating func follow(_ ticket: Ticket) {
        guard let entry = held[ticket], entry.isActive else {
            active.remove(ticket)
            return
        }
        active.insert(ticket)
        nextWake = min(nextWake, entry.wake)
        hasPending = hasPending || entry.isWaiting
    }

    /// Deadlines, verifications, read-backs, reconsiderations and missing stops that are due, in ticket order.
    mutating func checkTimes(at now: Instant, into effects: inout [AccountEffect]) {
        guard nextWake <= now else { return }
        let due = active.filter { (held[$0]?.wake ?? .never) <= now }.sorted()
        for ticket in due {
            judgeSilence(of: ticket, at: now, into: &effects)
            if let end = held[ticket]?.leaseEnd, end <= now {
                expireLease(of: ticket, at: now, into: &effects)
            }
            if let action = held[ticket]?.request?.timePassed(at: now) {
                perform(action, for: ticket, at: now, into: &effects)
            }
            askAboutClosureIfDue(ticket, at: now, into: &effects)
            reconsiderIfDue(ticket, at: now, into: &effects)
            noteUncoveredIfDue(ticket, at: now, into: &effects)
        }
        considerFlattened(at: now, into: &effects)
        nextWake = emptySince.map { $0 + Self.flattenQuiet } ?? .never
        for ticket in active { nextWake = min(nextWake, held[ticket]?.wake ?? .never) }
    }

    private mutating func reconsiderIfDue(
        _ ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard let entry = held[ticket], entry.reconsiderAt <= now else { return }
        held[ticket]?.reconsiderAt = .never
        if entry.request == nil, entry.pending == nil {
            effects.append(.shard(.reconsider(ticket, .timePassed)))
        }
        follow(ticket)
    }

    /// S3's alarm: once a second has passed without a stop, and every five seconds from then on.
    private mutating func noteUncoveredIfDue(
        _ ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard let entry = held[ticket], entry.uncoveredNoteAt <= now, let since = entry.uncoveredSince
        else { return }
        held[ticket]?.uncoveredNoteAt = now + Self.uncoveredRepeat
        counters.uncoveredNotes += 1
        effects.append(.note(.uncovered(ticket, for: now - since, uncoveredReason(of: entry, at: now))))
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
        guard latch == .flatten, isSynchronized, held.values.allSatisfy({ $0.rules == nil }) else {
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
