import Core

/// A request of ours overwrote a take-profit that a person had just set.
public struct TakeProfitLost: EventFields {
    public var symbol: TradedSymbol
    /// What was lost.
    public var takeProfit: Price?
    public var remedy: Remedy

    public init(symbol: TradedSymbol, takeProfit: Price?, remedy: Remedy) {
        self.symbol = symbol
        self.takeProfit = takeProfit
        self.remedy = remedy
    }

    init() {
        self.init(symbol: TradedSymbol(name: "", digits: 0), takeProfit: nil, remedy: .restoring)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("symbol", &symbol)
        fields.price("take_profit", &takeProfit, of: symbol)
        fields.word("remedy", &remedy)
    }
}
