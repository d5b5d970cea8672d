import Broker
import Core

/// What the guardian wants done: checked as the EA checks it, and handed to the broker.
extension BacktestRun {
    /// Does all of it, also what it leads to at once.
    mutating func carryOut() {
        var done = 0
        while done < outputs.count {
            switch outputs[done] {
            case .send(let message): send(message)
            case .note(let note): hear(note)
            case .latched(let level): ledger.limits.append("\(clock.time.text) latched: \(level.name)")
            case .lease, .day: break  // one thread owns all, and a run keeps nothing
            case .resynchronize:
                preconditionFailure("without faults the view of the terminal is never in doubt")
            case .shard: preconditionFailure("the shards of a backtest are inline")
            }
            done += 1
        }
        outputs.removeAll(keepingCapacity: true)
    }

    private mutating func hear(_ note: AccountNote) {
        switch note {
        case .stopSent(let request, _, let move): meanings[request] = .stop(move.rule)
        case .closeSent(let request, _, let reason): meanings[request] = .close(reason)
        case .limitReached(let limit, let amount, let most, _):
            ledger.limits.append("\(clock.time.text) \(limit): \(amount.text) of \(most.text)")
        case .confirmed, .ended, .becameUnknown, .leaseTimeout, .breakerOpened, .breakerClosed,
            .terminalBlocked, .setAside, .budgetLow, .lateAnswer, .denied, .lateRegression, .foreignStop,
            .takeProfitOverwritten, .takeProfitNotRestored, .uncovered, .flattened, .opened, .closed,
            .viewDiffers, .wouldSend, .partSent:
            break
        }
    }

    private mutating func send(_ message: DaemonMessage) {
        switch message {
        case .modifyStop(let command): modify(command)
        case .closePosition(let command): close(command)
        case .readBackRequest(let request): readBack(request)
        case .minuteBarsRequest(let question): tell(question)
        case .challenge, .welcome, .refused, .snapshotRequest, .guardPolicy, .heartbeat, .acknowledged,
            .dealHistoryRequest:
            preconditionFailure("the guardian sends requests, everything else is the session's")
        }
    }

    private mutating func modify(_ command: ModifyStop) {
        guard let position = mirror.position(command.ticket) else {
            refuse(command.request, command.ticket, .noSuchPosition)
            return
        }
        if let refusal = refusal(of: command, position) {
            refuse(command.request, command.ticket, refusal)
            return
        }
        ledger.stopRequested(day: clock.time.day)
        ledger.audit.judge(
            command, position, ledger[command.ticket]?.rules, balance: server.balance, by: server.valuation)
        submit(
            TradeRequest(
                action: .stops, symbol: position.symbol, position: command.ticket, side: position.side,
                stopLoss: command.stopLoss, takeProfit: command.takeProfit, magic: position.magic),
            for: command.request, .stop(command.stopLoss, takeProfit: command.takeProfit))
    }

    private mutating func close(_ command: ClosePosition) {
        guard let position = mirror.position(command.ticket) else {
            refuse(command.request, command.ticket, .noSuchPosition)
            return
        }
        guard command.volume > .zero, command.volume <= position.volume,
            command.expectedVolume.map({ $0 == position.volume }) ?? true
        else {
            refuse(command.request, command.ticket, .volume)
            return
        }
        ledger.closeRequests += 1
        submit(
            TradeRequest(
                action: .deal, symbol: position.symbol, position: command.ticket,
                side: position.side.opposite, volume: command.volume, magic: position.magic),
            for: command.request, .close)
    }

    private mutating func submit(
        _ request: TradeRequest, for id: RequestID, _ kind: OrderUnderWay.Kind
    ) {
        guard let ticket = request.position else { return }
        switch server.submit(request, at: now) {
        case .placed(let number):
            orders[number] = OrderUnderWay(request: id, ticket: ticket, kind: kind, sent: now)
            lastOrders[ticket] = orders[number]
        case .refused: refuse(id, ticket, .notSent)
        }
    }

    // MARK: - Checks

    /// Why the EA would not send it; `nil` when it would.
    private func refusal(of command: ModifyStop, _ position: Broker.Position) -> RequestResult.Refusal? {
        guard position.stopLoss == command.expectedStopLoss,
            position.takeProfit == command.expectedTakeProfit
        else { return .levelsDiffer }
        if position.stopLoss == command.stopLoss, position.takeProfit == command.takeProfit {
            return .nothingToChange
        }
        let side = position.side
        let isLooser = position.stopLoss.map { side.isTighter($0, than: command.stopLoss) } ?? false
        if !command.isCapUnreachable || isLooser {
            let loss = -server.valuation.profit(
                position.symbol, side, position.volume, from: position.openPrice, to: command.stopLoss)
            guard loss <= command.maxLoss else { return .beyondMaxLoss }
        }
        if isLooser, !command.mayLoosen { return .wouldLoosen }
        let contract = inputs.contracts[position.symbol.rawValue]
        guard contract.isOnGrid(command.stopLoss) else { return .offGrid }
        return nearness(position, command, contract)
    }

