import Core

/// The broker said no.
public struct RequestRejected: EventFields {
    public var request: RequestID
    /// MT5's return code.
    public var code: UInt32
    public var meaning: Rejection

    public init(request: RequestID, code: UInt32, meaning: Rejection) {
        self.request = request
        self.code = code
        self.meaning = meaning
    }

    init() {
        self.init(request: RequestID(0), code: 0, meaning: .invalid)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("request", &request)
        fields.code("retcode", &code)
        fields.word("meaning", &meaning)
    }
}
