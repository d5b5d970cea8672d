import Core

extension TradeServer {
    /// What became of handing a request to the network.
    public enum Submission: Equatable, Sendable {
        /// On its way; the answer, if it comes, carries this number.
        case placed(RequestNumber)
        /// Never left the terminal.
        case refused(ReturnCode)
    }

    /// Takes a request from the terminal (`OrderSendAsync`).
    public func submit(_ request: TradeRequest, at now: Instant) -> Submission {
        guard isConnected else { return .refused(.connection) }
        let number = RequestNumber(nextRequest)
        nextRequest &+= 1
        record(.submitted(number, request), at: now)
        let trip = jittered(latency)
        var pending = PendingRequest(
            number: number, request: request, submitted: now, answerDelay: half(trip))
        var due = now + half(trip)
        if strikes(.slowExecution, number, at: now) {
            due = due + TimeSpan(nanoseconds: trip.nanoseconds * 10)
        }
        if strikes(.lateExecution, number, at: now) { due = due + lateness() }
        if strikes(.lateResult, number, at: now) { pending.answerDelay = pending.answerDelay + lateness() }
        decideFate(&pending.fate, number, at: now)
        if strikes(.lostRequest, number, at: now) { return .placed(number) }
        requests.insert(pending, due: due)
        return .placed(number)
    }

    private func decideFate(_ fate: inout RequestFate, _ number: RequestNumber, at now: Instant) {
        fate.losesAnswer = strikes(.lostResult, number, at: now)
        fate.isDuplicated = strikes(.duplicateResult, number, at: now)
        fate.isReordered = strikes(.reorder, number, at: now)
        fate.isStoppedFirst = strikes(.stopHitInFlight, number, at: now)
        for name in FaultName.rejections where strikes(name, number, at: now) {
            fate.rejection = name.rejection
            // A timeout leaves open whether the order was carried out: half of them were.
            fate.isExecutedAnyway = name == .rejectTimeout && random.happens(partsPerMillion: 500_000)
        }
        if requests.count >= terms.inFlightMax { fate.rejection = .tooManyRequests }
    }

    /// Whether a fault strikes this request; if so, the ledger says it.
    func strikes(_ name: FaultName, _ number: RequestNumber, at now: Instant) -> Bool {
        guard dice.strikes(name, at: now) else { return false }
        record(.struck(number, name), at: now)
        return true
    }

    /// From seconds to minutes: longer than any deadline of a client.
    private func lateness() -> TimeSpan { .milliseconds(random.between(1_500, 180_000)) }

    func jittered(_ span: TimeSpan) -> TimeSpan {
        let quarter = span.nanoseconds / 4
        return TimeSpan(nanoseconds: span.nanoseconds + random.between(-quarter, quarter))
    }

    func half(_ span: TimeSpan) -> TimeSpan { TimeSpan(nanoseconds: span.nanoseconds / 2) }

    /// Deals with one request that has reached the broker.
    func execute(_ pending: PendingRequest, at now: Instant) {
        if pending.fate.isStoppedFirst { stopBefore(pending.request, at: now) }
        var result = TradeResult(
            request: pending.number, code: .done, quote: valuation.quote(pending.request.symbol))
        var verdict = pending.fate.rejection
        if verdict == nil || pending.fate.isExecutedAnyway {
            let actual = perform(pending.request, number: pending.number, into: &result, at: now)
            verdict = verdict ?? actual
        }
        result.code = verdict ?? .error
        record(.executed(pending.number, pending.request, result.code), at: now)
        if pending.fate.isReordered { shuffleBatch() }
        let arrival = now + half(latency)
        flush(due: arrival, isInOrder: !pending.fate.isReordered, copies: pending.fate.isDuplicated ? 2 : 1)
        guard !pending.fate.losesAnswer, isConnected else { return }
        let answer = ServerMessage.answered(pending.request, result)
        let answerDue = max(now + pending.answerDelay, pending.fate.isReordered ? now : arrival)
        outbox.insert(answer, due: answerDue)
        if pending.fate.isDuplicated { outbox.insert(answer, due: answerDue + jittered(latency)) }
    }

    private func perform(
        _ request: TradeRequest, number: RequestNumber, into result: inout TradeResult, at now: Instant
    ) -> ReturnCode {
        guard contracts.indices.contains(request.symbol.rawValue) else { return .invalid }
        let contract = valuation[request.symbol]
        guard contract.tradeMode != .disabled else { return .tradeDisabled }
        guard contract.sessions.isOpen(at: time) else { return .marketClosed }
        guard let quote = valuation.quote(request.symbol) else { return .priceOff }
        switch request.action {
        case .unsupported: return .invalid
        case .stops: return changeStops(request, quote, by: .terminal(number), at: now)
        case .deal: return deal(request, quote, reason: .expert, into: &result, at: now)
        }
    }

    /// Sends the messages of the action under way so that they arrive at `due`.
    ///
    /// - Parameter isInOrder: whether they stay behind what was sent before, as one connection does.
    func flush(due: Instant, isInOrder: Bool = true, copies: Int = 1) {
        defer { batch.removeAll(keepingCapacity: true) }
        guard isConnected else {
            for case .dealAdded(let deal, _) in batch { missedDeals.append(deal) }
            return
        }
        let arrival = isInOrder ? max(due, lastDelivery) : due
        if isInOrder { lastDelivery = arrival }
        for copy in 0..<copies {
            for message in batch {
                outbox.insert(
                    message, due: arrival + TimeSpan(nanoseconds: Int64(copy) * latency.nanoseconds))
            }
        }
    }

    private func shuffleBatch() {
        guard batch.count > 1 else { return }
        for index in stride(from: batch.count - 1, to: 0, by: -1) {
            batch.swapAt(index, Int(random.below(UInt64(index + 1))))
        }
    }
}
