import Core

/// The daemon's commands: every check of docs/protocol.md, in its order, before an order leaves.
extension Agent {
    func modify(_ command: ModifyStop, epoch: Epoch, at now: Instant) {
        guard !answeredFromMemory(command.request, command.ticket, at: now) else { return }
        scanPositions(at: now)
        var request = AgentRequest(
            id: command.request, origin: .daemon, kind: .modify, ticket: command.ticket, received: clock(now))
        let index = positions.firstIndex { $0.wire.ticket == command.ticket }
        if let index { aim(&request, at: positions[index], now: now) }
        let obstacle =
            refusal(
                epoch: epoch, cause: command.cause, limit_ms: command.limit_ms, index: index,
                symbol: command.symbol, side: command.side, ticket: command.ticket, now: now)
            ?? index.flatMap { refusal(of: command, positions[$0], now: now) }
        guard obstacle == nil, let index else {
            refuse(request, obstacle ?? .noSuchPosition, at: now)
            return
        }
        request.wantedStop = command.stopLoss
        request.wantedTakeProfit = command.takeProfit
        send(&request, stopOrder(positions[index], command.stopLoss, command.takeProfit), at: now)
    }

    func close(_ command: ClosePosition, epoch: Epoch, at now: Instant) {
        guard !answeredFromMemory(command.request, command.ticket, at: now) else { return }
        scanPositions(at: now)
        var request = AgentRequest(
            id: command.request, origin: .daemon, kind: .close, ticket: command.ticket, received: clock(now))
        let index = positions.firstIndex { $0.wire.ticket == command.ticket }
        if let index { aim(&request, at: positions[index], now: now) }
        let obstacle =
            refusal(
                epoch: epoch, cause: command.cause, limit_ms: command.limit_ms, index: index,
                symbol: command.symbol, side: command.side, ticket: command.ticket, now: now)
            ?? index.flatMap { refusal(of: command, positions[$0], now: now) }
        guard obstacle == nil, let index else {
            refuse(request, obstacle ?? .noSuchPosition, at: now)
            return
        }
        sendClose(&request, positions[index], volume: command.volume, at: now)
    }

    func sendClose(
        _ request: inout AgentRequest, _ position: AgentPosition, volume: Volume, at now: Instant
    ) {
        request.wantedVolume = volume
        send(
            &request,
            TradeRequest(
                action: .deal, symbol: position.place, position: position.wire.ticket,
                side: position.wire.side.opposite, volume: volume, magic: position.wire.magic,
                comment: request.tag), at: now)
    }

    func stopOrder(_ position: AgentPosition, _ stop: Price?, _ takeProfit: Price?) -> TradeRequest {
        TradeRequest(
            action: .stops, symbol: position.place, position: position.wire.ticket, side: position.wire.side,
            stopLoss: stop, takeProfit: takeProfit, magic: position.wire.magic)
    }

    /// Notes what the request is about, as it stands.
    func aim(_ request: inout AgentRequest, at position: AgentPosition, now: Instant) {
        request.identifier = position.wire.identifier
        request.volumeBefore = position.wire.volume
        request.stopBefore = position.wire.stopLoss
        request.takeProfitBefore = position.wire.takeProfit
        request.volume = position.wire.volume
        request.stopLoss = position.stopLoss(at: clock(now))
        request.takeProfit = position.takeProfit(at: clock(now))
    }

    /// Answers a request seen before from memory, without a second order.
    private func answeredFromMemory(_ id: RequestID, _ ticket: Ticket, at now: Instant) -> Bool {
        if var known = memory[id] {
            let isSettled = known.state != .inFlight && known.state != .fateUnknown
            if isSettled || (known.outcome == .unknown && known.answered != .zero) {
                counters.repeats += 1
                known.isRepeat = true
                results.append(result(of: known))
            }
            return true
        }
        guard memory.mayBeForgotten(id) else { return false }
        var forgotten = AgentRequest(
            id: id, origin: .daemon, kind: .modify, ticket: ticket, received: clock(now))
        forgotten.state = .fateUnknown
        forgotten.answered = forgotten.received
        forgotten.isRepeat = true
        results.append(result(of: forgotten))
        return true
    }

    // MARK: - Checks

