import Core

/// Nothing more was heard of the EA.
public struct LinkLost: EventFields {
    public var reason: String
    /// How long the link had been up.
    public var lasted: TimeSpan

    public init(reason: String, lasted: TimeSpan) {
        self.reason = reason
        self.lasted = lasted
    }

    init() {
        self.init(reason: "", lasted: .zero)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.text("reason", &reason)
        fields.field("lasted_ns", &lasted)
    }
}
