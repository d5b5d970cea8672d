import Core

extension TradeServer {
    /// Applies new stop-loss and take-profit to a position, or says why not.
    ///
    /// Checked, in MT5's order: the position exists, it is not frozen, something changes, prices lie on
    /// the grid, and each level that changes is far enough from the closing price.
    func changeStops(
        _ request: TradeRequest, _ quote: Quote, by author: LedgerEvent.Author, at now: Instant
    ) -> ReturnCode {
        guard let index = indexOfPosition(for: request) else { return .positionClosed }
        let old = positions[index]
        guard !isFrozen(old, quote) else { return .frozen }
        guard request.stopLoss != old.stopLoss || request.takeProfit != old.takeProfit else {
            return .noChanges
        }
        let stop = request.stopLoss == old.stopLoss ? nil : request.stopLoss
        let target = request.takeProfit == old.takeProfit ? nil : request.takeProfit
        guard areValid(stop: stop, target: target, old.symbol, old.side, quote) else { return .invalidStops }
        applyStops(index, request.stopLoss, request.takeProfit, by: author, at: now)
        return .done
    }

    func applyStops(
        _ index: Int, _ stop: Price?, _ target: Price?, by author: LedgerEvent.Author, at now: Instant
    ) {
        let old = positions[index]
        positions[index].stopLoss = stop
        positions[index].takeProfit = target
        touch(index)
        rebuildWatch(old.symbol)
        record(.stopsChanged(from: old, to: positions[index], by: author), at: now)
        batch.append(.positionChanged(positions[index]))
    }

    /// The position a request means: by ticket, or on netting accounts by symbol.
    func indexOfPosition(for request: TradeRequest) -> Int? {
        if let ticket = request.position {
            return positions.firstIndex { $0.ticket == ticket && $0.symbol == request.symbol }
        }
        guard terms.marginMode == .netting else { return nil }
        return positions.firstIndex { $0.symbol == request.symbol }
    }

    /// Whether levels may be placed: on the grid and outside the stops level, on the right side of the price
    /// at which the position would close. An absent level is always valid.
    func areValid(
        stop: Price?, target: Price?, _ symbol: SymbolIndex, _ side: Side, _ quote: Quote
    ) -> Bool {
        let contract = valuation[symbol]
        let closing = quote.closing(side).points
        let least = max(contract.stopsLevel, 1)
        if let stop {
            guard stop.isQuotable, contract.isOnGrid(stop) else { return false }
            guard (closing - stop.points) * side.sign >= least else { return false }
        }
        if let target {
            guard target.isQuotable, contract.isOnGrid(target) else { return false }
            guard (target.points - closing) * side.sign >= least else { return false }
        }
        return true
    }

    /// Whether the closing price is so near a level that the broker has begun to execute it.
    func isFrozen(_ position: Position, _ quote: Quote) -> Bool {
        let level = valuation[position.symbol].freezeLevel
        guard level > 0 else { return false }
        let closing = quote.closing(position.side).points
        if let stop = position.stopLoss, abs(closing - stop.points) <= level { return true }
        if let target = position.takeProfit, abs(closing - target.points) <= level { return true }
        return false
    }

    /// Closes what the latest quote has reached, at that quote: a gap is the client's.
    func triggerStops(_ symbol: SymbolIndex, at now: Instant) {
        guard let quote = valuation.quote(symbol) else { return }
        var index = 0
        while index < positions.count {
            let position = positions[index]
            guard position.symbol == symbol, let reason = reached(position, quote) else {
                index += 1
                continue
            }
            let level = reason == .stopLoss ? position.stopLoss : position.takeProfit
            close(
                index, position.volume, at: quote.closing(position.side), reason: reason,
                comment: comment(reason, level, valuation[symbol].digits), now: now)
            flush(due: now + half(latency))
        }
    }

    private func reached(_ position: Position, _ quote: Quote) -> TradeReason? {
        let closing = quote.closing(position.side).points
        if let stop = position.stopLoss, (closing - stop.points) * position.side.sign <= 0 {
            return .stopLoss
        }
        if let target = position.takeProfit, (closing - target.points) * position.side.sign >= 0 {
            return .takeProfit
        }
        return nil
    }

    private func comment(_ reason: TradeReason, _ level: Price?, _ digits: Int) -> String {
        let word = reason == .stopLoss ? "sl" : "tp"
        return "[\(word) \(level?.text(digits: digits) ?? "")]"
    }

    /// A price spike that no terminal saw: the stop is hit before the request arrives.
    func stopBefore(_ request: TradeRequest, at now: Instant) {
        guard let index = indexOfPosition(for: request), let quote = valuation.quote(request.symbol),
            isTradable(request.symbol)
        else { return }
        let position = positions[index]
        let price = position.stopLoss ?? quote.closing(position.side)
        let reason = position.stopLoss == nil ? TradeReason.client : .stopLoss
        close(
            index, position.volume, at: price, reason: reason,
            comment: reason == .stopLoss
                ? comment(reason, position.stopLoss, valuation[position.symbol].digits) : "", now: now)
        flush(due: now + half(latency))
    }

    func touch(_ index: Int) {
        positions[index].revision = nextRevision
        positions[index].updated = time
        nextRevision += 1
    }

    func rebuildWatch(_ symbol: SymbolIndex) {
        var watch = StopWatch()
        for position in positions where position.symbol == symbol { watch.add(position) }
        watches[symbol.rawValue] = watch
    }
}
