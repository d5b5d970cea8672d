import Core

/// The EA did not send a request, and said why.
public struct RequestDeclined: EventFields {
    public var request: RequestID
    public var refusal: RequestResult.Refusal

    public init(request: RequestID, refusal: RequestResult.Refusal) {
        self.request = request
        self.refusal = refusal
    }

    init() {
        self.init(request: RequestID(0), refusal: .none)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("request", &request)
        fields.word("refusal", &refusal)
    }
}
