import Core

/// A position came into being. There is one for each ticket.
public struct PositionOpened: EventFields {
    public var position: PositionID
    public var symbol: TradedSymbol
    public var side: Side
    public var volume: Volume
    public var price: Price
    /// As it stood when first seen.
    public var stop: Price?
    public var takeProfit: Price?
    public var magic: Magic
    /// Of the fill, at the broker.
    public var time: MarketTime
    public var comment: String
    public var origin: Origin

    public init(
        position: PositionID, symbol: TradedSymbol, side: Side, volume: Volume, price: Price, stop: Price?,
        takeProfit: Price?, magic: Magic, time: MarketTime, comment: String, origin: Origin
    ) {
        self.position = position
        self.symbol = symbol
        self.side = side
        self.volume = volume
        self.price = price
        self.stop = stop
        self.takeProfit = takeProfit
        self.magic = magic
        self.time = time
        self.comment = comment
        self.origin = origin
    }

    init() {
        self.init(
            position: PositionID(0), symbol: TradedSymbol(name: "", digits: 0), side: .buy, volume: .zero,
            price: Price(points: 0), stop: nil, takeProfit: nil, magic: .manual, time: .unknown, comment: "",
            origin: .live)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("position", &position)
        fields.field("symbol", &symbol)
        fields.word("side", &side)
        fields.field("volume", &volume)
        fields.price("price", &price, of: symbol)
        fields.price("stop", &stop, of: symbol)
        fields.price("take_profit", &takeProfit, of: symbol)
        fields.field("magic", &magic)
        fields.field("time_ms", &time)
        fields.text("comment", &comment)
        fields.word("origin", &origin)
    }
}
