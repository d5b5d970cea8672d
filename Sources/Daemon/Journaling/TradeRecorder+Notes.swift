import Core
import Journal

/// What the guardian did, in the words of the trade log.
extension TradeRecorder {
    mutating func note(_ note: AccountNote, guardian: Guardian, at now: Instant) {
        switch note {
        case .stopSent(let request, let ticket, let move):
            sent[request] = Sent(ticket: ticket, at: now)
            addStop(request, .sent, move, ticket, guardian, at: now)
        case .closeSent(let request, let ticket, let reason):
            sent[request] = Sent(ticket: ticket, at: now)
            ledger.noteClosing(ticket, by: request)
            addClose(request, .sent, CloseCause(reason), nil, ticket, guardian, at: now)
        case .partSent(let request, let ticket, let part):
            sent[request] = Sent(ticket: ticket, at: now)
            addClose(request, .sent, .profitTarget, part, ticket, guardian, at: now)
        case .wouldSend(let ticket, .move(let move)):
            addStop(nil, .shadow, move, ticket, guardian, at: now)
        case .wouldSend(let ticket, .close(let reason)):
            addClose(nil, .shadow, CloseCause(reason), nil, ticket, guardian, at: now)
        case .wouldSend(let ticket, .reduce(let reduction)):
            let part = guardian.account.part(of: ticket, for: reduction)
            addClose(nil, .shadow, .profitTarget, part, ticket, guardian, at: now)
        case .confirmed(let request, let ticket, let after):
            sent[request] = nil
            carried.prove(request, of: ticket)
            guard let entry = ledger.entry(of: ticket) else { return }
            add(
                .confirmed(
                    RequestConfirmed(
                        request: request, symbol: entry.symbol, stop: entry.position?.stopLoss,
                        takeProfit: entry.position?.takeProfit, after: after)), ticket, at: now)
        case .ended(let request, let ticket, let ending): end(request, ticket, ending, at: now)
        case .becameUnknown(let request, let ticket):
            add(
                .unknown(
                    RequestUnknown(request: request, doubt: doubt(about: request), after: age(request, now))),
                ticket, at: now)
        case .lateAnswer(let request):
            let late = answer.flatMap { $0.request == request ? $0 : nil }
            add(
                .lateAnswer(
                    LateAnswer(
                        request: request, outcome: late?.outcome ?? .unknown, code: late?.returnCode ?? 0)),
                at: now)
        case .leaseTimeout(let ticket, let request, let held):
            add(.leaseTimeout(LeaseTimeout(request: request, held: held)), ticket, at: now)
        case .denied(let ticket, let denial): deny(ticket, denial, guardian, at: now)
        case .setAside(let ticket, let waited):
            add(.setAside(PositionSetAside(waited: waited)), ticket, at: now)
        case .uncovered(let ticket, let span, let reason):
            add(.uncovered(PositionUncovered(lasted: span, reason: reason)), ticket, at: now)
        case .breakerOpened(let scope, let cause): breaker(scope, .opened, cause, at: now)
        case .breakerClosed(let scope): breaker(scope, .closed, nil, at: now)
        case .foreignStop(let ticket, let before, let after): edited(ticket, from: before, to: after, at: now)
        case .lateRegression(let ticket, let before, let after):
            regressed(ticket, from: before, to: after, at: now)
        case .takeProfitOverwritten(let ticket, let lost): lostTakeProfit(ticket, lost, .restoring, at: now)
        case .takeProfitNotRestored(let ticket, let lost):
            lostTakeProfit(ticket, lost, .notRestored, at: now)
        case .terminalBlocked(let call, let span):
            add(
                .incident(
                    Incident(kind: .critical, value: span.nanoseconds, text: "ea_blocked: \(call)")), at: now)
        case .limitReached(let limit, let amount, let most, let level):
            add(
                .incident(
                    Incident(
                        kind: .critical, value: amount.units,
                        text: "\(limit) \(amount.text) has reached \(most.text), latched: \(level)")), at: now
            )
        case .flattened: isFlattened = true
        case .budgetLow, .opened, .closed, .viewDiffers: return
        }
    }

    private mutating func end(
        _ request: RequestID, _ ticket: Ticket, _ ending: RequestLifecycle.Ending, at now: Instant
    ) {
        let code = answer.flatMap { $0.request == request ? $0.returnCode : nil } ?? 0
        let after = age(request, now)
        sent[request] = nil
        let resolution: Resolution
        switch ending {
        case .confirmed: resolution = .confirmed
        case .rejected(let why):
            guard let meaning = Rejection(why) else {
                resolution = .rejected
                break
            }
            add(
                .rejected(RequestRejected(request: request, code: code, meaning: meaning)), ticket, at: now)
            return
        case .refused(let refusal):
            add(.declined(RequestDeclined(request: request, refusal: refusal)), ticket, at: now)
            return
        case .notApplied: resolution = .notApplied
        case .gone: resolution = .gone
        case .superseded: resolution = .superseded
        }
        add(
            .resolved(RequestResolved(request: request, resolution: resolution, code: code, after: after)),
            ticket, at: now)
    }

