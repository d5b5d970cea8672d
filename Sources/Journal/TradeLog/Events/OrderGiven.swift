import Core

/// A person gave an order about one position.
public struct OrderGiven: EventFields {
    public var order: PersonsOrder
    public var symbol: TradedSymbol
    public var price: Price?
    public var by: Hand
    public var reason: String

    public init(order: PersonsOrder, symbol: TradedSymbol, price: Price?, by: Hand, reason: String) {
        self.order = order
        self.symbol = symbol
        self.price = price
        self.by = by
        self.reason = reason
    }

    init() {
        self.init(
            order: .release, symbol: TradedSymbol(name: "", digits: 0), price: nil, by: .daemon, reason: "")
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("order", &order)
        fields.field("symbol", &symbol)
        fields.price("price", &price, of: symbol)
        fields.word("by", &by)
        fields.text("reason", &reason)
    }
}
