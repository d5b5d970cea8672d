import Core

/// A position as a record says it was opened: at a price and a moment that are not this market's to decide.
public struct RecordedOpening: Sendable {
    public var ticket: Ticket
    public var symbol: SymbolIndex
    public var side: Side
    public var volume: Volume
    public var openPrice: Price
    public var stopLoss: Price?
    public var takeProfit: Price?
    /// Charged so far; negative is a cost.
    public var commission: Money
    /// Credited so far; negative is a cost.
    public var swap: Money
    public var magic: Magic
    public var comment: String
    public var opened: MarketTime

    public init(
        ticket: Ticket, symbol: SymbolIndex, side: Side, volume: Volume, openPrice: Price,
        stopLoss: Price?, takeProfit: Price?, commission: Money, swap: Money, magic: Magic, comment: String,
        opened: MarketTime
    ) {
        self.ticket = ticket
        self.symbol = symbol
        self.side = side
        self.volume = volume
        self.openPrice = openPrice
        self.stopLoss = stopLoss
        self.takeProfit = takeProfit
        self.commission = commission
        self.swap = swap
        self.magic = magic
        self.comment = comment
        self.opened = opened
    }
}

extension Position {
    /// A position as it was opened.
    public init(recorded: RecordedOpening, revision: UInt64 = 0) {
        self.init(
            ticket: recorded.ticket, identifier: PositionID(recorded.ticket.rawValue),
            symbol: recorded.symbol, side: recorded.side, volume: recorded.volume,
            openPrice: recorded.openPrice, stopLoss: recorded.stopLoss, takeProfit: recorded.takeProfit,
            swap: recorded.swap, commission: recorded.commission, magic: recorded.magic,
            reason: recorded.magic == .manual ? .client : .expert, comment: recorded.comment,
            opened: recorded.opened, updated: recorded.opened, revision: revision)
    }
}

/// What a record says happened, whatever this broker would have allowed; on hedging accounts.
extension TradeServer {
    /// Opens a position as it was. No check is made: it did exist.
    public func opens(_ recorded: RecordedOpening, at now: Instant) {
        let position = Position(recorded: recorded, revision: nextRevision)
        nextRevision += 1
        positions.append(position)
        rebuildWatch(recorded.symbol)
        let deal = book(
            order: recorded.ticket.rawValue, position: position, side: recorded.side, entry: .in,
            volume: recorded.volume, price: recorded.openPrice, profit: .zero,
            commission: recorded.commission, swap: .zero, reason: position.reason, comment: recorded.comment)
        record(.opened(position), at: now)
        announce(deal, after: position)
        flush(due: now + half(latency))
    }

    /// Closes what is still open of a position, at the latest quote, because the record says that its owner did.
    ///
    /// - Returns: whether it was open.
    @discardableResult
    public func closesAsRecorded(_ ticket: Ticket, at now: Instant) -> Bool {
        guard let index = positions.firstIndex(where: { $0.ticket == ticket }),
            let quote = valuation.quote(positions[index].symbol)
        else { return false }
        let position = positions[index]
        close(
            index, position.volume, at: quote.closing(position.side), reason: .client, comment: "", now: now)
        flush(due: now + half(latency))
        return true
    }
}
