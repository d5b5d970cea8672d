import Core

/// The process and its link, once a minute.
public struct ProcessSample: EventFields {
    public var uptime: TimeSpan
    /// Bytes of memory; 0 where the system does not tell.
    public var resident: Int
    /// Of one core, in the minute, permille.
    public var processor: Int
    public var linked: Bool
    /// Since the start.
    public var disconnects: Int
    /// Managed ones.
    public var positions: Int
    /// Of these, with a stop at the broker.
    public var guarded: Int

    public init(
        uptime: TimeSpan, resident: Int, processor: Int, linked: Bool, disconnects: Int, positions: Int,
        guarded: Int
    ) {
        self.uptime = uptime
        self.resident = resident
        self.processor = processor
        self.linked = linked
        self.disconnects = disconnects
        self.positions = positions
        self.guarded = guarded
    }

    init() {
        self.init(
            uptime: .zero, resident: 0, processor: 0, linked: false, disconnects: 0, positions: 0, guarded: 0)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.field("uptime_ns", &uptime)
        fields.count("resident_bytes", &resident)
        fields.count("processor_permille", &processor)
        fields.flag("linked", &linked)
        fields.count("disconnects", &disconnects)
        fields.count("positions", &positions)
        fields.count("guarded", &guarded)
    }
}
