import Core

/// What others do at the same account: a person at a terminal, another program.
extension TradeServer {
    /// Opens a position at market.
    ///
    /// - Parameter reason: `.client` for a person, `.expert` for another program.
    /// - Returns: the position's ticket (on netting accounts that of the position the deal went into), or
    ///   why there is none.
    @discardableResult
    public func personOpens(
        _ symbol: SymbolIndex, _ side: Side, _ volume: Volume, stopLoss: Price? = nil,
        takeProfit: Price? = nil, magic: Magic = .manual, reason: TradeReason = .client, at now: Instant
    ) -> Result<Ticket, TradeRefusal> {
        guard let quote = valuation.quote(symbol), isTradable(symbol) else {
            return .failure(TradeRefusal(code: .marketClosed))
        }
        let request = TradeRequest(
            action: .deal, symbol: symbol, side: side, volume: volume, stopLoss: stopLoss,
            takeProfit: takeProfit, magic: magic)
        var result = TradeResult(request: RequestNumber(0), code: .done)
        let code = deal(request, quote, reason: reason, into: &result, at: now)
        flush(due: now + half(latency))
        guard code.isSuccess, let order = result.order else {
            return .failure(TradeRefusal(code: code))
        }
        guard terms.marginMode == .netting else { return .success(Ticket(order.rawValue)) }
        let ticket = positions.first { $0.symbol == symbol }?.ticket
        return .success(ticket ?? Ticket(order.rawValue))
    }

    /// Closes a position, or `volume` of it.
    @discardableResult
    public func personCloses(_ ticket: Ticket, _ volume: Volume? = nil, at now: Instant) -> ReturnCode {
        guard let position = position(ticket) else { return .positionClosed }
        guard let quote = valuation.quote(position.symbol), isTradable(position.symbol) else {
            return .marketClosed
        }
        let request = TradeRequest(
            action: .deal, symbol: position.symbol, position: ticket, side: position.side.opposite,
            volume: volume ?? position.volume)
        var result = TradeResult(request: RequestNumber(0), code: .done)
        let code = deal(request, quote, reason: .client, into: &result, at: now)
        flush(due: now + half(latency))
        return code
    }

    /// Sets a position's stop-loss and take-profit; absent removes.
    @discardableResult
    public func personModifies(
        _ ticket: Ticket, stopLoss: Price?, takeProfit: Price?, at now: Instant
    ) -> ReturnCode {
        guard let position = position(ticket) else { return .positionClosed }
        guard let quote = valuation.quote(position.symbol), isTradable(position.symbol) else {
            return .marketClosed
        }
        let request = TradeRequest(
            action: .stops, symbol: position.symbol, position: ticket, stopLoss: stopLoss,
            takeProfit: takeProfit)
        let code = changeStops(request, quote, by: .person, at: now)
        flush(due: now + half(latency))
        return code
    }
}

/// Why the broker did not trade.
public struct TradeRefusal: Error, Equatable, Sendable {
    public let code: ReturnCode
}
