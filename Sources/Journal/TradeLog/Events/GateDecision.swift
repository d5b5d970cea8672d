/// A person decided whether a gate is passed.
public struct GateDecision: EventFields {
    public var gate: Gate
    public var verdict: Verdict
    public var by: String
    public var reason: String

    public init(gate: Gate, verdict: Verdict, by: String, reason: String) {
        self.gate = gate
        self.verdict = verdict
        self.by = by
        self.reason = reason
    }

    init() {
        self.init(gate: .live, verdict: .noGo, by: "", reason: "")
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("gate", &gate)
        fields.word("verdict", &verdict)
        fields.text("by", &by)
        fields.text("reason", &reason)
    }
}
