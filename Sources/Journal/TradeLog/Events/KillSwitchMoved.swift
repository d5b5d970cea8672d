import Core

/// A kill level was latched or lifted.
public struct KillSwitchMoved: EventFields {
    public var level: KillLevel
    public var previous: KillLevel
    public var by: Hand
    public var reason: String

    public init(level: KillLevel, previous: KillLevel, by: Hand, reason: String) {
        self.level = level
        self.previous = previous
        self.by = by
        self.reason = reason
    }

    init() {
        self.init(level: .none, previous: .none, by: .daemon, reason: "")
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("level", &level)
        fields.word("previous", &previous)
        fields.word("by", &by)
        fields.text("reason", &reason)
    }
}
