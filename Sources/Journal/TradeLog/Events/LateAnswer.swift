import Core

/// An answer came to a request that had ended before.
public struct LateAnswer: EventFields {
    public var request: RequestID
    public var outcome: RequestResult.Outcome
    public var code: UInt32

    public init(request: RequestID, outcome: RequestResult.Outcome, code: UInt32) {
        self.request = request
        self.outcome = outcome
        self.code = code
    }

    init() {
        self.init(request: RequestID(0), outcome: .unknown, code: 0)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("request", &request)
        fields.word("outcome", &outcome)
        fields.code("retcode", &code)
    }
}
