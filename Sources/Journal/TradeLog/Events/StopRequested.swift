import Core

/// A stop was decided on, with everything that led to it.
public struct StopRequested: EventFields {
    /// nil where nothing was sent.
    public var request: RequestID?
    public var disposition: Disposition
    public var symbol: TradedSymbol
    public var side: Side
    public var volume: Volume
    public var lane: Lane
    /// What won.
    public var rule: Rule
    /// nil where no quote was known, like the ask.
    public var bid: Price?
    public var ask: Price?
    public var openPrice: Price
    /// The best exit price so far.
    public var peak: Price?
    /// Where the first stop belongs, which R is measured from; nil until that is settled.
    public var firstStop: Price?
    public var oldStop: Price?
    /// What was asked for.
    public var stop: Price
    public var oldTakeProfit: Price?
    /// What travels with the stop.
    public var takeProfit: Price?
    /// What each rule asked for.
    public var candidates: RuleStops
    /// What changed or bounded the winner's wish.
    public var limits: StopLimits
    /// The most the position may lose by price alone at the stop.
    public var maxLoss: Money
    /// What the position costs if the stop is hit; nil without a valuation.
    public var worstCase: Money?
    /// The cap's own stop could not be placed.
    public var isCapUnreachable: Bool

    public init(
        request: RequestID?, disposition: Disposition, symbol: TradedSymbol, side: Side, volume: Volume,
        lane: Lane, rule: Rule, bid: Price?, ask: Price?, openPrice: Price, peak: Price?,
        firstStop: Price?, oldStop: Price?, stop: Price, oldTakeProfit: Price?, takeProfit: Price?,
        candidates: RuleStops, limits: StopLimits, maxLoss: Money, worstCase: Money?, isCapUnreachable: Bool
    ) {
        self.request = request
        self.disposition = disposition
        self.symbol = symbol
        self.side = side
        self.volume = volume
        self.lane = lane
        self.rule = rule
        self.bid = bid
        self.ask = ask
        self.openPrice = openPrice
        self.peak = peak
        self.firstStop = firstStop
        self.oldStop = oldStop
        self.stop = stop
        self.oldTakeProfit = oldTakeProfit
        self.takeProfit = takeProfit
        self.candidates = candidates
        self.limits = limits
        self.maxLoss = maxLoss
        self.worstCase = worstCase
        self.isCapUnreachable = isCapUnreachable
    }

    init() {
        self.init(
            request: nil, disposition: .sent, symbol: TradedSymbol(name: "", digits: 0), side: .buy,
            volume: .zero, lane: .flatten, rule: .protective, bid: nil, ask: nil, openPrice: Price(points: 0),
            peak: nil, firstStop: nil, oldStop: nil, stop: Price(points: 0), oldTakeProfit: nil,
            takeProfit: nil,
            candidates: RuleStops(), limits: [], maxLoss: .zero, worstCase: nil, isCapUnreachable: false)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("request", &request)
        fields.word("disposition", &disposition)
        fields.field("symbol", &symbol)
        fields.word("side", &side)
        fields.field("volume", &volume)
        fields.word("lane", &lane)
        fields.word("rule", &rule)
        fields.price("bid", &bid, of: symbol)
        fields.price("ask", &ask, of: symbol)
        var spread = self.spread
        fields.number("spread_points", &spread)
        fields.price("open_price", &openPrice, of: symbol)
        fields.price("peak", &peak, of: symbol)
        fields.price("first_stop", &firstStop, of: symbol)
        fields.price("old_stop", &oldStop, of: symbol)
        fields.price("stop", &stop, of: symbol)
        fields.price("old_take_profit", &oldTakeProfit, of: symbol)
        fields.price("take_profit", &takeProfit, of: symbol)
        candidates.visit(&fields, of: symbol)
        fields.field("limits", &limits)
        fields.field("max_loss", &maxLoss)
        fields.field("worst_case", &worstCase)
        fields.flag("cap_unreachable", &isCapUnreachable)
    }

    /// Points between bid and ask; negative when they cross.
    public var spread: Int64? {
        guard let bid, let ask else { return nil }
        return ask.points.subtractingReportingOverflow(bid.points).partialValue
    }
}
