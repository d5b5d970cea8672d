/// Something that must not happen, or not often, of the kinds that readiness counts.
public struct Incident: EventFields {
    public var kind: IncidentKind
    /// In the kind's own unit: nanoseconds over budget, attempts of a write; else 0.
    public var value: Int64
    public var text: String

    public init(kind: IncidentKind, value: Int64, text: String) {
        self.kind = kind
        self.value = value
        self.text = text
    }

    init() {
        self.init(kind: .critical, value: 0, text: "")
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("kind", &kind)
        fields.number("value", &value)
        fields.text("text", &text)
    }
}
