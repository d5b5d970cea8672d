import Core

extension StateWriter {
    mutating func put(_ position: Position) {
        put(position.ticket.rawValue)
        put(position.identifier.rawValue)
        put(Int64(position.symbol.rawValue))
        put(position.side.rawValue)
        put(position.volume.units)
        put(position.openPrice.points)
        put(position.stopLoss)
        put(position.takeProfit)
        put(position.swap.units)
        put(position.commission.units)
        put(position.magic.rawValue)
        put(position.reason.rawValue)
        put(position.comment)
        put(position.opened.milliseconds)
        put(position.updated.milliseconds)
        put(position.revision)
    }

    mutating func put(_ deal: Deal) {
        put(deal.ticket.rawValue)
        put(deal.order.rawValue)
        put(deal.position.rawValue)
        put(Int64(deal.symbol.rawValue))
        put(deal.side.rawValue)
        put(deal.entry.rawValue)
        put(deal.volume.units)
        put(deal.price.points)
        put(deal.profit.units)
        put(deal.commission.units)
        put(deal.swap.units)
        put(deal.magic.rawValue)
        put(deal.reason.rawValue)
        put(deal.stopLoss)
        put(deal.takeProfit)
        put(deal.time.milliseconds)
        put(deal.comment)
    }
}

extension StateReader {
    mutating func position() throws(SavedState.Failure) -> Position {
        Position(
            ticket: Ticket(try number()), identifier: PositionID(try number()), symbol: try symbol(),
            side: try side(), volume: Volume(units: try number()), openPrice: Price(points: try number()),
            stopLoss: try level(), takeProfit: try level(), swap: Money(units: try number()),
            commission: Money(units: try number()), magic: Magic(try number()), reason: try reason(),
            comment: try text(), opened: MarketTime(milliseconds: try number()),
            updated: MarketTime(milliseconds: try number()), revision: try number())
    }

    mutating func deal() throws(SavedState.Failure) -> Deal {
        Deal(
            ticket: DealTicket(try number()), order: OrderTicket(try number()),
            position: PositionID(try number()), symbol: try symbol(), side: try side(), entry: try entry(),
            volume: Volume(units: try number()), price: Price(points: try number()),
            profit: Money(units: try number()), commission: Money(units: try number()),
            swap: Money(units: try number()), magic: Magic(try number()), reason: try reason(),
            stopLoss: try level(), takeProfit: try level(), time: MarketTime(milliseconds: try number()),
            comment: try text())
    }

    private mutating func symbol() throws(SavedState.Failure) -> SymbolIndex {
        let index = try number(Int64.self)
        guard (0...Int64(UInt16.max)).contains(index) else { throw .damaged }
        return SymbolIndex(Int(index))
    }

    private mutating func side() throws(SavedState.Failure) -> Side {
        guard let side = Side(rawValue: try number()) else { throw .damaged }
        return side
    }

    private mutating func entry() throws(SavedState.Failure) -> Deal.Entry {
        guard let entry = Deal.Entry(rawValue: try number()) else { throw .damaged }
        return entry
    }

    private mutating func reason() throws(SavedState.Failure) -> TradeReason {
        guard let reason = TradeReason(rawValue: try number()) else { throw .damaged }
        return reason
    }
}
