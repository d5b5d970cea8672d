/// The EA's own guard did something without the daemon.
public struct GuardActed: Hashable, Codable, Sendable, BitwiseCopyable {
    public enum Kind: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
        case stopPlaced = 0
        case failed = 1
        case closedByFlatten = 2
    }

    public var ticket: Ticket
    public var stopLoss: Price?
    /// MT5's return code.
    public var returnCode: UInt32
    public var kind: Kind
    public var seen: Instant

    public init(ticket: Ticket, stopLoss: Price?, returnCode: UInt32, kind: Kind, seen: Instant) {
        self.ticket = ticket
        self.stopLoss = stopLoss
        self.returnCode = returnCode
        self.kind = kind
        self.seen = seen
    }

    init(_ fields: inout FieldReader) {
        ticket = fields.ticket()
        stopLoss = fields.level()
        returnCode = fields.u32()
        kind = fields.choice(.failed)
        seen = fields.clock()
    }

    func write(to fields: inout FieldWriter) {
        fields.ticket(ticket)
        fields.level(stopLoss)
        fields.u32(returnCode)
        fields.choice(kind)
        fields.clock(seen)
    }
}

/// A person pressed a button on the chart: `freeze` or `flatten`.
public struct PanelPressed: Hashable, Sendable, BitwiseCopyable {
    public var level: KillLevel

    public init(level: KillLevel) { self.level = level }

    init(_ fields: inout FieldReader) {
        level = fields.choice(.freeze)
        if level < .freeze { fields.fail(.enumeration) }
    }
    func write(to fields: inout FieldWriter) { fields.choice(level) }
}
