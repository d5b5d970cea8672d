import Core

/// A take-profit that a request of ours had overwritten was asked for again, beside the stop that stands.
public struct TakeProfitRequested: EventFields {
    public var request: RequestID
    public var symbol: TradedSymbol
    public var side: Side
    public var volume: Volume
    public var lane: Lane
    /// As it stands, and travels along.
    public var stop: Price
    public var oldTakeProfit: Price?
    /// What was asked for; nil for none.
    public var takeProfit: Price?

    public init(
        request: RequestID, symbol: TradedSymbol, side: Side, volume: Volume, lane: Lane, stop: Price,
        oldTakeProfit: Price?, takeProfit: Price?
    ) {
        self.request = request
        self.symbol = symbol
        self.side = side
        self.volume = volume
        self.lane = lane
        self.stop = stop
        self.oldTakeProfit = oldTakeProfit
        self.takeProfit = takeProfit
    }

    init() {
        self.init(
            request: RequestID(0), symbol: TradedSymbol(name: "", digits: 0), side: .buy, volume: .zero,
            lane: .profitLock, stop: Price(points: 0), oldTakeProfit: nil, takeProfit: nil)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("request", &request)
        fields.field("symbol", &symbol)
        fields.word("side", &side)
        fields.field("volume", &volume)
        fields.word("lane", &lane)
        fields.price("stop", &stop, of: symbol)
        fields.price("old_take_profit", &oldTakeProfit, of: symbol)
        fields.price("take_profit", &takeProfit, of: symbol)
    }
}
