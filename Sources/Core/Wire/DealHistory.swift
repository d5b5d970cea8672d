/// The daemon asks for every deal of a span of server time. A later question of the session replaces one that is
/// not answered yet.
public struct DealHistoryRequest: Hashable, Sendable, BitwiseCopyable {
    /// The answer carries the same number.
    public var request: UInt32
    public var from: MarketTime
    /// Inclusive; `nil` for up to the moment of the answer.
    public var to: MarketTime?

    public init(request: UInt32, from: MarketTime, to: MarketTime?) {
        self.request = request
        self.from = from
        self.to = to
    }

    init(_ fields: inout FieldReader) {
        request = fields.u32()
        from = fields.serverTime()
        let last = fields.serverTime()
        to = last == .unknown ? nil : last
        if let to, to < from { fields.fail(.range) }
    }

    func write(to fields: inout FieldWriter) {
        fields.u32(request)
        fields.serverTime(from)
        fields.serverTime(to ?? .unknown)
    }
}

/// From here to the matching end, what comes as *deal* is the answer.
public struct DealHistoryBegin: Hashable, Sendable, BitwiseCopyable {
    public var request: UInt32
    public var deals: UInt32

    public init(request: UInt32, deals: UInt32) {
        self.request = request
        self.deals = deals
    }

    init(_ fields: inout FieldReader) {
        request = fields.u32()
        deals = fields.u32()
    }

    func write(to fields: inout FieldWriter) {
        fields.u32(request)
        fields.u32(deals)
    }
}

/// How the answer ended, and what the deals must amount to if it is whole.
public struct DealHistoryEnd: Hashable, Sendable, BitwiseCopyable {
    public enum Outcome: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
        case complete = 0
        /// The terminal could not give its history, or is not connected: nothing is known of the span.
        case failed = 1
        /// The history changed under the answer: ask again.
        case changed = 2
        /// More than an answer may hold: ask for a shorter span.
        case tooMany = 3
    }

    public var request: UInt32
    public var outcome: Outcome
    public var deals: UInt32
    public var checksum: DealChecksum

    public init(request: UInt32, outcome: Outcome, deals: UInt32, checksum: DealChecksum) {
        self.request = request
        self.outcome = outcome
        self.deals = deals
        self.checksum = checksum
    }

    init(_ fields: inout FieldReader) {
        request = fields.u32()
        outcome = fields.choice(.failed)
        fields.reserved8()
        fields.reserved16()
        deals = fields.u32()
        checksum = DealChecksum(rawValue: fields.u64())
    }

    func write(to fields: inout FieldWriter) {
        fields.u32(request)
        fields.choice(outcome)
        fields.u8(0)
        fields.u16(0)
        fields.u32(deals)
        fields.u64(checksum.rawValue)
    }
}
