@testable import Core

/// The broker's half: executes, rejects, loses and delays.
extension World {
    mutating func drain() {
        for message in rig.takeSent() where isLinked {
            switch message {
            case .modifyStop(let command):
                let lane = "\(command.lane)"
                log.append(
                    "\(rig.now.nanoseconds) \(command.ticket.rawValue) \(plain(command.stopLoss)) \(lane)")
                if isFaulty(1) { continue }
                accept(command)
            case .closePosition(let command):
                log.append("\(rig.now.nanoseconds) \(command.ticket.rawValue) close")
                if isFaulty(1) { continue }
                states[command.request] = .inFlight
                later(latency(), .close(command))
            case .readBackRequest(let request):
                if isFaulty(1) { continue }
                answer(request)
            default: break
            }
        }
    }

    mutating func isFaulty(_ factor: Int64) -> Bool {
        plan.faults > 0 && !isQuiet && dice.chance(plan.faults * factor)
    }

    private mutating func latency() -> TimeSpan {
        // Now and then a broker takes longer than anybody waits for it.
        if isFaulty(1) { return .milliseconds(dice.roll(1_500...4_000)) }
        return .milliseconds(dice.roll(3...80))
    }

    /// The EA's own checks; what passes goes to the broker.
    private mutating func accept(_ command: ModifyStop) {
        guard let position = books[command.ticket] else {
            return refuse(command.request, command.ticket, .noSuchPosition)
        }
        if states[command.request] != nil { return refuse(command.request, command.ticket, .busy) }
        if position.stopLoss != command.expectedStopLoss || position.takeProfit != command.expectedTakeProfit
        {
            return refuse(command.request, command.ticket, .levelsDiffer)
        }
        if let present = position.stopLoss, position.side.isTighter(present, than: command.stopLoss) {
            return refuse(command.request, command.ticket, .wouldLoosen)
        }
        states[command.request] = .inFlight
        later(latency(), .modify(command))
    }

    private mutating func refuse(
        _ request: RequestID, _ ticket: Ticket, _ refusal: RequestResult.Refusal
    ) {
        states[request] = .refused
        tell(result(request, ticket, .refused, refusal: refusal))
    }

    private func result(
        _ request: RequestID, _ ticket: Ticket, _ outcome: RequestResult.Outcome, code: UInt32 = 0,
        refusal: RequestResult.Refusal = .none
    ) -> TerminalMessage {
        let position = books[ticket]
        return .result(
            RequestResult(
                request: request, ticket: ticket, outcome: outcome, isRepeated: false, refusal: refusal,
                returnCode: code, stopLoss: position?.stopLoss, takeProfit: position?.takeProfit,
                volume: position?.volume ?? .zero, order: 0, received: .zero, sent: .zero, answered: .zero))
    }

    mutating func execute(_ command: ModifyStop) {
        guard var position = books[command.ticket] else {
            states[command.request] = .rejected
            tell(result(command.request, command.ticket, .rejected, code: 10036))
            return
        }
        let gain = position.side.gain(from: command.stopLoss, to: Price(points: exit(position.side)))
        let isRejected = gain.points < max(plan.stopsLevel, 1) || isFaulty(1)
        if isRejected {
            states[command.request] = .rejected
            let code: UInt32 =
                gain.points < max(plan.stopsLevel, 1) ? 10016 : dice.one(of: [10004, 10006, 10029])
            tell(result(command.request, command.ticket, .rejected, code: code))
            return
        }
        if let present = position.stopLoss, position.side.isTighter(present, than: command.stopLoss) {
            regressions += 1
        }
        states[command.request] = .done
        position.stopLoss = command.stopLoss
        position.takeProfit = command.takeProfit
        books[command.ticket] = position
        let answer = result(command.request, command.ticket, .done, code: 10009)
        if dice.chance(50) {
            tell(.position(position))
            if !isFaulty(1) { tell(answer) }
        } else {
            if !isFaulty(1) { tell(answer) }
            tell(.position(position))
        }
    }

    mutating func execute(_ command: ClosePosition) {
        guard let position = books[command.ticket] else {
            states[command.request] = .rejected
            tell(result(command.request, command.ticket, .rejected, code: 10036))
            return
        }
        states[command.request] = .done
        books[command.ticket] = nil
        if !isFaulty(1) { tell(result(command.request, command.ticket, .done, code: 10009)) }
        tell(gone(position))
    }

    private mutating func answer(_ request: ReadBackRequest) {
        let position = books[request.ticket]
        tell(
            .readBack(
                ReadBack(
                    request: request.request, ticket: request.ticket, isOpen: position != nil,
                    state: states[request.request] ?? .neverSeen, returnCode: 0,
                    volume: position?.volume ?? .zero, stopLoss: position?.stopLoss,
                    takeProfit: position?.takeProfit, seen: .zero)))
    }

    func gone(_ position: Position) -> TerminalMessage {
        .positionClosed(
            PositionClosed(
                ticket: position.ticket, identifier: position.identifier, symbol: position.symbol, seen: .zero
            ))
    }

    /// In order, as one TCP connection carries it, a moment later.
    mutating func tell(_ message: TerminalMessage) {
        guard isLinked else { return }
        later(.milliseconds(1), .deliver(message))
    }
}
