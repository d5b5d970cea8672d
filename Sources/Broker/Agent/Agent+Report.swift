import Core

/// Reading the terminal, and telling the daemon what changed.
extension Agent {
    /// Reads the terminal's list of positions anew if anything was told since.
    func scanPositions(at now: Instant) {
        guard isScanDue else { return }
        isScanDue = false
        scans += 1
        if mirror.isConnected { sweep(at: now) }
        for position in mirror.positions { read(position, at: now) }
        replaced.removeAll(keepingCapacity: true)
        measureStops()
    }

    private func read(_ position: Position, at now: Instant) {
        guard let index = positions.firstIndex(where: { $0.wire.ticket == position.ticket }) else {
            add(position, at: now)
            return
        }
        guard positions[index].revision != position.revision else { return }
        let old = positions[index].wire
        let isReversed = old.side != position.side
        let seen = isReversed ? clock(now) : old.seen
        positions[index].revision = position.revision
        positions[index].wire = wire(position, symbol: old.symbol, seen: seen)
        positions[index].isDue = true
        if isReversed || (position.stopLoss == nil && old.stopLoss != nil) {
            positions[index].bareSince = clock(now)
            positions[index].guardAt = nil
            positions[index].guardAttempts = 0
        }
        checksum.remove(old)
        checksum.add(positions[index].wire)
        let levels = positions[index].levels
        let isMoved = levels != AgentPosition.Levels(stopLoss: old.stopLoss, takeProfit: old.takeProfit)
        if isReversed || old.volume != position.volume || (isMoved && levels != positions[index].asked) {
            note(positions[index])
        }
    }

    private func note(_ position: AgentPosition) {
        memory.events.note(.position(position.wire), position.place, boot: bootID)
    }

    /// A position that comes back under another ticket has been open, and perhaps without a stop, for as long
    /// as it was under the old one. The other side under the same identifier is a reversal: a new position.
    private func add(_ position: Position, at now: Instant) {
        let number = number(of: position.symbol, at: now)
        symbols[number].positions += 1
        let former =
            replaced.last { $0.wire.identifier == position.identifier && $0.wire.side == position.side }
        let wire = wire(
            position, symbol: symbols[number].number, seen: former?.wire.seen ?? clock(now))
        var added = AgentPosition(
            wire: wire, place: position.symbol, revision: position.revision,
            isEarly: former?.isEarly ?? (scans <= 1))
        added.bareSince = former.flatMap { $0.wire.stopLoss == nil ? $0.bareSince : clock(now) }
        positions.append(added)
        if !added.isEarly { note(added) }
        checksum.add(wire)
    }

    private func wire(_ position: Position, symbol: SymbolID, seen: Instant) -> Core.Position {
        Core.Position(
            ticket: position.ticket, identifier: position.identifier, magic: position.magic, symbol: symbol,
            side: position.side, volume: position.volume, openPrice: position.openPrice,
            stopLoss: position.stopLoss, takeProfit: position.takeProfit, swap: position.swap,
            commission: position.commission, opened: position.opened, updated: position.updated, seen: seen,
            comment: position.comment)
    }

    private func sweep(at now: Instant) {
        var index = 0
        while index < positions.count {
            let wire = positions[index].wire
            if mirror.positions.contains(where: { $0.ticket == wire.ticket }) {
                index += 1
                continue
            }
            symbols[Int(wire.symbol.rawValue)].positions -= 1
            checksum.remove(wire)
            let gone = PositionClosed(
                ticket: wire.ticket, identifier: wire.identifier, symbol: wire.symbol, seen: clock(now))
            closed.append(gone)
            memory.events.note(.closed(gone), positions[index].place, boot: bootID)
            replaced.append(positions.remove(at: index))
        }
    }

