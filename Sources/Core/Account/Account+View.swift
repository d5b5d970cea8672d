extension Account {
    /// The broker's word on one position: proves requests, and shows what others did.
    mutating func observe(
        _ position: Position, at now: Instant, into effects: inout [AccountEffect]
    ) {
        if specs[position.symbol] == nil { resynchronize(at: now, into: &effects) }
        if let known = held.place(of: position.ticket), !held[known].isSame(as: position) {
            // A netting reversal is another position: nothing that waits or is under way is meant for it.
            release(position.ticket, at: now, into: &effects)
        }
        let known = held.place(of: position.ticket).map { held[$0].position }
        let (place, change) = record(position, at: now, into: &effects)
        effects.append(.shard(.position(position, change)))
        if known?.isSelected(unlike: position) == true, let traded = held[place].ladder.traded {
            // To the shard it is another position.
            effects.append(.shard(.traded(position.ticket, traded)))
        }
        prove(position, at: place, now, into: &effects)
    }

    /// Puts a position into the books and judges what changed.
    private mutating func record(
        _ position: Position, at now: Instant, into effects: inout [AccountEffect]
    ) -> (Place, PositionChange) {
        checksum.add(position)
        guard let place = held.place(of: position.ticket) else {
            var entry = HeldPosition(position: position, rules: rules(of: position), firstSeen: now)
            entry.watchCoverage(at: now)
            if entry.isManaged { emptySince = nil }
            let place = held.insert(entry)
            follow(place)
            effects.append(.note(.opened(position.ticket)))
            return (place, .opened)
        }
        checksum.remove(held[place].position)
        watchTakeProfit(position, at: place, into: &effects)
        let change = judge(position, at: place, into: &effects)
        if held[place].position.isSelected(unlike: position) { held[place].shared = rules(of: position) }
        held[place].position = position
        held[place].watchCoverage(at: now)
        showOpen(place, at: now)
        follow(place)
        return (place, change)
    }

    private mutating func prove(
        _ position: Position, at place: Place, _ now: Instant, into effects: inout [AccountEffect]
    ) {
        guard let action = held[place].request?.positionSeen(position) else { return }
        perform(action, for: place, at: now, into: &effects)
    }

    private func rules(of position: Position) -> SharedRules? {
        specs[position.symbol].flatMap { settings.sharedRules(of: position, symbol: $0.name) }
    }

    /// Decides whose doing a changed stop is.
    ///
    /// Ours: it is what the request under way asked for, or what a request asked for that ended unproven. If
    /// it is looser than before, a late execution undid something tighter. Anything else is somebody else's.
    private mutating func judge(
        _ position: Position, at place: Place, into effects: inout [AccountEffect]
    ) -> PositionChange {
        let before = held[place].position.stopLoss
        guard position.stopLoss != before else { return .expected }
        let after = position.stopLoss
        if let after, held[place].hasAsked(for: after) {
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
        _ position: Position, at place: Place, into effects: inout [AccountEffect]
    ) {
        let before = held[place].position.takeProfit
        let after = position.takeProfit
        guard after != before else { return }
        let known = held[place]
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
            held[place].lost = nil
            return
        }
        counters.takeProfitsOverwritten += 1
        held[place].lost = HeldPosition.LostTakeProfit(level: before)
        effects.append(.note(.takeProfitOverwritten(position.ticket, lost: before)))
    }

    /// The EA's own guard placed a stop: the position event that shows it is nobody's edit.
    mutating func expect(_ act: GuardActed) {
        guard act.kind == .stopPlaced, let stop = act.stopLoss, let place = held.place(of: act.ticket)
        else { return }
        let takeProfit = held[place].position.takeProfit
        held[place].loosen(
            HeldPosition.Cargo(stop: stop, expectedTakeProfit: takeProfit, takeProfit: takeProfit))
    }

    /// The position is closed: its lease ends, its proposals with it.
    mutating func release(_ ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]) {
        guard let place = held.place(of: ticket) else { return }
        held[place].phase.apply(.seenClosed)
        if let action = held[place].request?.positionGone() {
            perform(action, for: place, at: now, into: &effects)
        }
        checksum.remove(held[place].position)
        held.remove(at: place)
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
        for ticket in held.tickets {
            guard let place = held.place(of: ticket) else { continue }
            if let position = present[ticket], held[place].isSame(as: position) { continue }
            release(ticket, at: now, into: &effects)
        }
        specs.removeAll()
        valuations.removeAll()
        for spec in snapshot.symbols { specs[spec.symbol] = spec }
        for valuation in snapshot.valuations { valuations[valuation.symbol] = valuation }
        forgetProposals()
        isSynchronized = true
        snapshotAsked = nil
        effects.append(.shard(.snapshot(snapshot)))
        for position in snapshot.positions {
            let (place, change) = record(position, at: now, into: &effects)
            switch change {
            case .opened, .expected: break
            case .foreign: effects.append(.shard(.position(position, .foreign)))
            case .regressed(let stop):
                effects.append(.shard(.position(position, .regressed(from: stop))))
            }
            prove(position, at: place, now, into: &effects)
            guard let action = held[place].request?.linkRestored(at: now) else { continue }
            perform(action, for: place, at: now, into: &effects)
        }
        considerFlattened(at: now, into: &effects)
        wantBars(at: now, into: &effects)
    }

    mutating func specify(_ spec: SymbolSpec, at now: Instant, into effects: inout [AccountEffect]) {
        guard isSynchronized else { return }
        let wasTradable = isTradable(spec.symbol)
        specs[spec.symbol] = spec
        if spec.isTradable, !wasTradable {
            for number in 0..<held.activeCount {
                let place = held.activePlace(number)
                if held[place].position.symbol == spec.symbol { held[place].notBefore = .zero }
            }
        }
        effects.append(.shard(.symbol(spec)))
        warmUp.want(settings.bars(symbol: spec.name), of: spec.symbol, at: now)
        askForBars(at: now, into: &effects)
    }
}
