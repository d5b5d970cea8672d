import Core

extension RuleStops {
    mutating func visit(_ fields: inout some FieldVisitor, of symbol: TradedSymbol) {
        fields.object("candidates") { fields in
            fields.price("protective", &protective, of: symbol)
            fields.price("tightest", &tightest, of: symbol)
            fields.price("repair", &repair, of: symbol)
            fields.price("profit_lock", &profitLock, of: symbol)
            fields.price("break_even", &breakEven, of: symbol)
            fields.price("trailing", &trailing, of: symbol)
        }
    }
}