    func number(of place: SymbolIndex, at now: Instant) -> Int {
        if let known = symbolNumbers[place.rawValue] { return known }
        let number = symbols.count
        symbolNumbers[place.rawValue] = number
        var symbol = AgentSymbol(
            place: place, number: SymbolID(UInt16(number)), contract: valuation[place],
            isSessionOpen: valuation[place].sessions.isOpen(at: serverTime(now)))
        if let quote = valuation.quote(place) {
            symbol.take(quote, time: terminalTime, seen: clock(now))
        }
        symbols.append(symbol)
        value(number)
        return number
    }

    private func measureStops() {
        for index in symbols.indices { symbols[index].widestStop = 0 }
        for position in positions {
            guard let stop = position.wire.stopLoss else { continue }
            let away = abs(position.wire.openPrice.points - stop.points)
            let index = Int(position.wire.symbol.rawValue)
            symbols[index].widestStop = max(symbols[index].widestStop, away)
        }
    }

    // MARK: - Symbols

    /// Once a second: specification and valuation of every symbol in use.
    func refreshSymbols(at now: Instant) {
        guard now >= refreshAt else { return }
        refreshAt = now + .seconds(1)
        let time = serverTime(now)
        for index in symbols.indices where symbols[index].positions > 0 || symbols[index].valuation == nil {
            let contract = valuation[symbols[index].place]
            let isOpen = contract.sessions.isOpen(at: time)
            if isOpen != symbols[index].spec.isSessionOpen {
                symbols[index].spec.isSessionOpen = isOpen
                symbols[index].isSpecDue = true
            }
            value(index)
        }
    }

    /// Values a move of the size of the farthest stop, around the market, in all four directions.
    private func value(_ index: Int) {
        let place = symbols[index].place
        guard let quote = valuation.quote(place) else { return }
        let least = valuation[place].tickSize * 100
        let away = min(max(symbols[index].widestStop, least), quote.bid.points / 2)
        guard away > 0 else { return }
        func oneLot(_ side: Side, from price: Price, by points: Int64) -> Money {
            let lots = Volume(units: 100 * Volume.unitsPerLot)
            let profit = valuation.profit(
                place, side, lots, from: price, to: Price(points: price.points + points))
            return Money(units: abs(profit.units) / 100)
        }
        let fresh = Core.Valuation(
            symbol: symbols[index].number, reference: Distance(points: away),
            buyLoss: oneLot(.buy, from: quote.bid, by: -away),
            buyProfit: oneLot(.buy, from: quote.bid, by: away),
            sellLoss: oneLot(.sell, from: quote.ask, by: away),
            sellProfit: oneLot(.sell, from: quote.ask, by: -away))
        guard let fresh, fresh != symbols[index].valuation else { return }
        symbols[index].valuation = fresh
        symbols[index].isValuationDue = true
    }

    // MARK: - Telling

    /// Tells an established session what is new, and everything when it was asked.
    func report(at now: Instant) {
        noteDeals(at: now)
        guard isEstablished else { return }
        if let id = snapshotWanted { tellEverything(id, at: now) }
        for index in symbols.indices { tellSymbol(index, at: now) }
        for gone in closed { write(.positionClosed(gone), at: now) }
        closed.removeAll(keepingCapacity: true)
        for index in positions.indices where positions[index].isDue {
            positions[index].isDue = false
            write(.position(positions[index].wire), at: now)
        }
        for result in results { write(.result(result), at: now) }
        results.removeAll(keepingCapacity: true)
        for answer in readBacks { write(.readBack(answer), at: now) }
        readBacks.removeAll(keepingCapacity: true)
        for news in guardNews { write(.guardActed(news), at: now) }
        guardNews.removeAll(keepingCapacity: true)
        for press in panelPresses { write(.panel(press), at: now) }
        panelPresses.removeAll(keepingCapacity: true)
        if hasToldEverything { tellEvents(at: now) }
        if let question = historyWanted { tellHistory(question, at: now) }
        if let question = minutesWanted { tellMinutes(question, at: now) }
        // What the EA may do has changed: the daemon sends nothing until it hears of it.
        if now >= heartbeatAt || permissions != toldPermissions { beat(at: now) }
        flush(at: now)
    }

