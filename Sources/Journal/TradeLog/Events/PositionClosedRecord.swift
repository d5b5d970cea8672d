import Core

/// A position came to its end. There is one for each ticket that was opened, with what it earned in all.
public struct PositionClosedRecord: EventFields {
    public var position: PositionID
    public var symbol: TradedSymbol
    public var side: Side
    /// Of the whole position at its largest.
    public var volume: Volume
    public var openPrice: Price
    /// Of the last closing deal; nil where no deal tells.
    public var price: Price?
    public var reason: Deal.Reason
    /// The last closing deal; nil where none is known.
    public var deal: UInt64?
    /// The request of ours that closed it.
    public var request: RequestID?
    /// Realized by price alone, over all its deals; nil, like the costs, where the deals are not known.
    public var profit: Money?
    public var commission: Money?
    public var swap: Money?
    public var fee: Money?
    /// The stop that rested at the broker.
    public var stop: Price?
    /// Points by which the closing price was worse than the stop that was hit; negative when better; nil when
    /// no stop was hit.
    public var slippage: Int64?
    public var opened: MarketTime
    public var closed: MarketTime
    public var origin: Origin
    /// The rule set that governed it last; nil where none did, or nobody saw it open.
    public var rules: String?
    /// A loss of less than this is a micro-loss by those rules; nil where they count none.
    public var microLossBelow: Money?
    public var isMicroLoss: Bool

    public init(
        position: PositionID, symbol: TradedSymbol, side: Side, volume: Volume, openPrice: Price,
        price: Price?, reason: Deal.Reason, deal: UInt64?, request: RequestID?, profit: Money?,
        commission: Money?, swap: Money?, fee: Money?, stop: Price?, slippage: Int64?, opened: MarketTime,
        closed: MarketTime, origin: Origin, rules: String?, microLossBelow: Money?, isMicroLoss: Bool
    ) {
        self.position = position
        self.symbol = symbol
        self.side = side
        self.volume = volume
        self.openPrice = openPrice
        self.price = price
        self.reason = reason
        self.deal = deal
        self.request = request
        self.profit = profit
        self.commission = commission
        self.swap = swap
        self.fee = fee
        self.stop = stop
        self.slippage = slippage
        self.opened = opened
        self.closed = closed
        self.origin = origin
        self.rules = rules
        self.microLossBelow = microLossBelow
        self.isMicroLoss = isMicroLoss
    }

    /// What it earned in all; nil where its deals are not known.
    public var result: Money? {
        profit.map { $0 + (commission ?? .zero) + (swap ?? .zero) + (fee ?? .zero) }
    }

    init() {
        self.init(
            position: PositionID(0), symbol: TradedSymbol(name: "", digits: 0), side: .buy, volume: .zero,
            openPrice: Price(points: 0), price: nil, reason: .unknown, deal: nil, request: nil, profit: nil,
            commission: nil, swap: nil, fee: nil, stop: nil, slippage: nil, opened: .unknown,
            closed: .unknown, origin: .live, rules: nil, microLossBelow: nil, isMicroLoss: false)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("position", &position)
        fields.field("symbol", &symbol)
        fields.word("side", &side)
        fields.field("volume", &volume)
        fields.price("open_price", &openPrice, of: symbol)
        fields.price("price", &price, of: symbol)
        fields.word("reason", &reason)
        fields.identifier("deal", &deal)
        fields.field("request", &request)
        fields.field("profit", &profit)
        fields.field("commission", &commission)
        fields.field("swap", &swap)
        fields.field("fee", &fee)
        fields.price("stop", &stop, of: symbol)
        fields.number("slippage", &slippage)
        fields.field("opened_ms", &opened)
        fields.field("closed_ms", &closed)
        fields.word("origin", &origin)
        fields.text("rules", &rules)
        fields.field("micro_loss_below", &microLossBelow)
        fields.flag("micro_loss", &isMicroLoss)
    }
}
