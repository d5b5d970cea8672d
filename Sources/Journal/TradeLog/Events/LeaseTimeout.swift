import Core

/// A request has held its position for longer than it may; it is being read back.
public struct LeaseTimeout: EventFields {
    public var request: RequestID
    public var held: TimeSpan

    public init(request: RequestID, held: TimeSpan) {
        self.request = request
        self.held = held
    }

    init() {
        self.init(request: RequestID(0), held: .zero)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("request", &request)
        fields.field("held_ns", &held)
    }
}
