extension Shard {
    /// Everything anew; what is remembered of a position survives when the same position is still there.
    mutating func replaceAll(with snapshot: Snapshot, into effects: inout [ShardEffect]) {
        var remembered: [PositionID: (guarded: GuardedPosition, peak: Price?)] = [:]
        var bars: [String: MarketBars] = [:]
        for index in desks.indices {
            if let desk = desks[index] { bars[desk.spec.name] = desk.bars }
            for former in desks[index]?.removeAll() ?? [] {
                remembered[former.guarded.position.identifier] = former
            }
        }
        desks.removeAll(keepingCapacity: true)
        seats.removeAll(keepingCapacity: true)
        isBlind = false
        for spec in snapshot.symbols {
            place(spec)
            if let former = bars[spec.name] { desks[Int(spec.symbol.rawValue)]?.resume(former) }
        }
        for valuation in snapshot.valuations {
            if let index = deskIndex(valuation.symbol) { desks[index]?.valuation = valuation }
        }
        for tick in snapshot.ticks where Quote.refusal(of: tick) == nil {
            if let index = deskIndex(tick.symbol) { desks[index]?.adopt(tick) }
        }
        for position in snapshot.positions {
            admit(position, remembering: remembered[position.identifier])
        }
        decideAnew(into: &effects)
    }

    mutating func specify(_ spec: SymbolSpec, into effects: inout [ShardEffect]) {
        guard !isBlind else { return }
        place(spec)
        decideAll(onDesk: Int(spec.symbol.rawValue), into: &effects)
    }

    private mutating func place(_ spec: SymbolSpec) {
        let index = Int(spec.symbol.rawValue)
        while desks.count <= index { desks.append(nil) }
        if desks[index] == nil {
            desks[index] = SymbolDesk(spec: spec)
            desks[index]?.want(settings.bars(symbol: spec.name))
        } else {
            desks[index]?.spec = spec
        }
    }

    /// A valuation moves every worst case on its desk, whether or not a tick came with it.
    mutating func value(_ valuation: Valuation, into effects: inout [ShardEffect]) {
        guard !isBlind, let index = deskIndex(valuation.symbol), desks[index]?.valuation != valuation
        else { return }
        desks[index]?.valuation = valuation
        decideAll(onDesk: index, into: &effects)
    }

    mutating func observe(
        _ position: Position, _ change: PositionChange, into effects: inout [ShardEffect]
    ) {
        guard !isBlind else { return }
        if let seat = seats[position.ticket] {
            if seat.symbol == position.symbol, let index = deskIndex(seat.symbol),
                desks[index]?.positions[seat.place].position.isSelected(unlike: position) == false
            {
                update(desk: index, place: seat.place, position, change)
                decide(desk: index, place: seat.place, cause: nil, into: &effects)
                return
            }
            // Under the same ticket it is another position, perhaps under other rules: nothing remembered holds.
            forget(position.ticket)
        }
        guard let index = deskIndex(position.symbol), admit(position, remembering: nil) else { return }
        let place = (desks[index]?.positions.count ?? 1) - 1
        decide(desk: index, place: place, cause: position.seen, into: &effects)
    }

    private mutating func update(
        desk index: Int, place: Int, _ position: Position, _ change: PositionChange
    ) {
        desks[index]?.update(place) { guarded in
            if guarded.position.volume != position.volume { guarded.reducing = nil }
            guarded.position = position
            switch change {
            case .opened, .expected: break
            case .foreign:
                guarded.floor = nil
                guarded.tradersStop = position.stopLoss
                guarded.settle()
            case .regressed(let stop):
                guarded.floor = guarded.floor.map { position.side.tighter($0, stop) } ?? stop
                guarded.settle()
            }
            guarded.dropReachedFloor()
        }
        if change == .foreign { desks[index]?.forgetPeak(place) }
    }

