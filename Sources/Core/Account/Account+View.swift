extension Account {
    /// The broker's word on one position: proves requests, and shows what others did.
    mutating func observe(
        _ position: Position, at now: Instant, into effects: inout [AccountEffect]
    ) {
        if specs[position.symbol] == nil { resynchronize(at: now, into: &effects) }
        if let known = held[position.ticket], !known.isSame(as: position) {
            // A netting reversal is another position: nothing that waits or is under way is meant for it.
            release(position.ticket, at: now, into: &effects)
        }
        let change = record(position, at: now, into: &effects)
        effects.append(.shard(.position(position, change)))
        prove(position, at: now, into: &effects)
    }

    /// Puts a position into the books and judges what changed.
    private mutating func record(
        _ position: Position, at now: Instant, into effects: inout [AccountEffect]
    ) -> PositionChange {
        defer { follow(position.ticket) }
        checksum.add(position)
        guard let known = held[position.ticket] else {
            var entry = HeldPosition(position: position, rules: rules(of: position), firstSeen: now)
            entry.watchCoverage(at: now)
            held[position.ticket] = entry
            if entry.rules != nil { emptySince = nil }
            effects.append(.note(.opened(position.ticket)))
            return .opened
        }
        checksum.remove(known.position)
        held[position.ticket]?.position = position
        held[position.ticket]?.watchCoverage(at: now)
        showOpen(position.ticket, at: now)
        watchTakeProfit(position, against: known, into: &effects)
        return judge(position, against: known, into: &effects)
    }

    private mutating func prove(_ position: Position, at now: Instant, into effects: inout [AccountEffect]) {
        guard let action = held[position.ticket]?.request?.positionSeen(position) else { return }
        perform(action, for: position.ticket, at: now, into: &effects)
    }

    private func rules(of position: Position) -> RuleSet? {
        specs[position.symbol].flatMap { settings.rules(symbol: $0.name, magic: position.magic) }
    }

    /// Decides whose doing a changed stop is.
    ///
    /// Ours: it is what the request under way asked for, or what a request asked for that ended unproven. If
    /// it is looser than before, a late execution undid something tighter. Anything else is somebody else's.
    private mutating func judge(
        _ position: Position, against known: HeldPosition, into effects: inout [AccountEffect]
    ) -> PositionChange {
        let before = known.position.stopLoss
        guard position.stopLoss != before else { return .expected }
        let after = position.stopLoss
        if let after, known.cargo?.stop == after || known.loose.contains(where: { $0.stop == after }) {
            guard let before, position.side.isTighter(before, than: after) else { return .expected }
            counters.lateRegressions += 1
            effects.append(.note(.lateRegression(position.ticket, from: before, to: after)))
            return .regressed(from: before)
        }
        counters.foreignStops += 1
        effects.append(.note(.foreignStop(position.ticket, from: before, to: after)))
        return .foreign
    }

    /// S9: a person's take-profit that a request of ours overwrote is restored.
    ///
    /// A request overwrote it if its stop and its take-profit arrive together (a restoring request leaves the
    /// stop as it is) and the take-profit before was not the one that stood when the request was sent. Any
    /// other change of it is a person's, who thereby says what it should be.
    private mutating func watchTakeProfit(
        _ position: Position, against known: HeldPosition, into effects: inout [AccountEffect]
    ) {
        let before = known.position.takeProfit
        let after = position.takeProfit
        guard after != before else { return }
        var suspects: [HeldPosition.Cargo] = []
        if position.stopLoss != known.position.stopLoss {
            suspects = known.loose
            if let cargo = known.cargo { suspects.append(cargo) }
        } else if case .restore? = known.request?.aim, let cargo = known.cargo {
            suspects = [cargo]
        }
        let isOverwritten = suspects.contains {
            $0.takeProfit == after && $0.expectedTakeProfit != before && $0.stop == position.stopLoss
        }
        guard isOverwritten else {
            held[position.ticket]?.lost = nil
            return
        }
        counters.takeProfitsOverwritten += 1
        held[position.ticket]?.lost = HeldPosition.LostTakeProfit(level: before)
        effects.append(.note(.takeProfitOverwritten(position.ticket, lost: before)))
    }

    /// The EA's own guard placed a stop: the position event that shows it is nobody's edit.
    mutating func expect(_ act: GuardActed) {
        guard act.kind == .stopPlaced, let stop = act.stopLoss, let entry = held[act.ticket] else { return }
        let takeProfit = entry.position.takeProfit
        held[act.ticket]?.loosen(
            HeldPosition.Cargo(stop: stop, expectedTakeProfit: takeProfit, takeProfit: takeProfit))
    }

    /// The position is closed: its lease ends, its proposals with it.
    mutating func release(_ ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]) {
        guard let known = held[ticket] else { return }
        held[ticket]?.phase.apply(.seenClosed)
        if let action = held[ticket]?.request?.positionGone() {
            perform(action, for: ticket, at: now, into: &effects)
        }
        checksum.remove(known.position)
        held[ticket] = nil
        active.remove(ticket)
        effects.append(.note(.closed(ticket)))
        effects.append(.shard(.gone(ticket)))
    }

    /// Everything anew: what is gone is released, what changed is judged, what the link may have lost is
    /// read back, and the shard decides all positions from the beginning.
    mutating func replaceAll(
        with snapshot: Snapshot, at now: Instant, into effects: inout [AccountEffect]
    ) {
        var present: [Ticket: Position] = [:]
        for position in snapshot.positions { present[position.ticket] = position }
        for ticket in held.keys.sorted() {
            guard let entry = held[ticket] else { continue }
            if let position = present[ticket], entry.isSame(as: position) { continue }
            release(ticket, at: now, into: &effects)
        }
        specs.removeAll(keepingCapacity: true)
        valuations.removeAll(keepingCapacity: true)
        for spec in snapshot.symbols { specs[spec.symbol] = spec }
        for valuation in snapshot.valuations { valuations[valuation.symbol] = valuation }
        forgetProposals()
        isSynchronized = true
        snapshotAsked = nil
        effects.append(.shard(.snapshot(snapshot)))
        for position in snapshot.positions {
            switch record(position, at: now, into: &effects) {
            case .opened, .expected: break
            case .foreign: effects.append(.shard(.position(position, .foreign)))
            case .regressed(let stop):
                effects.append(.shard(.position(position, .regressed(from: stop))))
            }
            prove(position, at: now, into: &effects)
            guard let action = held[position.ticket]?.request?.linkRestored(at: now) else { continue }
            perform(action, for: position.ticket, at: now, into: &effects)
        }
        considerFlattened(at: now, into: &effects)
    }

    mutating func specify(_ spec: SymbolSpec, into effects: inout [AccountEffect]) {
        guard isSynchronized else { return }
        let wasTradable = isTradable(spec.symbol)
        specs[spec.symbol] = spec
        if spec.isTradable, !wasTradable {
            for ticket in active where held[ticket]?.position.symbol == spec.symbol {
                held[ticket]?.notBefore = .zero
            }
        }
        effects.append(.shard(.symbol(spec)))
    }
}
