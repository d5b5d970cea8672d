/// The daemon asks for everything; the answer carries the same id.
public struct SnapshotRequest: Hashable, Sendable, BitwiseCopyable {
    public var snapshot: UInt32

    public init(snapshot: UInt32) { self.snapshot = snapshot }

    init(_ fields: inout FieldReader) { snapshot = fields.u32() }
    func write(to fields: inout FieldWriter) { fields.u32(snapshot) }
}

/// From here to the matching end, what comes replaces everything known before.
public struct SnapshotBegin: Hashable, Sendable, BitwiseCopyable {
    /// The id of the request it answers; 0 if unasked.
    public var snapshot: UInt32
    public var symbols: UInt32
    public var positions: UInt32

    public init(snapshot: UInt32, symbols: UInt32, positions: UInt32) {
        self.snapshot = snapshot
        self.symbols = symbols
        self.positions = positions
    }

    init(_ fields: inout FieldReader) {
        snapshot = fields.u32()
        symbols = fields.u32()
        positions = fields.u32()
    }

    func write(to fields: inout FieldWriter) {
        fields.u32(snapshot)
        fields.u32(symbols)
        fields.u32(positions)
    }
}

/// What the positions between begin and end must amount to.
public struct SnapshotEnd: Hashable, Sendable, BitwiseCopyable {
    public var snapshot: UInt32
    public var positions: UInt32
    public var checksum: PositionChecksum

    public init(snapshot: UInt32, positions: UInt32, checksum: PositionChecksum) {
        self.snapshot = snapshot
        self.positions = positions
        self.checksum = checksum
    }

    init(_ fields: inout FieldReader) {
        snapshot = fields.u32()
        positions = fields.u32()
        checksum = PositionChecksum(rawValue: fields.u64())
    }

    func write(to fields: inout FieldWriter) {
        fields.u32(snapshot)
        fields.u32(positions)
        fields.u64(checksum.rawValue)
    }
}
