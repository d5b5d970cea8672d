import Core

/// A request ended otherwise than by the broker's plain yes or no.
public struct RequestResolved: EventFields {
    public var request: RequestID
    public var resolution: Resolution
    /// MT5's return code, 0 without one.
    public var code: UInt32
    /// Since the send.
    public var after: TimeSpan

    public init(request: RequestID, resolution: Resolution, code: UInt32, after: TimeSpan) {
        self.request = request
        self.resolution = resolution
        self.code = code
        self.after = after
    }

    init() {
        self.init(request: RequestID(0), resolution: .confirmed, code: 0, after: .zero)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("request", &request)
        fields.word("resolution", &resolution)
        fields.code("retcode", &code)
        fields.field("after_ns", &after)
    }
}
