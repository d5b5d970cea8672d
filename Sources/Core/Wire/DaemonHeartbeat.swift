/// The daemon's regular word, which the EA's panel shows.
public struct DaemonHeartbeat: Hashable, Sendable, BitwiseCopyable {
    public var mode: ControlMode
    public var latch: KillLevel
    /// Managed positions that have a stop.
    public var guarded: UInt32
    public var managed: UInt32
    /// Of all managed positions together.
    public var worstCaseLoss: Money
    /// The last EA sequence number the daemon has seen.
    public var received: UInt64
    /// The clock of the last EA frame the daemon has seen; zero before one.
    public var echo: Instant

    public init(
        mode: ControlMode, latch: KillLevel, guarded: UInt32, managed: UInt32, worstCaseLoss: Money,
        received: UInt64, echo: Instant
    ) {
        self.mode = mode
        self.latch = latch
        self.guarded = guarded
        self.managed = managed
        self.worstCaseLoss = worstCaseLoss
        self.received = received
        self.echo = echo
    }

    init(_ fields: inout FieldReader) {
        mode = fields.choice(.shadow)
        latch = fields.choice(.none)
        fields.reserved16()
        guarded = fields.u32()
        managed = fields.u32()
        worstCaseLoss = fields.money()
        received = fields.u64()
        echo = fields.clock()
    }

    func write(to fields: inout FieldWriter) {
        fields.choice(mode)
        fields.choice(latch)
        fields.u16(0)
        fields.u32(guarded)
        fields.u32(managed)
        fields.money(worstCaseLoss)
        fields.u64(received)
        fields.clock(echo)
    }
}
