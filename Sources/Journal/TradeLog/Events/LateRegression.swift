import Core

/// The broker executed an old request late and so loosened a stop; it is tightened again.
public struct LateRegression: EventFields {
    public var symbol: TradedSymbol
    public var oldStop: Price
    public var stop: Price?

    public init(symbol: TradedSymbol, oldStop: Price, stop: Price?) {
        self.symbol = symbol
        self.oldStop = oldStop
        self.stop = stop
    }

    init() {
        self.init(symbol: TradedSymbol(name: "", digits: 0), oldStop: Price(points: 0), stop: nil)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("symbol", &symbol)
        fields.price("old_stop", &oldStop, of: symbol)
        fields.price("stop", &stop, of: symbol)
    }
}
