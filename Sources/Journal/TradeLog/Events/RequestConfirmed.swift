import Core

/// The position itself showed that a request took effect.
public struct RequestConfirmed: EventFields {
    public var request: RequestID
    public var symbol: TradedSymbol
    /// As it stood then; nil for a close.
    public var stop: Price?
    public var takeProfit: Price?
    /// From the send to the proof.
    public var after: TimeSpan

    public init(request: RequestID, symbol: TradedSymbol, stop: Price?, takeProfit: Price?, after: TimeSpan) {
        self.request = request
        self.symbol = symbol
        self.stop = stop
        self.takeProfit = takeProfit
        self.after = after
    }

    init() {
        self.init(
            request: RequestID(0), symbol: TradedSymbol(name: "", digits: 0), stop: nil, takeProfit: nil,
            after: .zero)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("request", &request)
        fields.field("symbol", &symbol)
        fields.price("stop", &stop, of: symbol)
        fields.price("take_profit", &takeProfit, of: symbol)
        fields.field("after_ns", &after)
    }
}
