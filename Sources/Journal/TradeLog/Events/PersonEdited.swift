import Core

/// Somebody else changed the stop or the take-profit; the stop is the ratchet's base from here on.
public struct PersonEdited: EventFields {
    public var symbol: TradedSymbol
    public var oldStop: Price?
    public var stop: Price?
    public var oldTakeProfit: Price?
    public var takeProfit: Price?
    public var origin: Origin

    public init(
        symbol: TradedSymbol, oldStop: Price?, stop: Price?, oldTakeProfit: Price?, takeProfit: Price?,
        origin: Origin
    ) {
        self.symbol = symbol
        self.oldStop = oldStop
        self.stop = stop
        self.oldTakeProfit = oldTakeProfit
        self.takeProfit = takeProfit
        self.origin = origin
    }

    init() {
        self.init(
            symbol: TradedSymbol(name: "", digits: 0), oldStop: nil, stop: nil, oldTakeProfit: nil,
            takeProfit: nil, origin: .live)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("symbol", &symbol)
        fields.price("old_stop", &oldStop, of: symbol)
        fields.price("stop", &stop, of: symbol)
        fields.price("old_take_profit", &oldTakeProfit, of: symbol)
        fields.price("take_profit", &takeProfit, of: symbol)
        fields.word("origin", &origin)
    }
}
