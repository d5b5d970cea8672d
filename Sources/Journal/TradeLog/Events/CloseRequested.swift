import Core

/// Closing a position was decided on.
public struct CloseRequested: EventFields {
    /// nil where nothing was sent.
    public var request: RequestID?
    public var disposition: Disposition
    public var symbol: TradedSymbol
    public var side: Side
    /// Of the position, or of the part that is to be closed.
    public var volume: Volume
    public var lane: Lane
    public var reason: CloseCause
    public var bid: Price?
    public var ask: Price?
    public var stop: Price?
    /// What closing would cost; nil without a valuation.
    public var floatingLoss: Money?

    public init(
        request: RequestID?, disposition: Disposition, symbol: TradedSymbol, side: Side, volume: Volume,
        lane: Lane, reason: CloseCause, bid: Price?, ask: Price?, stop: Price?, floatingLoss: Money?
    ) {
        self.request = request
        self.disposition = disposition
        self.symbol = symbol
        self.side = side
        self.volume = volume
        self.lane = lane
        self.reason = reason
        self.bid = bid
        self.ask = ask
        self.stop = stop
        self.floatingLoss = floatingLoss
    }

    init() {
        self.init(
            request: nil, disposition: .sent, symbol: TradedSymbol(name: "", digits: 0), side: .buy,
            volume: .zero, lane: .flatten, reason: .flatten, bid: nil, ask: nil, stop: nil, floatingLoss: nil)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("request", &request)
        fields.word("disposition", &disposition)
        fields.field("symbol", &symbol)
        fields.word("side", &side)
        fields.field("volume", &volume)
        fields.word("lane", &lane)
        fields.word("reason", &reason)
        fields.price("bid", &bid, of: symbol)
        fields.price("ask", &ask, of: symbol)
        fields.price("stop", &stop, of: symbol)
        fields.field("floating_loss", &floatingLoss)
    }
}
