import Core

/// A position's answers were slow for so long that its less urgent work waits.
public struct PositionSetAside: EventFields {
    public var waited: TimeSpan

    public init(waited: TimeSpan) {
        self.waited = waited
    }

    init() {
        self.init(waited: .zero)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("waited_ns", &waited)
    }
}