    private func refusal(
        epoch: Epoch, cause: Instant, limit_ms: UInt32, index: Int?, symbol: SymbolID, side: Side,
        ticket: Ticket, now: Instant
    ) -> RequestResult.Refusal? {
        guard epoch == memory.highestEpoch else { return .epoch }
        let clock = clock(now)
        guard cause <= clock, clock <= cause + .milliseconds(Int64(limit_ms)) else { return .deadline }
        guard let index else { return .noSuchPosition }
        guard positions[index].wire.symbol == symbol, positions[index].wire.side == side else {
            return .levelsDiffer
        }
        guard inFlight < settings.inFlightMax, !isInFlight(ticket) else { return .busy }
        return nil
    }

    var inFlight: Int { open.count { $0.state == .inFlight } }

    func isInFlight(_ ticket: Ticket) -> Bool {
        open.contains { $0.ticket == ticket && $0.state == .inFlight }
    }

    private func refusal(
        of command: ModifyStop, _ position: AgentPosition, now: Instant
    ) -> RequestResult.Refusal? {
        let clock = clock(now)
        let present = position.stopLoss(at: clock)
        let takeProfit = position.takeProfit(at: clock)
        guard present == command.expectedStopLoss, takeProfit == command.expectedTakeProfit else {
            return .levelsDiffer
        }
        if present == command.stopLoss, takeProfit == command.takeProfit { return .nothingToChange }
        let side = position.wire.side
        let isLooser = present.map { side.isTighter($0, than: command.stopLoss) } ?? false
        if !(command.isCapUnreachable && !isLooser) {
            guard loss(of: position, at: command.stopLoss) <= command.maxLoss else { return .beyondMaxLoss }
        }
        if isLooser, !command.mayLoosen { return .wouldLoosen }
        let contract = valuation[position.place]
        guard contract.isOnGrid(command.stopLoss) else { return .offGrid }
        if let refusal = tooNear(position, command, present, takeProfit, contract) { return refusal }
        return permissionRefusal(contract) ?? (memory.effectiveLatch == .freeze ? .latched : nil)
    }

    private func tooNear(
        _ position: AgentPosition, _ command: ModifyStop, _ present: Price?, _ takeProfit: Price?,
        _ contract: Contract
    ) -> RequestResult.Refusal? {
        guard let quote = valuation.quote(position.place) else { return .stopsLevel }
        let side = position.wire.side
        let market = quote.closing(side)
        if command.stopLoss != present {
            let distance = side.gain(from: command.stopLoss, to: market).points
            guard distance > 0, distance >= contract.stopsLevel else { return .stopsLevel }
        }
        guard contract.freezeLevel > 0 else { return nil }
        if let present, side.gain(from: present, to: market).points <= contract.freezeLevel {
            return .freezeLevel
        }
        if let takeProfit, side.gain(from: market, to: takeProfit).points <= contract.freezeLevel {
            return .freezeLevel
        }
        return nil
    }

    private func refusal(
        of command: ClosePosition, _ position: AgentPosition, now: Instant
    ) -> RequestResult.Refusal? {
        let contract = valuation[position.place]
        if let expected = command.expectedVolume, expected != position.wire.volume { return .levelsDiffer }
        guard command.volume > .zero, command.volume <= position.wire.volume else { return .volume }
        if command.volume < position.wire.volume, command.volume.units % contract.volumeStep.units != 0 {
            return .volume
        }
        return permissionRefusal(contract) ?? (memory.effectiveLatch == .freeze ? .latched : nil)
    }

    func permissionRefusal(_ contract: Contract) -> RequestResult.Refusal? {
        guard mirror.isConnected else { return .notConnected }
        return contract.tradeMode == .disabled ? .notPermitted : nil
    }

    /// What the position loses by price if it is closed at `price`, by the terminal's own calculation
    /// (`OrderCalcProfit`) on the quotes it has; negative is a profit.
    func loss(of position: AgentPosition, at price: Price) -> Money {
        -valuation.profit(
            position.place, position.wire.side, position.wire.volume, from: position.wire.openPrice, to: price
        )
    }

    /// What the daemon asked: the request's state, and the position as the terminal shows it.
    func lookUp(_ request: ReadBackRequest, at now: Instant) -> ReadBack {
        scanPositions(at: now)
        let known = memory[request.request]
        let forgotten: ReadBack.RequestState =
            memory.mayBeForgotten(request.request) ? .fateUnknown : .neverSeen
        let position = positions.first { $0.wire.ticket == request.ticket }
        return ReadBack(
            request: request.request, ticket: request.ticket, isOpen: position != nil,
            state: known?.state ?? forgotten, returnCode: known?.returnCode ?? 0,
            volume: position?.wire.volume ?? .zero, stopLoss: position?.stopLoss(at: clock(now)),
            takeProfit: position?.takeProfit(at: clock(now)), seen: clock(now))
    }
}
