extension SymbolSpec {
    init(_ fields: inout FieldReader) {
        let symbol = fields.symbol()
        let digits = fields.u8()
        if digits > 8 { fields.fail(.range) }
        let tradeMode: TradeMode = fields.choice(.disabled)
        let isSessionOpen = fields.bool()
        fields.reserved8()
        self.init(
            symbol: symbol, digits: digits, tradeMode: tradeMode, isSessionOpen: isSessionOpen,
            tickSize: fields.distance(atLeast: 1), stopsLevel: fields.distance(atLeast: 0),
            freezeLevel: fields.distance(atLeast: 0), volumeMin: fields.volume(), volumeMax: fields.volume(),
            volumeStep: fields.volume(), name: fields.text(), profitCurrency: fields.text())
    }

    func write(to fields: inout FieldWriter) {
        fields.symbol(symbol)
        fields.u8(digits)
        fields.choice(tradeMode)
        fields.bool(isSessionOpen)
        fields.u8(0)
        fields.distance(tickSize)
        fields.distance(stopsLevel)
        fields.distance(freezeLevel)
        fields.volume(volumeMin)
        fields.volume(volumeMax)
        fields.volume(volumeStep)
        fields.text(name)
        fields.text(profitCurrency)
    }
}

extension Valuation {
    init?(_ fields: inout FieldReader) {
        self.init(
            symbol: fields.symbol(), reference: fields.distance(atLeast: 1), buyLoss: fields.money(),
            buyProfit: fields.money(), sellLoss: fields.money(), sellProfit: fields.money())
    }

    func write(to fields: inout FieldWriter) {
        fields.symbol(symbol)
        fields.distance(reference)
        fields.money(buyLoss)
        fields.money(buyProfit)
        fields.money(sellLoss)
        fields.money(sellProfit)
    }
}

extension Position {
    init(_ fields: inout FieldReader) {
        let ticket = fields.ticket()
        let identifier = fields.positionID()
        let magic = fields.magic()
        let symbol = fields.symbol()
        let side: Side = fields.choice(.buy)
        fields.reserved8()
        self.init(
            ticket: ticket, identifier: identifier, magic: magic, symbol: symbol, side: side,
            volume: fields.volume(), openPrice: fields.price(), stopLoss: fields.level(),
            takeProfit: fields.level(), swap: fields.money(), commission: fields.money(),
            opened: fields.serverTime(), updated: fields.serverTime(), seen: fields.clock(),
            comment: fields.text())
    }

    func write(to fields: inout FieldWriter) {
        fields.ticket(ticket)
        fields.positionID(identifier)
        fields.magic(magic)
        fields.symbol(symbol)
        fields.choice(side)
        fields.u8(0)
        fields.volume(volume)
        fields.price(openPrice)
        fields.level(stopLoss)
        fields.level(takeProfit)
        fields.money(swap)
        fields.money(commission)
        fields.serverTime(opened)
        fields.serverTime(updated)
        fields.clock(seen)
        fields.text(comment)
    }
}

extension Tick {
    init(_ fields: inout FieldReader) {
        self.init(
            symbol: fields.symbol(), skipped: fields.u16(), bid: fields.price(), ask: fields.price(),
            bidHigh: fields.price(), bidLow: fields.price(), askHigh: fields.price(),
            askLow: fields.price(), time: fields.serverTime(), seen: fields.clock())
    }

    func write(to fields: inout FieldWriter) {
        fields.symbol(symbol)
        fields.u16(skipped)
        fields.price(bid)
        fields.price(ask)
        fields.price(bidHigh)
        fields.price(bidLow)
        fields.price(askHigh)
        fields.price(askLow)
        fields.serverTime(time)
        fields.clock(seen)
    }
}
