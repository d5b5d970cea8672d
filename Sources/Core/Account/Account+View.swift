extension Account {
    /// The broker's word on one position: proves requests, and shows what others did.
    mutating func observe(
        _ position: Position, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard let known = held[position.ticket] else {
            hold(position, at: now, into: &effects)
            effects.append(.shard(.position(position, .opened)))
            return
        }
        checksum.remove(known.position)
        checksum.add(position)
        held[position.ticket]?.position = position
        watchTakeProfit(position, against: known, into: &effects)
        let change = judge(position, against: known, into: &effects)
        effects.append(.shard(.position(position, change)))
        if let action = held[position.ticket]?.request?.positionSeen(position) {
            perform(action, for: position.ticket, at: now, into: &effects)
        }
    }

    private mutating func hold(
        _ position: Position, at now: Instant, into effects: inout [AccountEffect]
    ) {
        let rules = specs[position.symbol].flatMap {
            settings.rules(symbol: $0.name, magic: position.magic)
        }
        held[position.ticket] = HeldPosition(position: position, rules: rules, firstSeen: now)
        checksum.add(position)
        effects.append(.note(.opened(position.ticket)))
    }

    /// Decides whose doing a changed stop is.
    ///
    /// Ours: it is what the request under way asked for, or tighter than before by a request that ended
    /// unproven. A late regression: it is what such a request asked for, and looser than before. Anything
    /// else that differs is somebody else's.
    private mutating func judge(
        _ position: Position, against known: HeldPosition, into effects: inout [AccountEffect]
    ) -> PositionChange {
        let before = known.position.stopLoss
        guard position.stopLoss != before else { return .expected }
        let after = position.stopLoss
        let isLoosened =
            before.map { was in after.map { position.side.isTighter(was, than: $0) } ?? true } ?? false
        if let after {
            if case .stop(after)? = known.request?.aim, !isLoosened { return .expected }
            if known.loose.contains(where: { $0.stop == after }) {
                guard isLoosened, let before else { return .expected }
                counters.lateRegressions += 1
                effects.append(.note(.lateRegression(position.ticket, from: before, to: after)))
                return .regressed(from: before)
            }
        }
        counters.foreignStops += 1
        effects.append(.note(.foreignStop(position.ticket, from: before, to: after)))
        return .foreign
    }

    /// S9: a take-profit that falls back to what a request of ours carried was a person's, and is restored.
    private mutating func watchTakeProfit(
        _ position: Position, against known: HeldPosition, into effects: inout [AccountEffect]
    ) {
        let after = position.takeProfit
        if let lost = known.lost, lost.level == after { held[position.ticket]?.lost = nil }
        guard after != known.position.takeProfit else { return }
        let isOurs =
            (known.request != nil && known.travelling == after)
            || known.loose.contains { $0.takeProfit == after }
        guard isOurs, known.lost == nil else { return }
        let lost = known.position.takeProfit
        counters.takeProfitsOverwritten += 1
        held[position.ticket]?.lost = HeldPosition.LostTakeProfit(level: lost)
        hasPending = true
        effects.append(.note(.takeProfitOverwritten(position.ticket, lost: lost)))
    }

    /// The position is closed: its lease ends, its proposals with it.
    mutating func release(_ ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]) {
        guard let known = held[ticket] else { return }
        if let action = held[ticket]?.request?.positionGone() {
            perform(action, for: ticket, at: now, into: &effects)
        }
        checksum.remove(known.position)
        held[ticket] = nil
        effects.append(.note(.closed(ticket)))
        effects.append(.shard(.gone(ticket)))
    }

    /// Everything anew: what is gone is released, what changed is judged, what was in flight is read back.
    mutating func replaceAll(
        with snapshot: Snapshot, at now: Instant, into effects: inout [AccountEffect]
    ) {
        specs.removeAll(keepingCapacity: true)
        valuations.removeAll(keepingCapacity: true)
        for spec in snapshot.symbols { specs[spec.symbol] = spec }
        for valuation in snapshot.valuations { valuations[valuation.symbol] = valuation }
        let present = Set(snapshot.positions.map(\.ticket))
        for ticket in held.keys.sorted() where !present.contains(ticket) {
            release(ticket, at: now, into: &effects)
        }
        effects.append(.shard(.snapshot(snapshot)))
        for position in snapshot.positions { observe(position, at: now, into: &effects) }
        isSynchronized = true
        isResynchronizing = false
        for ticket in held.keys.sorted() {
            guard let action = held[ticket]?.request?.linkRestored(at: now) else { continue }
            perform(action, for: ticket, at: now, into: &effects)
        }
    }

    /// S12: the EA's sum over its positions against ours.
    mutating func compareViews(count: Int, sum: PositionChecksum, into effects: inout [AccountEffect]) {
        guard isSynchronized, !isResynchronizing else { return }
        guard count != held.count || sum != checksum else { return }
        isResynchronizing = true
        counters.resynchronizations += 1
        effects.append(.note(.viewDiffers))
        effects.append(.resynchronize)
    }

    mutating func control(
        _ mode: ControlMode, _ latch: KillLevel, into effects: inout [AccountEffect]
    ) {
        self.mode = mode
        self.latch = latch
        effects.append(.shard(.control(mode, latch)))
    }

    /// Other rules: every position is matched again, and the shards start from a fresh snapshot.
    mutating func adopt(_ settings: Settings, into effects: inout [AccountEffect]) {
        self.settings = settings
        mode = settings.mode
        for ticket in held.keys.sorted() {
            guard let entry = held[ticket] else { continue }
            let rules = specs[entry.position.symbol].flatMap {
                settings.rules(symbol: $0.name, magic: entry.position.magic)
            }
            var renewed = HeldPosition(position: entry.position, rules: rules, firstSeen: entry.firstSeen)
            renewed.request = entry.request
            renewed.move = entry.move
            renewed.loose = entry.loose
            held[ticket] = renewed
        }
        effects.append(.shard(.settings(settings)))
        isResynchronizing = true
        effects.append(.resynchronize)
    }
}
