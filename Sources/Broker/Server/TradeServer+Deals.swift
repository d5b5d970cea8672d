import Core

extension TradeServer {
    /// Executes a deal at market, or says why not.
    func deal(
        _ request: TradeRequest, _ quote: Quote, reason: TradeReason, into result: inout TradeResult,
        at now: Instant
    ) -> ReturnCode {
        switch terms.marginMode {
        case .hedging where request.position != nil:
            return closing(request, quote, reason: reason, into: &result, at: now)
        case .hedging: return opening(request, quote, reason: reason, into: &result, at: now)
        case .netting: return netting(request, quote, reason: reason, into: &result, at: now)
        }
    }

    private func closing(
        _ request: TradeRequest, _ quote: Quote, reason: TradeReason, into result: inout TradeResult,
        at now: Instant
    ) -> ReturnCode {
        guard let index = indexOfPosition(for: request) else { return .positionClosed }
        let position = positions[index]
        guard request.side == position.side.opposite else { return .invalid }
        guard valuation[request.symbol].accepts(request.volume) else { return .invalidVolume }
        guard request.volume <= position.volume else { return .invalidCloseVolume }
        guard !isFrozen(position, quote) else { return .frozen }
        let deal = close(
            index, request.volume, at: quote.closing(position.side), reason: reason, comment: request.comment,
            now: now)
        fill(&result, deal)
        return .done
    }

    private func opening(
        _ request: TradeRequest, _ quote: Quote, reason: TradeReason, into result: inout TradeResult,
        at now: Instant
    ) -> ReturnCode {
        if let obstacle = obstacle(to: request, quote) { return obstacle }
        fill(&result, open(request, at: quote.opening(request.side), reason: reason, now: now))
        return .done
    }

    /// Why a position cannot be opened or enlarged; `nil` when it can.
    private func obstacle(to request: TradeRequest, _ quote: Quote) -> ReturnCode? {
        let contract = valuation[request.symbol]
        switch contract.tradeMode {
        case .disabled: return .tradeDisabled
        case .closeOnly: return .closeOnly
        case .longOnly where request.side == .sell: return .longOnly
        case .shortOnly where request.side == .buy: return .shortOnly
        case .longOnly, .shortOnly, .full: break
        }
        guard contract.accepts(request.volume) else { return .invalidVolume }
        guard
            areValid(
                stop: request.stopLoss, target: request.takeProfit, request.symbol, request.side, quote)
        else { return .invalidStops }
        let account = self.account
        let needed = margin(request.symbol, request.volume, at: quote.opening(request.side))
        return needed <= account.marginFree ? nil : .noMoney
    }

    private func netting(
        _ request: TradeRequest, _ quote: Quote, reason: TradeReason, into result: inout TradeResult,
        at now: Instant
    ) -> ReturnCode {
        guard let index = positions.firstIndex(where: { $0.symbol == request.symbol }) else {
            // Closing what is closed already; without a ticket it is an ordinary opening.
            if request.position != nil { return .positionClosed }
            return opening(request, quote, reason: reason, into: &result, at: now)
        }
        let position = positions[index]
        guard valuation[request.symbol].accepts(request.volume) else { return .invalidVolume }
        if request.side == position.side {
            if let obstacle = obstacle(to: request, quote) { return obstacle }
            fill(&result, enlarge(index, request, at: quote.opening(request.side), reason: reason, now: now))
            return .done
        }
        guard !isFrozen(position, quote) else { return .frozen }
        let price = quote.closing(position.side)
        if request.volume <= position.volume {
            fill(
                &result,
                close(index, request.volume, at: price, reason: reason, comment: request.comment, now: now))
        } else {
            fill(&result, reverse(index, request, at: price, reason: reason, now: now))
        }
        return .done
    }

    private func fill(_ result: inout TradeResult, _ deal: Deal) {
        result.deal = deal.ticket
        result.order = deal.order
        result.volume = deal.volume
        result.price = deal.price
    }

    @discardableResult
    func open(_ request: TradeRequest, at price: Price, reason: TradeReason, now: Instant) -> Deal {
        let order = takeTicket()
        let commission = valuation.commission(request.symbol, request.volume)
        let position = Position(
            ticket: Ticket(order), identifier: PositionID(order), symbol: request.symbol, side: request.side,
            volume: request.volume, openPrice: price, stopLoss: request.stopLoss,
            takeProfit: request.takeProfit, swap: .zero, commission: commission, magic: request.magic,
            reason: reason, comment: request.comment, opened: time, updated: time, revision: nextRevision)
        nextRevision += 1
        positions.append(position)
        rebuildWatch(request.symbol)
        let deal = book(
            order: order, position: position, side: request.side, entry: .in, volume: request.volume,
            price: price, profit: .zero, commission: commission, swap: .zero, reason: reason,
            comment: request.comment)
        record(.opened(position), at: now)
        announce(deal, after: position)
        return deal
    }

