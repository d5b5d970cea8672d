extension Account {
    /// A session is established; a session before it that nobody ended is lost with all its answers.
    mutating func openLink(
        _ marginMode: MarginMode, at now: Instant, into effects: inout [AccountEffect]
    ) {
        if isLinked { loseLink(at: now, into: &effects) }
        isLinked = true
        self.marginMode = marginMode
        snapshotAsked = now
    }

    /// Every answer may be lost; nothing is asked or sent until a snapshot has arrived.
    mutating func loseLink(at now: Instant, into effects: inout [AccountEffect]) {
        isLinked = false
        isSynchronized = false
        snapshotAsked = nil
        clockHeard = nil
        warmUp.forget()
        emptySince = nil
        for number in 0..<held.activeCount {
            let place = held.activePlace(number)
            withdrawProbe(of: place, at: now)
            held[place].request?.linkLost(at: now)
            // The next snapshot tells whether it is open.
            held[place].closureAskAt = nil
        }
        // A lost link says nothing of the terminal that the next one finds.
        terminalBreaker.reset()
        forgetProposals()
        effects.append(.shard(.linkLost))
    }

    mutating func permit(_ isPermitted: Bool) {
        if isPermitted, !self.isPermitted {
            for number in 0..<held.activeCount { held[held.activePlace(number)].notBefore = .zero }
        }
        self.isPermitted = isPermitted
    }

    /// S12: the EA's sum over its positions against ours; a snapshot that does not come is asked for again.
    mutating func compareViews(
        count: Int, sum: PositionChecksum, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard isLinked else { return }
        if isSynchronized, snapshotAsked == nil {
            guard count != held.count || sum != checksum else { return }
            counters.resynchronizations += 1
            effects.append(.note(.viewDiffers))
        }
        resynchronize(at: now, into: &effects)
    }

    /// Asks for a snapshot, unless one was asked for a moment ago.
    mutating func resynchronize(at now: Instant, into effects: inout [AccountEffect]) {
        guard isLinked else { return }
        if let asked = snapshotAsked, now - asked < Self.snapshotPatience { return }
        snapshotAsked = now
        effects.append(.resynchronize)
    }

    /// What waited was decided under other orders; the shard decides everything anew.
    mutating func control(
        _ mode: ControlMode, _ latch: KillLevel, into effects: inout [AccountEffect]
    ) {
        self.mode = mode
        self.latch = latch
        forgetProposals()
        effects.append(.shard(.control(mode, latch)))
    }

    /// Other rules: every position is matched again, and the shards start from a fresh snapshot.
    mutating func adopt(
        _ settings: Settings, at now: Instant, into effects: inout [AccountEffect]
    ) {
        self.settings = settings
        mode = settings.mode
        rate = SendRate(perSecond: settings.flow.ratePerSecond)
        budget.adopt(settings.flow)
        tellDay(into: &effects)
        forgetProposals()
        for ticket in held.tickets {
            guard let place = held.place(of: ticket) else { continue }
            if let spec = specs[held[place].position.symbol] {
                held[place].shared = settings.sharedRules(of: held[place].position, symbol: spec.name)
            }
            held[place].watchCoverage(at: now)
            follow(place)
        }
        effects.append(.shard(.settings(settings)))
        snapshotAsked = nil
        resynchronize(at: now, into: &effects)
    }

    /// Drops what waits; only before an event that makes the shard decide every position anew.
    mutating func forgetProposals() {
        for number in 0..<held.activeCount { held[held.activePlace(number)].forgetProposal() }
    }
}
