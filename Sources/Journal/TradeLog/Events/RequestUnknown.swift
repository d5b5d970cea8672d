import Core

/// Nobody knows what became of a request; it is being read back.
public struct RequestUnknown: EventFields {
    public var request: RequestID
    public var doubt: Doubt
    /// Since the send.
    public var after: TimeSpan

    public init(request: RequestID, doubt: Doubt, after: TimeSpan) {
        self.request = request
        self.doubt = doubt
        self.after = after
    }

    init() {
        self.init(request: RequestID(0), doubt: .deadline, after: .zero)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("request", &request)
        fields.word("doubt", &doubt)
        fields.field("after_ns", &after)
    }
}
