import Core

/// How much Backstop may do on the account is another from here on.
public struct ModeChanged: EventFields {
    public var mode: ControlMode
    public var previous: ControlMode
    public var reason: String

    public init(mode: ControlMode, previous: ControlMode, reason: String) {
        self.mode = mode
        self.previous = previous
        self.reason = reason
    }

    init() {
        self.init(mode: .shadow, previous: .shadow, reason: "")
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("mode", &mode)
        fields.word("previous", &previous)
        fields.text("reason", &reason)
    }
}