    /// Closes `volume` of a position, at most all of it.
    @discardableResult
    func close(
        _ index: Int, _ volume: Volume, at price: Price, reason: TradeReason, comment: String, now: Instant
    ) -> Deal {
        let position = positions[index]
        let isWhole = volume >= position.volume
        let profit = Valuation.cents(
            valuation.profit(position.symbol, position.side, volume, from: position.openPrice, to: price))
        let commission = valuation.commission(position.symbol, volume)
        let swap =
            isWhole
            ? position.swap
            : Valuation.cents(
                Money(
                    saturating: Int128(position.swap.units) * Int128(volume.units)
                        / Int128(position.volume.units)))
        let deal = book(
            order: takeTicket(), position: position, side: position.side.opposite, entry: .out,
            volume: volume,
            price: price, profit: profit, commission: commission, swap: swap, reason: reason, comment: comment
        )
        if isWhole {
            positions.remove(at: index)
            rebuildWatch(position.symbol)
            record(.closed(position, deal), at: now)
            announce(deal, after: nil)
        } else {
            positions[index].volume = position.volume - volume
            positions[index].swap = position.swap - swap
            positions[index].commission = position.commission + commission
            touch(index)
            record(.resized(from: position, to: positions[index], deal), at: now)
            announce(deal, after: positions[index])
        }
        return deal
    }

    /// Adds to a netting position; its open price becomes the volume-weighted average.
    private func enlarge(
        _ index: Int, _ request: TradeRequest, at price: Price, reason: TradeReason, now: Instant
    ) -> Deal {
        let old = positions[index]
        let volume = old.volume + request.volume
        let worth =
            Int128(old.openPrice.points) * Int128(old.volume.units)
            + Int128(price.points) * Int128(request.volume.units)
        let average = floorDivide(2 * worth + Int128(volume.units), by: 2 * Int128(volume.units))
        let commission = valuation.commission(request.symbol, request.volume)
        positions[index].volume = volume
        positions[index].openPrice = Price(points: Int64(average))
        positions[index].commission = old.commission + commission
        // A deal's own levels replace the position's; a deal without any leaves them.
        if request.stopLoss != nil || request.takeProfit != nil {
            positions[index].stopLoss = request.stopLoss
            positions[index].takeProfit = request.takeProfit
        }
        touch(index)
        rebuildWatch(old.symbol)
        let deal = book(
            order: takeTicket(), position: old, side: request.side, entry: .in, volume: request.volume,
            price: price, profit: .zero, commission: commission, swap: .zero, reason: reason,
            comment: request.comment)
        record(.resized(from: old, to: positions[index], deal), at: now)
        announce(deal, after: positions[index])
        return deal
    }

    /// Turns a netting position round: what exceeds it is opened the other way, under a new ticket and the
    /// old identifier, without stop-loss and take-profit.
    private func reverse(
        _ index: Int, _ request: TradeRequest, at price: Price, reason: TradeReason, now: Instant
    ) -> Deal {
        let old = positions[index]
        let profit = Valuation.cents(
            valuation.profit(old.symbol, old.side, old.volume, from: old.openPrice, to: price))
        let order = takeTicket()
        let commission = valuation.commission(request.symbol, request.volume)
        let deal = book(
            order: order, position: old, side: request.side, entry: .inOut, volume: request.volume,
            price: price,
            profit: profit, commission: commission, swap: old.swap, reason: reason, comment: request.comment)
        var turned = old
        turned.ticket = Ticket(order)
        turned.side = request.side
        turned.volume = request.volume - old.volume
        turned.openPrice = price
        turned.stopLoss = request.stopLoss
        turned.takeProfit = request.takeProfit
        turned.swap = .zero
        turned.commission = commission
        turned.opened = time
        positions[index] = turned
        touch(index)
        rebuildWatch(old.symbol)
        record(.closed(old, deal), at: now)
        record(.opened(positions[index]), at: now)
        announce(deal, after: positions[index])
        return deal
    }

    private func takeTicket() -> UInt64 {
        defer { nextTicket += 1 }
        return nextTicket
    }

    func book(
        order: UInt64, position: Position, side: Side, entry: Deal.Entry, volume: Volume, price: Price,
        profit: Money, commission: Money, swap: Money, reason: TradeReason, comment: String
    ) -> Deal {
        balance = balance + profit + commission + swap
        defer { nextDeal += 1 }
        let deal = Deal(
            ticket: DealTicket(nextDeal), order: OrderTicket(order), position: position.identifier,
            symbol: position.symbol, side: side, entry: entry, volume: volume, price: price, profit: profit,
            commission: commission, swap: swap, magic: position.magic, reason: reason,
            stopLoss: position.stopLoss, takeProfit: position.takeProfit, time: time, comment: comment)
        if deals.count >= Self.dealsMax { deals.removeFirst(Self.dealsMax / 2) }
        deals.append(deal)
        return deal
    }

    /// Queues what MT5 tells about a market deal, in its usual order.
    func announce(_ deal: Deal, after: Position?) {
        let order = Order(
            ticket: deal.order, symbol: deal.symbol, side: deal.side, volume: deal.volume, price: deal.price,
            position: deal.position, magic: deal.magic, reason: deal.reason, time: deal.time,
            comment: deal.comment)
        batch.append(.orderAdded(order))
        batch.append(.dealAdded(deal, after: after))
        batch.append(.orderDeleted(order))
        batch.append(.historyAdded(order))
    }
}
