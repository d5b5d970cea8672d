/// What the EA's own guard goes by when the daemon is silent; the EA keeps the latest.
public struct GuardPolicy: Hashable, Sendable {
    public var version: UInt64
    public var mode: ControlMode
    public var latch: KillLevel
    /// The EA drops the latch that a person set on its panel.
    public var liftsLocalLatch: Bool
    /// Positions opened by hand (magic 0) are guarded too.
    public var managesManual: Bool
    /// The share of the cap that may be risked, 0 to 1000 thousandths.
    public var marginPermille: UInt16
    /// How long a position may be without a stop before the guard gives it one.
    public var guardDelay_ms: UInt32
    /// The most one position may lose; `nil`: the guard does nothing.
    public var cap: Money?
    public var slippage: Distance
    /// Expected cost still to come, per lot.
    public var commissionPerLot: Money
    /// At most 255; empty: every magic.
    public var magics: [Magic]
    /// Patterns with `*`, comma separated, at most 255 bytes; empty: every symbol.
    public var symbols: String

    public init(
        version: UInt64, mode: ControlMode, latch: KillLevel, liftsLocalLatch: Bool, managesManual: Bool,
        marginPermille: UInt16, guardDelay_ms: UInt32, cap: Money?, slippage: Distance,
        commissionPerLot: Money, magics: [Magic], symbols: String
    ) {
        self.version = version
        self.mode = mode
        self.latch = latch
        self.liftsLocalLatch = liftsLocalLatch
        self.managesManual = managesManual
        self.marginPermille = marginPermille
        self.guardDelay_ms = guardDelay_ms
        self.cap = cap
        self.slippage = slippage
        self.commissionPerLot = commissionPerLot
        self.magics = magics
        self.symbols = symbols
    }

    init(_ fields: inout FieldReader) {
        version = fields.u64()
        mode = fields.choice(.shadow)
        latch = fields.choice(.none)
        liftsLocalLatch = fields.bool()
        managesManual = fields.bool()
        marginPermille = fields.u16()
        if marginPermille > 1_000 { fields.fail(.range) }
        guardDelay_ms = fields.u32()
        let amount = Money(units: fields.i64(0...WireLimits.moneyUnits))
        cap = amount == .zero ? nil : amount
        slippage = fields.distance(atLeast: 0)
        commissionPerLot = fields.money()
        magics = []
        for _ in 0..<fields.u8() where fields.fault == nil { magics.append(fields.magic()) }
        symbols = fields.text()
    }

    func write(to fields: inout FieldWriter) {
        fields.u64(version)
        fields.choice(mode)
        fields.choice(latch)
        fields.bool(liftsLocalLatch)
        fields.bool(managesManual)
        fields.u16(marginPermille)
        fields.u32(guardDelay_ms)
        fields.money(cap ?? .zero)
        fields.distance(slippage)
        fields.money(commissionPerLot)
        fields.magics(magics)
        fields.text(symbols)
    }
}
