import Core

/// A breaker opened or closed: before one position if the record has a ticket, else before the terminal.
public struct BreakerMoved: EventFields {
    public var state: BreakerMove
    /// nil when it closed.
    public var cause: BreakerCause?

    public init(state: BreakerMove, cause: BreakerCause?) {
        self.state = state
        self.cause = cause
    }

    init() {
        self.init(state: .opened, cause: nil)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("state", &state)
        fields.word("cause", &cause)
    }
}
