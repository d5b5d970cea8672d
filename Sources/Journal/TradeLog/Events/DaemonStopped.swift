/// The daemon ended in good order. A start without one before it follows a crash.
public struct DaemonStopped: EventFields {
    public var reason: String

    public init(reason: String) {
        self.reason = reason
    }

    init() {
        self.init(reason: "")
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.text("reason", &reason)
    }
}
