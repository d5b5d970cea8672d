/// One rule set as the EA's guard knows it: whom it is for, and what a stop may cost such a position.
public struct GuardEntry: Hashable, Sendable {
    /// Its accounts are left out: a policy is made for one account.
    public var filter: PositionFilter
    /// `nil`: the rule set manages these positions, and the guard gives them no stop. A share of the balance is of
    /// the balance that the EA's own terminal shows.
    public var cap: LossCap?
    public var allowance: CostAllowance

    public init(filter: PositionFilter, cap: LossCap?, allowance: CostAllowance) {
        self.filter = filter
        self.filter.accounts = []
        self.cap = cap
        self.allowance = allowance
    }

    private static let bothSides: UInt8 = 2

    init(_ fields: inout FieldReader) {
        cap = fields.lossCap()
        filter = PositionFilter()
        filter.side = fields.sides()
        filter.includesManual = fields.bool()
        allowance = CostAllowance(
            slippage: fields.distance(atLeast: 0), commissionPerLot: fields.money())
        filter.comment = fields.text()
        for _ in 0..<fields.u8() where fields.fault == nil {
            filter.symbols.append(SymbolPattern(fields.text()))
        }
        filter.magics = fields.magics()
        filter.excludedMagics = fields.magics()
    }

    func write(to fields: inout FieldWriter) {
        fields.money(cap?.amount ?? .zero)
        fields.u32(UInt32(clamping: cap?.balanceMillionths ?? 0))
        fields.u16(UInt16(clamping: cap?.marginPermille ?? 0))
        fields.u8(filter.side?.rawValue ?? Self.bothSides)
        fields.bool(filter.includesManual)
        fields.distance(allowance.slippage)
        fields.money(allowance.commissionPerLot)
        fields.text(filter.comment)
        fields.u8(UInt8(filter.symbols.count))
        for pattern in filter.symbols { fields.text(pattern.text) }
        fields.magics(filter.magics)
        fields.magics(filter.excludedMagics)
    }

    private static let fixedBytes = 36

    var encodedBytes: Int {
        filter.symbols.reduce(Self.fixedBytes + filter.comment.utf8.count) { $0 + 1 + $1.text.utf8.count }
            + 8 * (filter.magics.count + filter.excludedMagics.count)
    }
}

extension FieldReader {
    /// `nil` for the amount 0, beside which neither a margin nor a share of the balance stands.
    fileprivate mutating func lossCap() -> LossCap? {
        let amount = Money(units: i64(0...WireLimits.moneyUnits))
        let millionths = Int64(u32())
        let margin = Int64(u16())
        guard amount > .zero else {
            if millionths != 0 || margin != 0 { fail(.range) }
            return nil
        }
        let cap = LossCap(
            amount: amount, marginPermille: margin, balanceMillionths: millionths == 0 ? nil : millionths)
        if cap == nil { fail(.range) }
        return cap
    }

    fileprivate mutating func sides() -> Side? {
        let value = u8()
        if value > 2 { fail(.enumeration) }
        return Side(rawValue: value)
    }

    fileprivate mutating func magics() -> [Magic] {
        var magics: [Magic] = []
        for _ in 0..<u8() where fault == nil { magics.append(magic()) }
        return magics
    }
}

extension FieldWriter {
    fileprivate mutating func magics(_ magics: [Magic]) {
        u8(UInt8(magics.count))
        for magic in magics { u64(magic.rawValue) }
    }
}
