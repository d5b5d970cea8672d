/// The EA proves that it knows the link token.
public struct Proof: Hashable, Sendable, BitwiseCopyable {
    public var code: AuthenticationCode

    public init(code: AuthenticationCode) { self.code = code }

    init(_ fields: inout FieldReader) { code = fields.code() }
    func write(to fields: inout FieldWriter) { fields.code(code) }
}

/// The daemon proves that it knows the link token, and asks the EA to.
public struct Challenge: Hashable, Sendable, BitwiseCopyable {
    public var nonce: Nonce
    public var code: AuthenticationCode

    public init(nonce: Nonce, code: AuthenticationCode) {
        self.nonce = nonce
        self.code = code
    }

    init(_ fields: inout FieldReader) {
        nonce = fields.nonce()
        code = fields.code()
    }

    func write(to fields: inout FieldWriter) {
        fields.nonce(nonce)
        fields.code(code)
    }
}

/// The session is established; commands of `epoch` are to be obeyed.
public struct Welcome: Hashable, Sendable, BitwiseCopyable {
    public var epoch: Epoch
    public var heartbeat_ms: UInt32
    public var linkTimeout_ms: UInt32

    public init(epoch: Epoch, heartbeat_ms: UInt32, linkTimeout_ms: UInt32) {
        self.epoch = epoch
        self.heartbeat_ms = heartbeat_ms
        self.linkTimeout_ms = linkTimeout_ms
    }

    init(_ fields: inout FieldReader) {
        epoch = Epoch(fields.u64())
        heartbeat_ms = fields.u32()
        linkTimeout_ms = fields.u32()
        if heartbeat_ms == 0 || linkTimeout_ms == 0 { fields.fail(.range) }
    }

    func write(to fields: inout FieldWriter) {
        fields.u64(epoch.rawValue)
        fields.u32(heartbeat_ms)
        fields.u32(linkTimeout_ms)
    }
}

/// The daemon will not talk to this EA, or not until it says hello again.
public struct Refused: Hashable, Sendable {
    public enum Reason: UInt16, Hashable, Sendable, BitwiseCopyable, CaseIterable {
        case version = 1
        case token = 2
        case accountHeld = 3
        case accountNotConfigured = 4
        case malformed = 5
        case accountNotAccepted = 6
        case shuttingDown = 7
        case noSession = 8
    }

    public var reason: Reason
    /// Shown to the person at the chart; at most 255 bytes of UTF-8.
    public var explanation: String

    public init(reason: Reason, explanation: String) {
        self.reason = reason
        self.explanation = explanation
    }

    init(_ fields: inout FieldReader) {
        reason = fields.wideChoice(.malformed)
        explanation = fields.text()
    }

    func write(to fields: inout FieldWriter) {
        fields.wideChoice(reason)
        fields.text(explanation)
    }
}