    private mutating func deny(
        _ ticket: Ticket, _ denial: Denial, _ guardian: Guardian, at now: Instant
    ) {
        guard let entry = ledger.entry(of: ticket), let decision = guardian.account.lastDecision(on: ticket)
        else { return }
        var stop: Price?
        if case .move(let move) = decision.action { stop = move.stop }
        let risk = stop.flatMap { guardian.account.risk(of: ticket, at: $0) }
        add(
            .failSafe(
                FailSafeRefused(
                    denial: denial, lane: decision.lane, symbol: entry.symbol, stop: stop,
                    worstCase: risk?.worstCase, limit: risk?.limit)), ticket, at: now)
    }

    private mutating func addStop(
        _ request: RequestID?, _ disposition: Disposition, _ move: StopMove, _ ticket: Ticket,
        _ guardian: Guardian, at now: Instant
    ) {
        guard let entry = ledger.entry(of: ticket), let position = entry.position else { return }
        let facts = guardian.account.lastDecision(on: ticket)?.facts ?? DecisionFacts()
        let command = request.flatMap { carried.command($0, of: ticket) }
        let risk = guardian.account.risk(of: ticket, at: move.stop)
        let maxLoss = command?.maxLoss ?? guardian.account.lossLimit(of: ticket)
        add(
            .stopRequested(
                StopRequested(
                    request: request, disposition: disposition, symbol: entry.symbol, side: position.side,
                    volume: position.volume, lane: move.lane, rule: move.rule, bid: facts.bid,
                    ask: facts.ask, openPrice: position.openPrice, peak: facts.peak,
                    firstStop: facts.firstStop,
                    oldStop: command.map(\.expectedStopLoss) ?? position.stopLoss, stop: move.stop,
                    oldTakeProfit: command.map(\.expectedTakeProfit) ?? position.takeProfit,
                    takeProfit: command.map(\.takeProfit) ?? position.takeProfit,
                    candidates: facts.candidates, limits: facts.limits, maxLoss: maxLoss ?? .zero,
                    worstCase: risk?.worstCase,
                    isCapUnreachable: move.isCapUnreachable)), ticket, at: now)
    }

    private mutating func addClose(
        _ request: RequestID?, _ disposition: Disposition, _ reason: CloseCause, _ part: Volume?,
        _ ticket: Ticket, _ guardian: Guardian, at now: Instant
    ) {
        guard let entry = ledger.entry(of: ticket), let position = entry.position else { return }
        let decision = guardian.account.lastDecision(on: ticket)
        add(
            .closeRequested(
                CloseRequested(
                    request: request, disposition: disposition, symbol: entry.symbol, side: position.side,
                    volume: part ?? position.volume, lane: reason.lane, reason: reason,
                    bid: decision?.facts.bid, ask: decision?.facts.ask,
                    stop: position.stopLoss,
                    floatingLoss: decision.flatMap { $0.risk == .max ? nil : $0.risk })),
            ticket, at: now)
    }

    private mutating func breaker(
        _ scope: BreakerScope, _ state: BreakerMove, _ cause: BreakerCause?, at now: Instant
    ) {
        let event = LogEvent.breaker(BreakerMoved(state: state, cause: cause))
        switch scope {
        case .terminal: add(event, at: now)
        case .position(let ticket): add(event, ticket, at: now)
        }
    }

    /// Since the send.
    private func age(_ request: RequestID, _ now: Instant) -> TimeSpan {
        sent[request].map { now - $0.at } ?? .zero
    }

    private func doubt(about request: RequestID) -> Doubt {
        guard let answer, answer.request == request else { return .deadline }
        switch answer.outcome {
        case .unknown: return .answer
        case .done, .rejected, .refused: return .verification
        }
    }
}

extension CloseCause {
    fileprivate var lane: Lane {
        switch self {
        case .flatten: .flatten
        case .capReached, .capUnreachable: .cap
        case .profitTarget: .profitLock
        }
    }

    init(_ reason: StopPlan.CloseReason) {
        switch reason {
        case .capReached: self = .capReached
        case .capUnreachable: self = .capUnreachable
        case .flatten: self = .flatten
        }
    }
}

extension Rejection {
    /// `nil` for what is no rejection.
    init?(_ why: ReturnCodeClass) {
        switch why {
        case .repriced: self = .repriced
        case .busy: self = .busy
        case .marketClosed: self = .marketClosed
        case .forbidden: self = .forbidden
        case .invalid: self = .invalid
        case .done, .unchanged, .gone, .unknown: return nil
        }
    }
}
