/// The EA's regular word: what it may do, what it sees, and what slows it down.
public struct TerminalHeartbeat: Hashable, Sendable, BitwiseCopyable {
    /// The kind of terminal call that blocked the EA longest.
    public enum SlowCall: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
        case none = 0
        case orderSend = 1
        case socketSend = 2
        case socketRead = 3
        case copyTicks = 4
        case history = 5
        case calculation = 6
        case file = 7
        case chart = 8
    }

    public var permissions: Permissions
    /// The EA's own latch.
    public var latch: KillLevel
    /// Since the last heartbeat.
    public var slowestCall: SlowCall
    public var slowestCall_us: UInt32
    public var positions: UInt32
    public var checksum: PositionChecksum
    /// Terminal to broker.
    public var ping_us: UInt32
    public var queuedBytes: UInt32
    public var inFlight: UInt32
    public var ticksMerged: UInt32
    /// The last daemon sequence number the EA has seen.
    public var received: UInt64
    public var serverTime: MarketTime
    /// The clock of the last daemon frame the EA has seen; zero before one.
    public var echo: Instant
    /// Trade events that are not acknowledged yet.
    public var eventsWaiting: UInt32
    /// Trade events that the EA had to drop since it started, the oldest first; the deal history has to
    /// stand in for them.
    public var eventsDropped: UInt32

    public init(
        permissions: Permissions, latch: KillLevel, slowestCall: SlowCall, slowestCall_us: UInt32,
        positions: UInt32, checksum: PositionChecksum, ping_us: UInt32, queuedBytes: UInt32,
        inFlight: UInt32, ticksMerged: UInt32, received: UInt64, serverTime: MarketTime, echo: Instant,
        eventsWaiting: UInt32 = 0, eventsDropped: UInt32 = 0
    ) {
        self.permissions = permissions
        self.latch = latch
        self.slowestCall = slowestCall
        self.slowestCall_us = slowestCall_us
        self.positions = positions
        self.checksum = checksum
        self.ping_us = ping_us
        self.queuedBytes = queuedBytes
        self.inFlight = inFlight
        self.ticksMerged = ticksMerged
        self.received = received
        self.serverTime = serverTime
        self.echo = echo
        self.eventsWaiting = eventsWaiting
        self.eventsDropped = eventsDropped
    }

    init(_ fields: inout FieldReader) {
        permissions = fields.permissions()
        latch = fields.choice(.none)
        slowestCall = fields.choice(.none)
        slowestCall_us = fields.u32()
        positions = fields.u32()
        checksum = PositionChecksum(rawValue: fields.u64())
        ping_us = fields.u32()
        queuedBytes = fields.u32()
        inFlight = fields.u32()
        ticksMerged = fields.u32()
        received = fields.u64()
        serverTime = fields.serverTime()
        echo = fields.clock()
        eventsWaiting = fields.u32()
        eventsDropped = fields.u32()
    }

    func write(to fields: inout FieldWriter) {
        fields.permissions(permissions)
        fields.choice(latch)
        fields.choice(slowestCall)
        fields.u32(slowestCall_us)
        fields.u32(positions)
        fields.u64(checksum.rawValue)
        fields.u32(ping_us)
        fields.u32(queuedBytes)
        fields.u32(inFlight)
        fields.u32(ticksMerged)
        fields.u64(received)
        fields.serverTime(serverTime)
        fields.clock(echo)
        fields.u32(eventsWaiting)
        fields.u32(eventsDropped)
    }
}
