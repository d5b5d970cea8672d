import Core

/// One execution of the account's history, as the broker keeps it. There is one for each deal number.
public struct DealRecorded: EventFields {
    public var deal: UInt64
    public var order: UInt64
    public var position: PositionID
    /// With an empty name for an entry that trades nothing, such as a deposit.
    public var symbol: TradedSymbol
    public var kind: Deal.Kind
    public var entry: Deal.Entry
    public var reason: Deal.Reason
    public var volume: Volume
    public var price: Price
    public var profit: Money
    public var commission: Money
    public var swap: Money
    public var fee: Money
    public var time: MarketTime
    public var origin: Origin

    public init(
        deal: UInt64, order: UInt64, position: PositionID, symbol: TradedSymbol, kind: Deal.Kind,
        entry: Deal.Entry, reason: Deal.Reason, volume: Volume, price: Price, profit: Money,
        commission: Money, swap: Money, fee: Money, time: MarketTime, origin: Origin
    ) {
        self.deal = deal
        self.order = order
        self.position = position
        self.symbol = symbol
        self.kind = kind
        self.entry = entry
        self.reason = reason
        self.volume = volume
        self.price = price
        self.profit = profit
        self.commission = commission
        self.swap = swap
        self.fee = fee
        self.time = time
        self.origin = origin
    }

    init() {
        self.init(
            deal: 0, order: 0, position: PositionID(0), symbol: TradedSymbol(name: "", digits: 0),
            kind: .other, entry: .into, reason: .unknown, volume: .zero, price: Price(points: 0),
            profit: .zero, commission: .zero, swap: .zero, fee: .zero, time: .unknown, origin: .live)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.identifier("deal", &deal)
        fields.identifier("order", &order)
        fields.field("position", &position)
        fields.field("symbol", &symbol)
        fields.word("kind", &kind)
        fields.word("entry", &entry)
        fields.word("reason", &reason)
        fields.field("volume", &volume)
        fields.price("price", &price, of: symbol)
        fields.field("profit", &profit)
        fields.field("commission", &commission)
        fields.field("swap", &swap)
        fields.field("fee", &fee)
        fields.field("time_ms", &time)
        fields.word("origin", &origin)
    }
}
