import Core

/// The last check before the send held a proposal back.
public struct FailSafeRefused: EventFields {
    public var denial: Denial
    public var lane: Lane?
    public var symbol: TradedSymbol
    /// What was proposed; nil for a close.
    public var stop: Price?
    /// At that stop.
    public var worstCase: Money?
    /// What the cap allows.
    public var limit: Money?

    public init(
        denial: Denial, lane: Lane?, symbol: TradedSymbol, stop: Price?, worstCase: Money?, limit: Money?
    ) {
        self.denial = denial
        self.lane = lane
        self.symbol = symbol
        self.stop = stop
        self.worstCase = worstCase
        self.limit = limit
    }

    init() {
        self.init(
            denial: .killed, lane: nil, symbol: TradedSymbol(name: "", digits: 0), stop: nil, worstCase: nil,
            limit: nil)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("denial", &denial)
        fields.word("lane", &lane)
        fields.field("symbol", &symbol)
        fields.price("stop", &stop, of: symbol)
        fields.field("worst_case", &worstCase)
        fields.field("limit", &limit)
    }
}
