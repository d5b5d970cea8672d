/// One open position as the broker last confirmed it.
public struct Position: Hashable, Codable, Sendable {
    public var ticket: Ticket
    public var identifier: PositionID
    public var magic: Magic
    public var symbol: SymbolID
    public var side: Side
    public var volume: Volume
    public var openPrice: Price
    /// The stop-loss resting at the broker; `nil` for none.
    public var stopLoss: Price?
    /// The take-profit resting at the broker; `nil` for none. Never ours to change.
    public var takeProfit: Price?
    /// Swap so far; negative is a cost.
    public var swap: Money
    /// Commission charged so far; negative is a cost.
    public var commission: Money
    public var opened: MarketTime
    public var updated: MarketTime
    /// When the EA first saw it open, on the EA's monotonic clock.
    public var seen: Instant
    public var comment: String

    public init(
        ticket: Ticket, identifier: PositionID, magic: Magic, symbol: SymbolID, side: Side, volume: Volume,
        openPrice: Price, stopLoss: Price?, takeProfit: Price?, swap: Money, commission: Money,
        opened: MarketTime, updated: MarketTime, seen: Instant, comment: String
    ) {
        self.ticket = ticket
        self.identifier = identifier
        self.magic = magic
        self.symbol = symbol
        self.side = side
        self.volume = volume
        self.openPrice = openPrice
        self.stopLoss = stopLoss
        self.takeProfit = takeProfit
        self.swap = swap
        self.commission = commission
        self.opened = opened
        self.updated = updated
        self.seen = seen
        self.comment = comment
    }

    /// Whether other rules may govern it in the other form, both of one ticket: a netting position that has turned,
    /// or another comment.
    func isSelected(unlike other: Position) -> Bool {
        side != other.side || symbol != other.symbol || magic != other.magic || comment != other.comment
    }
}
