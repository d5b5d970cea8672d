import Core

/// Faults that strike by themselves, and the connection between terminal and broker.
extension TradeServer {
    func recordTold(_ message: ServerMessage, at now: Instant) {
        switch message {
        case .positionChanged(let position), .positionRestated(let position): record(.told(position), at: now)
        case .dealAdded(_, let after): if let after { record(.told(after), at: now) }
        case .answered(_, let result): record(.answered(result.request), at: now)
        case .connectionRestored(let positions, _):
            for position in positions { record(.told(position), at: now) }
            record(.connected(true), at: now)
        case .connectionLost: record(.connected(false), at: now)
        case .orderAdded, .orderDeleted, .historyAdded: break
        }
    }

    /// Cuts the terminal off from the broker for `duration`.
    ///
    /// What was on its way to the terminal is lost; of the requests on their way to the broker half
    /// never arrive, and of the others no answer does.
    public func disconnect(for duration: TimeSpan, at now: Instant) {
        guard isConnected else { return }
        // What had arrived by then stays so, even if nobody has looked yet.
        var arrived: [(element: ServerMessage, due: Instant)] = []
        while let message = outbox.pop(until: now) { arrived.append(message) }
        for case .dealAdded(let deal, _) in outbox.elements { missedDeals.append(deal) }
        outbox.removeAll()
        for message in arrived { outbox.insert(message.element, due: message.due) }
        outbox.insert(.connectionLost, due: now)
        isConnected = false
        reconnectAt = now + duration
        var kept = DueQueue<PendingRequest>()
        while let (pending, due) = requests.pop(until: .never) {
            guard random.happens(partsPerMillion: 500_000) else { continue }
            var silent = pending
            silent.fate.losesAnswer = true
            kept.insert(silent, due: due)
        }
        requests = kept
    }

    func reconnect(at now: Instant) {
        reconnectAt = .never
        isConnected = true
        lastDelivery = now
        outbox.insert(.connectionRestored(positions, missed: missedDeals), due: now)
        missedDeals.removeAll()
    }

    func rollTimedFaults(at now: Instant) {
        if dice.strikes(.brokerDisconnect, at: now) {
            disconnect(for: .milliseconds(random.between(2_000, 40_000)), at: now)
        }
        if dice.strikes(.foreignOpen, at: now) { openForeign(at: now) }
        if let position = drawn(.foreignClose, at: now) { personCloses(position.ticket, at: now) }
        if let position = drawn(.foreignPartialClose, at: now) { halve(position, at: now) }
        if let position = drawn(.foreignModify, at: now) { moveStop(position, at: now) }
        if let position = drawn(.foreignRemoveStop, at: now), position.stopLoss != nil {
            personModifies(position.ticket, stopLoss: nil, takeProfit: position.takeProfit, at: now)
        }
        if let position = drawn(.foreignTakeProfit, at: now) { moveTarget(position, at: now) }
        if let position = drawn(.ticketChange, at: now) { changeTicket(position, at: now) }
    }

    /// A random open position, if the fault strikes.
    private func drawn(_ name: FaultName, at now: Instant) -> Position? {
        guard dice.strikes(name, at: now), !positions.isEmpty else { return nil }
        return positions[Int(random.below(UInt64(positions.count)))]
    }

    private func openForeign(at now: Instant) {
        let symbol = SymbolIndex(Int(random.below(UInt64(contracts.count))))
        let side: Side = random.below(2) == 0 ? .buy : .sell
        personOpens(symbol, side, valuation[symbol].volumeMin, at: now)
    }

    private func halve(_ position: Position, at now: Instant) {
        let step = valuation[position.symbol].volumeStep.units
        let half = Volume(units: position.volume.units / 2 / step * step)
        guard half >= valuation[position.symbol].volumeMin else { return }
        personCloses(position.ticket, half, at: now)
    }

    /// A person drags the stop somewhere else: nearer or farther, wherever the broker takes it.
    private func moveStop(_ position: Position, at now: Instant) {
        guard let quote = valuation.quote(position.symbol) else { return }
        let contract = valuation[position.symbol]
        let away = contract.stopsLevel + random.between(1, 12) * max(contract.usualSpread, 1)
        let stop = onGrid(quote.closing(position.side).points - away * position.side.sign, contract)
        personModifies(position.ticket, stopLoss: stop, takeProfit: position.takeProfit, at: now)
    }

    private func moveTarget(_ position: Position, at now: Instant) {
        guard let quote = valuation.quote(position.symbol) else { return }
        let contract = valuation[position.symbol]
        let away = contract.stopsLevel + random.between(5, 40) * max(contract.usualSpread, 1)
        let target = onGrid(quote.closing(position.side).points + away * position.side.sign, contract)
        personModifies(position.ticket, stopLoss: position.stopLoss, takeProfit: target, at: now)
    }

    private func onGrid(_ points: Int64, _ contract: Contract) -> Price {
        Price(points: points / contract.tickSize * contract.tickSize)
    }

    /// The broker re-opens the position under another ticket, as some do at rollover.
    private func changeTicket(_ position: Position, at now: Instant) {
        guard let index = positions.firstIndex(where: { $0.identifier == position.identifier }) else {
            return
        }
        positions[index].ticket = Ticket(nextTicket)
        nextTicket += 1
        touch(index)
        record(.restated(positions[index]), at: now)
        batch.append(.positionRestated(positions[index]))
        flush(due: now + half(latency))
    }
}
