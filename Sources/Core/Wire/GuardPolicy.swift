/// What the EA's own guard goes by when the daemon is silent; the EA keeps the latest.
///
/// It has the rule sets in the daemon's own order, and the first that matches a position governs it, as it does with
/// the daemon: a position that matches none is nobody's, and the guard leaves it alone.
public struct GuardPolicy: Hashable, Sendable {
    public var version: UInt64
    public var mode: ControlMode
    public var latch: KillLevel
    /// The EA drops the latch that a person set on its panel.
    public var liftsLocalLatch: Bool
    /// How long a position may be without a stop before the guard gives it one.
    public var guardDelay_ms: UInt32
    /// In the order in which they are asked; within the bounds that `excess` names.
    public var entries: [GuardEntry]

    public init(
        version: UInt64, mode: ControlMode, latch: KillLevel, liftsLocalLatch: Bool, guardDelay_ms: UInt32,
        entries: [GuardEntry]
    ) {
        self.version = version
        self.mode = mode
        self.latch = latch
        self.liftsLocalLatch = liftsLocalLatch
        self.guardDelay_ms = guardDelay_ms
        self.entries = entries
    }

    /// The rule set that governs a position; `nil` for one that is not managed.
    public func entry(for position: Position, symbol: String) -> GuardEntry? {
        entries.first { $0.filter.matches(position, symbol: symbol) }
    }

    init(_ fields: inout FieldReader) {
        version = fields.u64()
        mode = fields.choice(.shadow)
        latch = fields.choice(.none)
        liftsLocalLatch = fields.bool()
        fields.reserved8()
        guardDelay_ms = fields.u32()
        entries = []
        for _ in 0..<fields.u8() where fields.fault == nil { entries.append(GuardEntry(&fields)) }
        if fields.fault == nil, excess != nil { fields.fail(.range) }
    }

    func write(to fields: inout FieldWriter) {
        guard excess == nil else {
            fields.refuse()
            return
        }
        fields.u64(version)
        fields.choice(mode)
        fields.choice(latch)
        fields.bool(liftsLocalLatch)
        fields.u8(0)
        fields.u32(guardDelay_ms)
        fields.u8(UInt8(entries.count))
        for entry in entries { entry.write(to: &fields) }
    }

    private static let fixedBytes = 17

    /// The length of its body.
    var encodedBytes: Int { entries.reduce(Self.fixedBytes) { $0 + $1.encodedBytes } }
}

extension GuardPolicy {
    /// What a policy has more of than the EA takes.
    public enum Excess: Hashable, Sendable, CaseIterable {
        case entries, magics, patterns, text, bytes
    }

    /// `nil` for one that can be sent.
    public var excess: Excess? {
        if entries.count > WireLimits.guardEntries { return .entries }
        var magics = 0
        var patterns = 0
        for entry in entries {
            let filter = entry.filter
            // One list's length must fit its count.
            guard filter.magics.count <= Int(UInt8.max), filter.excludedMagics.count <= Int(UInt8.max)
            else { return .magics }
            guard filter.symbols.count <= Int(UInt8.max) else { return .patterns }
            magics += filter.magics.count + filter.excludedMagics.count
            patterns += filter.symbols.count
            let texts = filter.symbols.map(\.text) + [filter.comment]
            if texts.contains(where: { $0.utf8.count > WireLimits.textBytes }) { return .text }
        }
        if magics > WireLimits.guardMagics { return .magics }
        if patterns > WireLimits.guardPatterns { return .patterns }
        return encodedBytes > WireLimits.guardPolicyBytes ? .bytes : nil
    }
}
