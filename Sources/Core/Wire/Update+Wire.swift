extension RequestResult {
    init(_ fields: inout FieldReader) {
        self.init(
            request: fields.request(), ticket: fields.ticket(), outcome: fields.choice(.unknown),
            isRepeated: fields.bool(), refusal: fields.wideChoice(.none), returnCode: fields.u32(),
            stopLoss: fields.level(), takeProfit: fields.level(), volume: fields.volume(),
            order: fields.u64(), received: fields.clock(), sent: fields.clock(), answered: fields.clock())
        // A refusal without its reason, or a reason without a refusal, would be misread either way.
        if (outcome == .refused) != (refusal != .none) { fields.fail(.enumeration) }
    }

    func write(to fields: inout FieldWriter) {
        fields.request(request)
        fields.ticket(ticket)
        fields.choice(outcome)
        fields.bool(isRepeated)
        fields.wideChoice(refusal)
        fields.u32(returnCode)
        fields.level(stopLoss)
        fields.level(takeProfit)
        fields.volume(volume)
        fields.u64(order)
        fields.clock(received)
        fields.clock(sent)
        fields.clock(answered)
    }
}

extension ReadBack {
    init(_ fields: inout FieldReader) {
        let request = fields.request()
        let ticket = fields.ticket()
        let isOpen = fields.bool()
        let state: RequestState = fields.choice(.fateUnknown)
        fields.reserved16()
        self.init(
            request: request, ticket: ticket, isOpen: isOpen, state: state, returnCode: fields.u32(),
            volume: fields.volume(), stopLoss: fields.level(), takeProfit: fields.level(),
            seen: fields.clock())
    }

    func write(to fields: inout FieldWriter) {
        fields.request(request)
        fields.ticket(ticket)
        fields.bool(isOpen)
        fields.choice(state)
        fields.u16(0)
        fields.u32(returnCode)
        fields.volume(volume)
        fields.level(stopLoss)
        fields.level(takeProfit)
        fields.clock(seen)
    }
}

extension ModifyStop {
    private static let capUnreachableBit: UInt8 = 1 << 0
    private static let mayLoosenBit: UInt8 = 1 << 1

    init(_ fields: inout FieldReader) {
        let request = fields.request()
        let ticket = fields.ticket()
        let symbol = fields.symbol()
        let side: Side = fields.choice(.buy)
        let flags = fields.u8()
        if flags & ~(ModifyStop.capUnreachableBit | ModifyStop.mayLoosenBit) != 0 { fields.fail(.reserved) }
        self.init(
            request: request, ticket: ticket, symbol: symbol, side: side,
            isCapUnreachable: flags & ModifyStop.capUnreachableBit != 0,
            mayLoosen: flags & ModifyStop.mayLoosenBit != 0, stopLoss: fields.price(),
            expectedStopLoss: fields.level(), expectedTakeProfit: fields.level(), takeProfit: fields.level(),
            maxLoss: fields.money(), cause: fields.clock(), limit_ms: fields.u32(),
            lane: fields.choice(.trailing))
        // There is no command to remove a stop.
        if stopLoss.points == 0 { fields.fail(.range) }
    }

    func write(to fields: inout FieldWriter) {
        fields.request(request)
        fields.ticket(ticket)
        fields.symbol(symbol)
        fields.choice(side)
        fields.u8(
            (isCapUnreachable ? ModifyStop.capUnreachableBit : 0) | (mayLoosen ? ModifyStop.mayLoosenBit : 0))
        fields.price(stopLoss)
        fields.level(expectedStopLoss)
        fields.level(expectedTakeProfit)
        fields.level(takeProfit)
        fields.money(maxLoss)
        fields.clock(cause)
        fields.u32(limit_ms)
        fields.choice(lane)
    }
}

extension ClosePosition {
    init(_ fields: inout FieldReader) {
        let request = fields.request()
        let ticket = fields.ticket()
        let symbol = fields.symbol()
        let side: Side = fields.choice(.buy)
        fields.reserved8()
        let volume = fields.volume()
        let expected = fields.volume()
        self.init(
            request: request, ticket: ticket, symbol: symbol, side: side, volume: volume,
            expectedVolume: expected == .zero ? nil : expected, cause: fields.clock(), limit_ms: fields.u32(),
            deviation: fields.u32(),
            lane: fields.choice(.trailing))
        if volume == .zero { fields.fail(.range) }
        if let expectedVolume, expectedVolume < volume { fields.fail(.range) }
    }

    func write(to fields: inout FieldWriter) {
        fields.request(request)
        fields.ticket(ticket)
        fields.symbol(symbol)
        fields.choice(side)
        fields.u8(0)
        fields.volume(volume)
        fields.volume(expectedVolume ?? .zero)
        fields.clock(cause)
        fields.u32(limit_ms)
        fields.u32(deviation)
        fields.choice(lane)
    }
}

extension ReadBackRequest {
    init(_ fields: inout FieldReader) {
        self.init(request: fields.request(), ticket: fields.ticket())
    }

    func write(to fields: inout FieldWriter) {
        fields.request(request)
        fields.ticket(ticket)
    }
}
