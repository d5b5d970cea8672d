/// A position is no longer open; its deals say at what price and why.
public struct PositionClosed: Hashable, Sendable, BitwiseCopyable {
    public var ticket: Ticket
    public var identifier: PositionID
    public var symbol: SymbolID
    /// When the EA saw it gone, on the EA's monotonic clock.
    public var seen: Instant

    public init(ticket: Ticket, identifier: PositionID, symbol: SymbolID, seen: Instant) {
        self.ticket = ticket
        self.identifier = identifier
        self.symbol = symbol
        self.seen = seen
    }

    init(_ fields: inout FieldReader) {
        ticket = fields.ticket()
        identifier = fields.positionID()
        symbol = fields.symbol()
        seen = fields.clock()
    }

    func write(to fields: inout FieldWriter) {
        fields.ticket(ticket)
        fields.positionID(identifier)
        fields.symbol(symbol)
        fields.clock(seen)
    }
}
