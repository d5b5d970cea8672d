/// The 32 bytes in front of every frame.
public struct FrameHeader: Hashable, Sendable, BitwiseCopyable {
    /// The protocol version this code speaks.
    public static let version: UInt8 = 3
    /// In whose frames a *refused* is understood by every version.
    public static let firstVersion: UInt8 = 1
    static let magic: UInt16 = 0x5342

    public var version: UInt8
    /// How many messages follow, 1 to 255.
    public var messages: UInt8
    /// The whole frame in bytes, this header included.
    public var length: UInt32
    /// From the daemon: the epoch in force. From the EA: the last one it accepted; `none` before a welcome.
    public var epoch: Epoch
    /// 1 for the first frame of a session in each direction, then one more for each.
    public var sequence: UInt64
    /// The sender's monotonic clock when it sealed the frame.
    public var clock: Instant

    public init(
        version: UInt8 = FrameHeader.version, messages: UInt8, length: UInt32, epoch: Epoch, sequence: UInt64,
        clock: Instant
    ) {
        self.version = version
        self.messages = messages
        self.length = length
        self.epoch = epoch
        self.sequence = sequence
        self.clock = clock
    }

    /// Reads and checks the header of a complete frame.
    ///
    /// - Parameter oldest: the lowest version that is accepted.
    public init(
        _ frame: UnsafeRawBufferPointer, oldest: UInt8 = FrameHeader.version
    ) throws(WireError) {
        // A foreign version is told by the first bytes alone: they keep their meaning in every version.
        guard frame.count >= 16 else { throw .frameTooShort }
        var fields = unsafe FieldReader(frame)
        guard fields.u16() == FrameHeader.magic else { throw .magic }
        version = fields.u8()
        guard version >= oldest, version <= FrameHeader.version else { throw .version(version) }
        guard frame.count >= WireLimits.headerBytes else { throw .frameTooShort }
        messages = fields.u8()
        length = fields.u32()
        guard frame.count <= WireLimits.frameBytes, Int(length) == frame.count else { throw .frameLength }
        guard messages > 0 else { throw .messageCount }
        epoch = Epoch(fields.u64())
        sequence = fields.u64()
        clock = fields.clock()
        guard fields.fault == nil else { throw .body(type: 0, fault: .range) }
    }

    func write(to fields: inout FieldWriter) {
        fields.u16(FrameHeader.magic)
        fields.u8(version)
        fields.u8(messages)
        fields.u32(length)
        fields.u64(epoch.rawValue)
        fields.u64(sequence)
        fields.clock(clock)
    }
}
