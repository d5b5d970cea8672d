import Core

/// The broker gave an open position another ticket. The log goes on under the one it was opened with.
public struct TicketChanged: EventFields {
    public var position: PositionID
    /// The ticket that the terminal shows from here on.
    public var shown: Ticket

    public init(position: PositionID, shown: Ticket) {
        self.position = position
        self.shown = shown
    }

    init() { self.init(position: PositionID(0), shown: Ticket(0)) }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("position", &position)
        fields.field("shown", &shown)
    }
}
