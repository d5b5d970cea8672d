import Core

extension RuleStops {
    mutating func visit(_ fields: inout some FieldVisitor, of symbol: TradedSymbol) {
        fields.object("candidates") { fields in
            fields.price("protective", &protective, of: symbol)
            fields.price("tightest", &tightest, of: symbol)
            fields.price("repair", &repair, of: symbol)
            fields.price("initial", &initial, of: symbol)
            fields.price("profit_lock", &profitLock, of: symbol)
            fields.price("profit_steps", &profitSteps, of: symbol)
            fields.price("peak_share", &peakShare, of: symbol)
            fields.price("break_even", &breakEven, of: symbol)
            fields.price("age_break_even", &ageBreakEven, of: symbol)
            fields.price("trailing", &trailing, of: symbol)
            fields.price("chandelier", &chandelier, of: symbol)
            fields.price("swing", &swing, of: symbol)
            fields.price("parabolic", &parabolic, of: symbol)
            fields.price("age_tightening", &ageTightening, of: symbol)
            fields.price("session_end", &sessionEnd, of: symbol)
            fields.price("week_end", &weekEnd, of: symbol)
        }
    }
}
