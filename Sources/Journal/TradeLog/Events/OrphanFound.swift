import Core

/// The log and the broker disagree about a position and the history does not say why.
public struct OrphanFound: EventFields {
    public var kind: OrphanKind
    public var position: PositionID
    public var text: String

    public init(kind: OrphanKind, position: PositionID, text: String) {
        self.kind = kind
        self.position = position
        self.text = text
    }

    init() {
        self.init(kind: .logOnly, position: PositionID(0), text: "")
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("kind", &kind)
        fields.field("position", &position)
        fields.text("text", &text)
    }
}