    /// The market's own limits, at the quote the terminal has.
    private func nearness(
        _ position: Broker.Position, _ command: ModifyStop, _ contract: Contract
    ) -> RequestResult.Refusal? {
        guard let quote = server.quote(position.symbol) else { return .stopsLevel }
        let side = position.side
        let market = quote.closing(side)
        if command.stopLoss != position.stopLoss {
            let distance = side.gain(from: command.stopLoss, to: market).points
            guard distance > 0, distance >= contract.stopsLevel else { return .stopsLevel }
        }
        guard contract.freezeLevel > 0 else { return nil }
        if let stop = position.stopLoss, side.gain(from: stop, to: market).points <= contract.freezeLevel {
            return .freezeLevel
        }
        if let target = position.takeProfit,
            side.gain(from: market, to: target).points <= contract.freezeLevel
        {
            return .freezeLevel
        }
        return nil
    }

    // MARK: - Answers

    private mutating func refuse(_ id: RequestID, _ ticket: Ticket, _ why: RequestResult.Refusal) {
        ledger.refused += 1
        meanings[id] = nil
        lastOrders[ticket] = OrderUnderWay(
            request: id, ticket: ticket, kind: .close, sent: .zero, state: .refused)
        tell(id, ticket, .refused, why, code: 0, order: 0, sent: .zero)
    }

    mutating func answer(_ result: TradeResult) {
        guard var order = orders.removeValue(forKey: result.request) else { return }
        let outcome = result.code.outcome
        order.code = result.code.rawValue
        order.state = outcome == .done ? .done : outcome == .rejected ? .rejected : .fateUnknown
        if lastOrders[order.ticket]?.request == order.request { lastOrders[order.ticket] = order }
        meanings[order.request] = nil
        tell(
            order.request, order.ticket, outcome, .none, code: result.code.rawValue,
            order: result.order?.rawValue ?? 0, sent: order.sent)
    }

    private mutating func tell(
        _ id: RequestID, _ ticket: Ticket, _ outcome: RequestResult.Outcome, _ why: RequestResult.Refusal,
        code: UInt32, order: UInt64, sent: Instant
    ) {
        let position = mirror.position(ticket)
        guardian.receive(
            .result(
                RequestResult(
                    request: id, ticket: ticket, outcome: outcome, isRepeated: false, refusal: why,
                    returnCode: code, stopLoss: position?.stopLoss, takeProfit: position?.takeProfit,
                    volume: position?.volume ?? .zero, order: order, received: now, sent: sent,
                    answered: now)),
            at: now, into: &outputs)
    }

    private mutating func readBack(_ request: ReadBackRequest) {
        let position = mirror.position(request.ticket)
        let known = lastOrders[request.ticket].flatMap { $0.request == request.request ? $0 : nil }
        guardian.receive(
            .readBack(
                ReadBack(
                    request: request.request, ticket: request.ticket, isOpen: position != nil,
                    state: known?.state ?? .neverSeen, returnCode: known?.code ?? 0,
                    volume: position?.volume ?? .zero, stopLoss: position?.stopLoss,
                    takeProfit: position?.takeProfit, seen: now)),
            at: now, into: &outputs)
    }

    // MARK: - The broker's books

    /// What really happened at the broker, for the report.
    mutating func record(_ entry: Broker.LedgerEntry) {
        switch entry.event {
        case .opened(let position):
            let symbol = inputs.contracts[position.symbol.rawValue].name
            let rules = inputs.settings.rules(of: wire(position), symbol: symbol)
            ledger.opened(position, rules: rules, at: entry.at)
        case .stopsChanged(_, let position, .terminal(let number)):
            guard let order = orders[number], case .stop(let rule)? = meanings[order.request] else { return }
            ledger.stopChanged(position, by: .rule(rule), time: entry.time, at: entry.at)
        case .resized(_, let position, let deal): ledger.partlyClosed(position.ticket, deal)
        case .closed(let position, let deal):
            var reason: StopPlan.CloseReason?
            if let last = lastOrders[position.ticket], case .close(let why)? = meanings[last.request] {
                reason = why
            }
            ledger.closed(position, deal, guardian: reason)
        case .executed(_, _, let code): ledger.executed(code)
        case .submitted, .answered, .restated, .told, .connected, .struck, .stopsChanged(_, _, .person): break
        }
    }
}

extension Broker.ReturnCode {
    /// As the EA judges it.
    fileprivate var outcome: RequestResult.Outcome {
        switch self {
        case .placed, .done, .donePartial, .noChanges: .done
        case .timeout, .connection, .error: .unknown
        case .requote, .reject, .cancel, .invalid, .invalidVolume, .invalidPrice, .invalidStops,
            .tradeDisabled, .marketClosed, .noMoney, .priceChanged, .priceOff, .tooManyRequests, .locked,
            .frozen, .positionClosed, .invalidCloseVolume, .longOnly, .shortOnly, .closeOnly:
            .rejected
        }
    }
}
