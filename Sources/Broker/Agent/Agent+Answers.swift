import Core

/// Sending orders, and how the fate of a request becomes known.
///
/// The answer comes as a transaction, which may be lost, late or twice; a stop change is also known done
/// when the position shows it, and a close when the history shows its own order. What stays unanswered
/// for a second is of unknown fate: it blocks its position no longer, and is told when asked for.
extension Agent {
    private static let answerTimeout = TimeSpan.seconds(1)
    private static let lookAgain = TimeSpan.milliseconds(200)
    private static let patience = TimeSpan.seconds(60)

    /// Remembers the request, then hands its order to the terminal.
    func send(_ request: inout AgentRequest, _ order: TradeRequest, at now: Instant) {
        request.state = .inFlight
        request.sent = clock(now)
        switch venue.submit(order, at: now) {
        case .refused(let code):
            request.returnCode = code.rawValue
            refuse(request, .notSent, at: now)
        case .placed(let number):
            counters.ordersSent += 1
            request.number = number
            if request.origin == .daemon { memory.remember(request) }
            if order.action == .stops,
                let index = positions.firstIndex(where: { $0.wire.ticket == request.ticket })
            {
                positions[index].asked = AgentPosition.Levels(
                    stopLoss: order.stopLoss, takeProfit: order.takeProfit)
            }
            open.append(request)
        }
    }

    func refuse(_ request: AgentRequest, _ refusal: RequestResult.Refusal, at now: Instant) {
        counters.refusals += 1
        var refused = request
        refused.state = .refused
        refused.outcome = .refused
        refused.refusal = refusal
        settle(refused, at: now)
    }

    private func settle(_ request: AgentRequest, at now: Instant) {
        var settled = request
        settled.answered = clock(now)
        guard settled.origin == .daemon else {
            tellGuard(settled, at: now)
            return
        }
        memory.remember(settled)
        results.append(result(of: settled))
    }

    private func tellGuard(_ request: AgentRequest, at now: Instant) {
        let isDone = request.outcome == .done
        if guardNews.count >= Self.transactionsMax { guardNews.removeFirst() }
        let news = GuardActed(
            ticket: request.ticket, stopLoss: request.wantedStop, returnCode: request.returnCode,
            kind: !isDone ? .failed : request.kind == .close ? .closedByFlatten : .stopPlaced,
            seen: clock(now))
        guardNews.append(news)
        memory.events.note(.guardActed(news), nil, boot: bootID)
    }

    func result(of request: AgentRequest) -> RequestResult {
        RequestResult(
            request: request.id, ticket: request.ticket, outcome: request.outcome,
            isRepeated: request.isRepeat, refusal: request.refusal, returnCode: request.returnCode,
            stopLoss: request.stopLoss, takeProfit: request.takeProfit, volume: request.volume,
            order: request.order, received: request.received, sent: request.sent, answered: request.answered)
    }

    // MARK: - Answers

    func takeAnswers(at now: Instant) {
        guard !answers.isEmpty else { return }
        scanPositions(at: now)
        for (_, answer) in answers { take(answer, at: now) }
        answers.removeAll(keepingCapacity: true)
    }

    private func take(_ answer: TradeResult, at now: Instant) {
        guard let index = open.firstIndex(where: { $0.number == answer.request }) else { return }
        if let order = answer.order { open[index].order = order.rawValue }
        let outcome = outcome(of: answer.code, open[index].kind)
        if outcome == .done, answer.code == .placed { return }
        if outcome == .unknown, open[index].state == .fateUnknown { return }
        answered(index, outcome, answer.code, at: now)
    }

    private func outcome(of code: ReturnCode, _ kind: AgentRequest.Kind) -> RequestResult.Outcome {
        switch code {
        case .placed, .done, .donePartial: .done
        case .noChanges: kind == .modify ? .done : .rejected
        case .timeout, .connection, .error: .unknown
        case .requote, .reject, .cancel, .invalid, .invalidVolume, .invalidPrice, .invalidStops,
            .tradeDisabled, .marketClosed, .noMoney, .priceChanged, .priceOff, .tooManyRequests, .locked,
            .frozen, .positionClosed, .invalidCloseVolume, .longOnly, .shortOnly, .closeOnly:
            .rejected
        }
    }

