extension Shard {
    /// Everything anew; what is remembered of a position survives when the same position is still there.
    mutating func replaceAll(with snapshot: Snapshot, into effects: inout [ShardEffect]) {
        var remembered: [PositionID: GuardedPosition] = [:]
        for desk in desks {
            for guarded in desk?.positions ?? [] { remembered[guarded.position.identifier] = guarded }
        }
        desks.removeAll(keepingCapacity: true)
        symbolOf.removeAll(keepingCapacity: true)
        for spec in snapshot.symbols { place(spec) }
        for valuation in snapshot.valuations { desks[safe: valuation.symbol]?.valuation = valuation }
        for tick in snapshot.ticks where Quote.refusal(of: tick) == nil {
            desks[safe: tick.symbol]?.quote = Quote(
                bid: tick.bid, ask: tick.ask, time: tick.time, seen: tick.seen)
        }
        for position in snapshot.positions {
            admit(position, remembering: remembered[position.identifier])
        }
        reconsiderAll(into: &effects)
    }

    mutating func specify(_ spec: SymbolSpec, into effects: inout [ShardEffect]) {
        place(spec)
        decideAll(onDesk: Int(spec.symbol.rawValue), best: nil, cause: nil, into: &effects)
    }

    private mutating func place(_ spec: SymbolSpec) {
        let index = Int(spec.symbol.rawValue)
        while desks.count <= index { desks.append(nil) }
        if desks[index] == nil {
            desks[index] = SymbolDesk(spec: spec)
        } else {
            desks[index]?.spec = spec
        }
    }

    /// A valuation moves every worst case on its desk, whether or not a tick came with it.
    mutating func value(_ valuation: Valuation, into effects: inout [ShardEffect]) {
        guard desks[safe: valuation.symbol] != nil, desks[safe: valuation.symbol]?.valuation != valuation
        else { return }
        desks[safe: valuation.symbol]?.valuation = valuation
        decideAll(onDesk: Int(valuation.symbol.rawValue), best: nil, cause: nil, into: &effects)
    }

    mutating func observe(
        _ position: Position, _ change: PositionChange, into effects: inout [ShardEffect]
    ) {
        if let known = symbolOf[position.ticket], known != position.symbol { forget(position.ticket) }
        guard let index = deskIndex(position.symbol) else { return }
        guard let place = desks[index]?.index(of: position.ticket) else {
            admit(position, remembering: nil)
            decideLast(onDesk: index, cause: position.seen, into: &effects)
            return
        }
        update(desk: index, place: place, position, change)
        decide(desk: index, place: place, cause: nil, into: &effects)
        desks[index]?.gatherTriggers()
    }

    private mutating func update(
        desk index: Int, place: Int, _ position: Position, _ change: PositionChange
    ) {
        guard var guarded = desks[index]?.positions[place] else { return }
        let isReversed = guarded.position.side != position.side
        guarded.position = position
        if isReversed {
            // A netting reversal is another position: nothing remembered holds for it.
            guarded = GuardedPosition(position: position, rules: guarded.rules)
        }
        switch change {
        case .opened, .expected: break
        case .foreign:
            guarded.peak = nil
            guarded.floor = nil
            guarded.wanted = nil
        case .regressed(let stop):
            guarded.floor = guarded.floor.map { position.side.tighter($0, stop) } ?? stop
            guarded.wanted = nil
        }
        if let floor = guarded.floor, let stop = position.stopLoss,
            !position.side.isTighter(floor, than: stop)
        {
            guarded.floor = nil
        }
        desks[index]?.positions[place] = guarded
    }

    /// Takes a position in if a rule set is for it.
    private mutating func admit(_ position: Position, remembering former: GuardedPosition?) {
        guard let index = deskIndex(position.symbol), let spec = desks[index]?.spec,
            let rules = settings.rules(symbol: spec.name, magic: position.magic)
        else { return }
        var guarded = GuardedPosition(position: position, rules: rules)
        if let former, former.position.side == position.side {
            guarded.peak = former.peak
            guarded.caution = former.caution
            guarded.wanted = former.wanted
            guarded.floor = former.floor
            guarded.isClosing = former.isClosing
        }
        desks[index]?.positions.append(guarded)
        symbolOf[position.ticket] = position.symbol
    }

    private mutating func decideLast(
        onDesk index: Int, cause: Instant?, into effects: inout [ShardEffect]
    ) {
        guard let place = desks[index]?.positions.indices.last else { return }
        decide(desk: index, place: place, cause: cause, into: &effects)
        desks[index]?.gatherTriggers()
    }

    mutating func forget(_ ticket: Ticket) {
        guard let symbol = symbolOf.removeValue(forKey: ticket), let index = deskIndex(symbol) else { return }
        desks[index]?.positions.removeAll { $0.position.ticket == ticket }
        desks[index]?.gatherTriggers()
    }

    mutating func reconsider(
        _ ticket: Ticket, _ why: Reconsideration, into effects: inout [ShardEffect]
    ) {
        guard let symbol = symbolOf[ticket], let index = deskIndex(symbol),
            let place = desks[index]?.index(of: ticket)
        else { return }
        desks[index]?.positions[place].wanted = nil
        desks[index]?.positions[place].isClosing = false
        if why == .valuedHigher, let caution = desks[index]?.positions[place].caution {
            desks[index]?.positions[place].caution = min(200, caution + 10)
        }
        decide(desk: index, place: place, cause: nil, into: &effects)
        desks[index]?.gatherTriggers()
    }

    /// A proposal is no longer open; what the broker confirmed stands in the position itself.
    mutating func settle(_ ticket: Ticket, into effects: inout [ShardEffect]) {
        guard let symbol = symbolOf[ticket], let index = deskIndex(symbol),
            let place = desks[index]?.index(of: ticket)
        else { return }
        desks[index]?.positions[place].wanted = nil
        desks[index]?.positions[place].isClosing = false
        decide(desk: index, place: place, cause: nil, into: &effects)
        desks[index]?.gatherTriggers()
    }

    mutating func reconsiderAll(into effects: inout [ShardEffect]) {
        for index in desks.indices { decideAll(onDesk: index, best: nil, cause: nil, into: &effects) }
    }

    /// Other rules from here on: every position is matched again; peaks and confirmed stops remain.
    mutating func adopt(_ settings: Settings, into effects: inout [ShardEffect]) {
        self.settings = settings
        mode = settings.mode
        for index in desks.indices {
            guard let desk = desks[index] else { continue }
            desks[index]?.positions.removeAll()
            for guarded in desk.positions {
                symbolOf[guarded.position.ticket] = nil
                admit(guarded.position, remembering: guarded)
            }
        }
        reconsiderAll(into: &effects)
    }

    private func deskIndex(_ symbol: SymbolID) -> Int? {
        let index = Int(symbol.rawValue)
        return index < desks.count && desks[index] != nil ? index : nil
    }
}

extension [SymbolDesk?] {
    /// The desk of a symbol; assigning to one that is not there does nothing.
    subscript(safe symbol: SymbolID) -> SymbolDesk? {
        get {
            let index = Int(symbol.rawValue)
            return index < count ? self[index] : nil
        }
        set {
            let index = Int(symbol.rawValue)
            if index < count { self[index] = newValue }
        }
    }
}