    /// Takes a position in if a rule set is for it; the caller decides it.
    @discardableResult
    private mutating func admit(
        _ position: Position, remembering former: (guarded: GuardedPosition, peak: Price?)?
    ) -> Bool {
        guard let index = deskIndex(position.symbol), let spec = desks[index]?.spec,
            let rules = settings.sharedRules(of: position, symbol: spec.name)
        else { return false }
        var guarded = GuardedPosition(position: position, rules: rules)
        var peak: Price?
        if let former, former.guarded.position.side == position.side {
            guarded.remember(former.guarded)
            guarded.dropReachedFloor()
            peak = former.peak
        }
        seats[position.ticket] = Seat(symbol: position.symbol, place: desks[index]?.positions.count ?? 0)
        desks[index]?.append(guarded, peak: peak)
        return true
    }

    mutating func forget(_ ticket: Ticket) {
        guard let seat = seats.removeValue(forKey: ticket), let index = deskIndex(seat.symbol)
        else { return }
        if let moved = desks[index]?.remove(at: seat.place) ?? nil { seats[moved]?.place = seat.place }
    }

    /// A proposal is no longer open; what the broker confirmed stands in the position itself.
    mutating func reconsider(
        _ ticket: Ticket, _ why: Reconsideration, into effects: inout [ShardEffect]
    ) {
        guard let seat = seats[ticket], let index = deskIndex(seat.symbol) else { return }
        desks[index]?.update(seat.place) { guarded in
            guarded.settle()
            if why == .valuedHigher {
                guarded.caution = min(Stance.cautionMax, guarded.caution * 2 + 25)
            }
        }
        guard !isBlind else { return }
        decide(desk: index, place: seat.place, cause: nil, into: &effects)
    }

    /// R is measured from where it was before; what was settled since, from less, no longer counts.
    mutating func recall(_ ticket: Ticket, _ firstStop: Price, into effects: inout [ShardEffect]) {
        guard let seat = seats[ticket], let index = deskIndex(seat.symbol) else { return }
        desks[index]?.update(seat.place) { $0.initialStop = firstStop }
        guard !isBlind else { return }
        decide(desk: index, place: seat.place, cause: nil, into: &effects)
    }

    /// Decides every position as if nothing had been proposed: whoever waited for it has dropped it.
    mutating func decideAnew(into effects: inout [ShardEffect]) {
        for index in desks.indices {
            for place in 0..<(desks[index]?.positions.count ?? 0) {
                desks[index]?.update(place) { $0.settle() }
            }
            if !isBlind { decideAll(onDesk: index, into: &effects) }
        }
    }

    /// Other rules from here on: every position is matched again; peaks and confirmed stops remain.
    mutating func adopt(_ settings: Settings, into effects: inout [ShardEffect]) {
        self.settings = settings
        orders.mode = settings.mode
        for index in desks.indices {
            let formers = desks[index]?.removeAll() ?? []
            if let name = desks[index]?.spec.name { desks[index]?.want(settings.bars(symbol: name)) }
            for former in formers {
                seats[former.guarded.position.ticket] = nil
                admit(former.guarded.position, remembering: former)
            }
        }
        decideAnew(into: &effects)
    }

    /// Decides again whoever may depend on the balance.
    mutating func adopt(_ balance: Money, into effects: inout [ShardEffect]) {
        guard orders.balance != balance else { return }
        orders.balance = balance
        guard !isBlind, settings.looksAtBalance else { return }
        for index in desks.indices { decideAll(onDesk: index, into: &effects) }
    }

    mutating func adopt(_ traded: TradedVolumes, of ticket: Ticket, into effects: inout [ShardEffect]) {
        guard let seat = seats[ticket], let index = deskIndex(seat.symbol),
            desks[index]?.positions[seat.place].position.identifier == traded.position
        else { return }
        desks[index]?.update(seat.place) { guarded in
            guarded.traded = traded
            guarded.reducing = nil
        }
        guard !isBlind else { return }
        decide(desk: index, place: seat.place, cause: nil, into: &effects)
    }

    mutating func adopt(_ history: BarHistory, into effects: inout [ShardEffect]) {
        guard !isBlind, let index = deskIndex(history.symbol) else { return }
        desks[index]?.adopt(history)
        decideAll(onDesk: index, into: &effects)
    }

    func deskIndex(_ symbol: SymbolID) -> Int? {
        let index = Int(symbol.rawValue)
        return index < desks.count && desks[index] != nil ? index : nil
    }
}