    /// The fate of an open request is known, or known to be open.
    private func answered(
        _ index: Int, _ outcome: RequestResult.Outcome, _ code: ReturnCode, at now: Instant
    ) {
        var request = open[index]
        request.outcome = outcome
        request.returnCode = code.rawValue
        request.state = outcome == .done ? .done : outcome == .rejected ? .rejected : .fateUnknown
        let place = positions.firstIndex { $0.wire.ticket == request.ticket }
        request.volume = place.map { positions[$0].wire.volume } ?? .zero
        request.stopLoss = place.flatMap { positions[$0].stopLoss(at: clock(now)) }
        request.takeProfit = place.flatMap { positions[$0].takeProfit(at: clock(now)) }
        if outcome == .done {
            switch request.kind {
            case .modify:
                request.stopLoss = request.wantedStop
                request.takeProfit = request.wantedTakeProfit
                // A list that shows something else by now has moved on: what it shows is the later news.
                if let place, positions[place].wire.stopLoss == request.stopBefore,
                    positions[place].wire.takeProfit == request.takeProfitBefore
                {
                    positions[place].settle(
                        stopLoss: request.wantedStop, takeProfit: request.wantedTakeProfit, at: clock(now))
                }
            case .close where code != .donePartial:
                request.volume = min(request.volume, request.volumeBefore - request.wantedVolume)
            case .close: break
            }
        }
        if outcome == .unknown {
            open[index] = request
        } else {
            open.remove(at: index)
        }
        settle(request, at: now)
    }

    // MARK: - What nobody answers

    /// When an open request must be looked at again.
    func resolveDue(at now: Instant) -> Instant {
        var due = Instant.never
        for request in open {
            let limit = request.state == .inFlight ? Self.answerTimeout : Self.patience
            due = min(due, host(request.sent + limit))
            if request.kind == .close {
                due = min(due, host(max(request.lookAt, request.sent + Self.lookAgain)))
            }
            if request.state == .fateUnknown, request.kind == .modify {
                due = min(due, host(request.sent + Self.answerTimeout + Self.answerTimeout))
            }
        }
        return due
    }

    /// The host's time at which this agent's clock shows `clock`.
    func host(_ clock: Instant) -> Instant { Instant(nanoseconds: clock.nanoseconds - clockOffset) }

    func resolveRequests(at now: Instant) {
        guard !open.isEmpty else { return }
        var index = 0
        while index < open.count {
            let count = open.count
            resolve(index, at: now)
            if open.count == count { index += 1 }
        }
    }

    private func resolve(_ index: Int, at now: Instant) {
        let waited = clock(now) - open[index].sent
        guard waited <= Self.patience else {
            // Left in memory to be asked for.
            open.remove(at: index)
            return
        }
        let count = open.count
        switch open[index].kind {
        case .modify: resolveModify(index, waited, at: now)
        case .close: resolveClose(index, waited, at: now)
        }
        guard open.count == count, open[index].state == .inFlight, waited > Self.answerTimeout else { return }
        open[index].state = .fateUnknown
        if open[index].origin == .daemon { memory.update(open[index]) }
    }

    private func resolveModify(_ index: Int, _ waited: TimeSpan, at now: Instant) {
        let request = open[index]
        guard let position = positions.first(where: { $0.wire.ticket == request.ticket }) else {
            if waited > Self.answerTimeout { answered(index, .rejected, .positionClosed, at: now) }
            return
        }
        if position.wire.stopLoss == request.wantedStop, position.wire.takeProfit == request.wantedTakeProfit
        {
            answered(index, .done, .done, at: now)
        }
    }

    /// A close whose position is gone, or that has waited long: its own order in the history decides.
    private func resolveClose(_ index: Int, _ waited: TimeSpan, at now: Instant) {
        let request = open[index]
        guard clock(now) >= request.lookAt else { return }
        open[index].lookAt = clock(now) + Self.lookAgain
        let position = positions.first { $0.wire.ticket == request.ticket }
        let isTouched = position.map { $0.wire.volume < request.volumeBefore } ?? true
        guard isTouched || waited >= Self.answerTimeout else { return }
        let deal = mirror.deals.last {
            $0.position == request.identifier
                && ($0.order.rawValue == request.order || $0.comment == request.tag)
        }
        if let deal {
            open[index].order = deal.order.rawValue
            answered(index, .done, .done, at: now)
        } else if position == nil, waited > Self.answerTimeout + Self.answerTimeout {
            answered(index, .rejected, .positionClosed, at: now)
        }
    }
}
