import Core

/// A managed position has had no stop for longer than it should.
public struct PositionUncovered: EventFields {
    public var lasted: TimeSpan
    public var reason: UncoveredReason

    public init(lasted: TimeSpan, reason: UncoveredReason) {
        self.lasted = lasted
        self.reason = reason
    }

    init() {
        self.init(lasted: .zero, reason: .undecided)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("lasted_ns", &lasted)
        fields.word("reason", &reason)
    }
}