    private func noteDeals(at now: Instant) {
        for deal in deals {
            _ = number(of: deal.symbol, at: now)
            memory.events.note(.deal(wire(deal)), deal.symbol, boot: bootID)
        }
        deals.removeAll(keepingCapacity: true)
    }

    private func tellEvents(at now: Instant) {
        let due = memory.events.takeUntold { place in symbols[number(of: place, at: now)].number }
        for event in due {
            if let symbol = event.content.symbol { tellSymbol(Int(symbol.rawValue), at: now) }
            write(.tradeEvent(event), at: now)
        }
    }

    func tellSymbol(_ index: Int, at now: Instant) {
        if symbols[index].isSpecDue {
            symbols[index].isSpecDue = false
            write(.symbolSpec(symbols[index].spec), at: now)
        }
        if symbols[index].isValuationDue, let valuation = symbols[index].valuation {
            symbols[index].isValuationDue = false
            write(.valuation(valuation), at: now)
        }
        guard symbols[index].isTickDue, symbols[index].positions > 0, let tick = symbols[index].tick else {
            return
        }
        symbols[index].isTickDue = false
        write(.tick(tick), at: now)
    }

    private func tellEverything(_ id: UInt32, at now: Instant) {
        snapshotWanted = nil
        let used = symbols.indices.filter { symbols[$0].positions > 0 }
        write(
            .snapshotBegin(
                SnapshotBegin(
                    snapshot: id, symbols: UInt32(used.count), positions: UInt32(positions.count))), at: now)
        // The daemon has no number of a symbol yet that only an event will name.
        for index in symbols.indices { symbols[index].isSpecDue = true }
        for index in used {
            symbols[index].isValuationDue = symbols[index].valuation != nil
            symbols[index].isTickDue = symbols[index].tick != nil
            tellSymbol(index, at: now)
        }
        for index in positions.indices {
            positions[index].isDue = false
            write(.position(positions[index].wire), at: now)
        }
        closed.removeAll(keepingCapacity: true)
        let state = venue.server.account
        write(
            .account(
                Core.AccountState(
                    balance: state.balance, equity: state.equity, margin: state.margin,
                    marginFree: state.marginFree, permissions: permissions)), at: now)
        write(
            .snapshotEnd(
                SnapshotEnd(snapshot: id, positions: UInt32(positions.count), checksum: checksum)), at: now)
        hasToldEverything = true
        memory.events.tellAgain()
    }

    private func beat(at now: Instant) {
        heartbeatAt = now + heartbeat
        toldPermissions = permissions
        write(
            .heartbeat(
                TerminalHeartbeat(
                    permissions: permissions, latch: memory.latch, slowestCall: .none, slowestCall_us: 0,
                    positions: UInt32(positions.count), checksum: checksum, ping_us: 30_000, queuedBytes: 0,
                    inFlight: UInt32(inFlight), ticksMerged: ticksMerged, received: sequenceIn,
                    serverTime: serverTime(now), echo: daemonClock,
                    eventsWaiting: UInt32(memory.events.count), eventsDropped: memory.events.dropped)),
            at: now)
    }

    func wire(_ deal: Deal) -> Core.Deal {
        let entry: Core.Deal.Entry =
            switch deal.entry {
            case .in: .into
            case .out: .out
            case .inOut: .inOut
            }
        let reason: Core.Deal.Reason =
            switch deal.reason {
            case .client: .client
            case .expert: .expert
            case .stopLoss: .stopLoss
            case .takeProfit: .takeProfit
            case .stopOut: .stopOut
            }
        let number = symbolNumbers[deal.symbol.rawValue].map { symbols[$0].number }
        return Core.Deal(
            deal: deal.ticket.rawValue, order: deal.order.rawValue, position: deal.position,
            magic: deal.magic, symbol: number, kind: deal.side == .buy ? .buy : .sell, entry: entry,
            reason: reason, volume: deal.volume, price: deal.price, profit: deal.profit,
            commission: deal.commission, swap: deal.swap, fee: .zero, time: deal.time)
    }
}
