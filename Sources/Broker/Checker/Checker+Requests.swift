import Core

/// What the guardian asked for, judged when it left the terminal.
extension Checker {
    mutating func submitted(_ number: RequestNumber, _ request: TradeRequest, at now: Instant) {
        summary.requests += 1
        guard let identifier = identifier(of: request), var record = watched[identifier] else {
            // A deal that names no open position would open one, which no guardian may.
            if request.action == .deal, request.position == nil { find(.opening, nil, at: now) }
            return
        }
        forget(&record, at: now)
        // One that names a ticket the position has no more cannot be executed beside this one.
        if let other = record.inFlight.last(where: {
            !$0.isForgotten && $0.ticket == request.position
                && now - $0.submitted < settings.requestDeadline
        }) {
            let age = (now - other.submitted).milliseconds
            find(
                .doubledRequest, identifier, at: now,
                "the other is \(age) ms old, executed: \(other.isExecuted)")
        }
        var isLoosening = false
        switch request.action {
        case .stops: isLoosening = judgeStops(request, record, at: now)
        case .deal: judgeClose(request, record, at: now)
        case .unsupported: break
        }
        record.inFlight.append(
            .init(
                number: number, ticket: request.position, submitted: now, isClosing: request.action == .deal,
                isCounted: isLoosening))
        owners[number] = identifier
        watched[identifier] = record
    }

    /// Drops requests whose fate cannot matter any more.
    private mutating func forget(_ record: inout WatchedPosition, at now: Instant) {
        for request in record.inFlight where now - request.submitted >= Self.requestLifeMax {
            owners[request.number] = nil
        }
        record.inFlight.removeAll { request in
            let age = now - request.submitted
            return age >= Self.requestLifeMax || (age >= settings.requestDeadline && request.isExecuted)
        }
    }

    /// Longer than the latest of late executions.
    private static let requestLifeMax = TimeSpan.seconds(600)

    /// - Returns: whether the request loosens the stop, and was counted for it.
    private mutating func judgeStops(_ request: TradeRequest, _ record: WatchedPosition, at now: Instant)
        -> Bool
    {
        let known = record.known(at: now, newsTravel: settings.newsTravel)
        if !known.contains(where: { $0.takeProfit == request.takeProfit }),
            request.takeProfit != record.ownersTarget
        {
            find(
                .takeProfitViolation, record.actual.identifier, at: now,
                "\(Self.text(record.actual.takeProfit)) to \(Self.text(request.takeProfit))")
        }
        let loosens = known.allSatisfy { $0.side.isLooser(request.stopLoss, than: $0.stopLoss) }
        if loosens {
            find(
                .ratchetViolation, record.actual.identifier, at: now,
                "\(Self.text(known.first?.stopLoss)) to \(Self.text(request.stopLoss))")
        }
        if let stop = request.stopLoss { judgeCap(stop, known, at: now) }
        return loosens
    }

    /// A stop may risk more than its share of the cap only where it lowers what is at risk.
    private mutating func judgeCap(_ stop: Price, _ known: [Position], at now: Instant) {
        var worst = Verdict.beyond
        for position in known {
            let verdict = verdict(stop, position)
            if verdict < worst { worst = verdict }
        }
        switch worst {
        case .within: break
        case .unreachable: summary.capUnreachable += 1
        case .beyond:
            let risk = known.first.map { worstCase(of: $0, at: stop).text } ?? ""
            find(.capViolation, known.first?.identifier, at: now, "a stop at \(stop.points) risks \(risk)")
        }
    }

    private enum Verdict: Int, Comparable {
        case within, unreachable, beyond
        static func < (left: Verdict, right: Verdict) -> Bool { left.rawValue < right.rawValue }
    }

    private func verdict(_ stop: Price, _ position: Position) -> Verdict {
        if isWithinShare(worstCase(of: position, at: stop)) { return .within }
        guard let present = position.stopLoss else { return .unreachable }
        // The present stop again, with a take-profit put right, changes no risk.
        if present == stop { return .within }
        return position.side.isLooser(stop, than: present) ? .beyond : .unreachable
    }

    private func isWithinShare(_ loss: Money) -> Bool {
        Int128(loss.units) * 1_000 <= Int128(settings.cap.units) * Int128(settings.marginPermille)
    }

    /// Price loss at `stop`, commission paid and to come, and swap owed; at the most favourable rate that
    /// can still have been known. Swap earned is not counted on.
    func worstCase(of position: Position, at stop: Price) -> Money {
        var price = -valuation.profit(
            position.symbol, position.side, position.volume, from: position.openPrice, to: stop)
        if valuation.isConverted(position.symbol) {
            for moment in earlier {
                price = min(
                    price,
                    -moment.valuation.profit(
                        position.symbol, position.side, position.volume, from: position.openPrice, to: stop))
            }
        }
        let perLot = settings.closingCommissionPerLot ?? valuation[position.symbol].commissionPerLot
        let closing = Money(
            saturating: Int128(perLot.units) * Int128(position.volume.units) / Int128(Volume.unitsPerLot))
        return price - position.commission + closing - min(position.swap, .zero)
    }

    private mutating func judgeClose(_ request: TradeRequest, _ record: WatchedPosition, at now: Instant) {
        let known = record.known(at: now, newsTravel: settings.newsTravel)
        // On a netting account a deal in the position's own direction adds to it.
        let isOpening = known.allSatisfy { $0.side == request.side }
        let isBeyond = known.allSatisfy { request.volume > $0.volume }
        if isOpening || isBeyond {
            find(
                .closeBeyondOpen, record.actual.identifier, at: now,
                "\(request.volume.lots) of \(record.actual.volume.lots)")
        }
    }

    private func identifier(of request: TradeRequest) -> PositionID? {
        if let ticket = request.position {
            let found = watched.values.first { record in
                record.actual.ticket == ticket || record.told?.ticket == ticket
            }
            return found?.actual.identifier
        }
        // Without a ticket only a netting account's position can be meant, and only by its stops.
        guard request.action == .stops else { return nil }
        return watched.values.first { $0.actual.symbol == request.symbol }?.actual.identifier
    }

    mutating func executed(_ number: RequestNumber) {
        guard let identifier = owners[number], var record = watched[identifier],
            let index = record.inFlight.firstIndex(where: { $0.number == number })
        else { return }
        record.inFlight[index].isExecuted = true
        watched[identifier] = record
    }

    mutating func answered(_ number: RequestNumber) {
        guard let identifier = owners.removeValue(forKey: number) else { return }
        watched[identifier]?.inFlight.removeAll { $0.number == number }
    }

    mutating func struck(_ number: RequestNumber, _ name: FaultName) {
        guard let identifier = owners[number] else { return }
        watched[identifier]?.isExcused = true
    }

    /// Why a position lost more than the cap.
    func lossCause(
        _ position: Position, _ deal: Deal, _ record: WatchedPosition, _ net: Money
    ) -> Summary.LossCause {
        let swap = deal.swap
        if swap < .zero, -(net - swap) <= settings.cap { return .swap }
        let contract = valuation[position.symbol]
        let jumped = lastJumps[position.symbol.rawValue] > 3 * max(contract.usualSpread, 1)
        switch deal.reason {
        case .stopLoss:
            guard let stop = position.stopLoss else { return .unmanaged }
            if worstCase(of: position, at: stop) > settings.cap {
                return record.stopAuthor == .person ? .unmanaged : .unreachable
            }
            return jumped ? .gap : .slippage
        case .expert: return jumped ? .gap : .slippage
        case .client, .takeProfit, .stopOut: return .unmanaged
        }
    }
}
