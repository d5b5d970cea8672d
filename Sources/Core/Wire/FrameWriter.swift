/// Collects messages into one frame, in a buffer that is kept and reused.
///
/// Bound: 65,536 bytes and 255 messages; a message that does not fit is refused and leaves the frame as
/// it was. The buffer grows to the largest frame ever written and then allocates no more.
///
/// Values are not range-checked: what a machine writes was checked when it came in. Use: append, `seal`,
/// `withBytes`, `clear`.
public struct FrameWriter: Sendable {
    public enum Outcome: Hashable, Codable, Sendable {
        case appended
        /// No room in this frame: send it and append again.
        case full
        /// A text or a list is longer than the protocol can say; it will not fit in any frame.
        case unencodable
    }

    public private(set) var messages = 0
    /// The frame's length in bytes, header included.
    public private(set) var length = WireLimits.headerBytes
    private var storage: [UInt8]

    public init() {
        storage = [UInt8](repeating: 0, count: 4_096)
    }

    public var isEmpty: Bool { messages == 0 }

    public mutating func append(_ message: DaemonMessage) -> Outcome {
        append(message.type, bytes: message.bytesMax) { message.write(to: &$0) }
    }

    public mutating func append(_ message: TerminalMessage) -> Outcome {
        append(message.type, bytes: WireLimits.messageBytes) { message.write(to: &$0) }
    }

    /// Writes the header. The frame is complete until the next `append` or `clear`.
    public mutating func seal(
        version: UInt8 = FrameHeader.version, epoch: Epoch, sequence: UInt64, clock: Instant
    ) {
        let header = FrameHeader(
            version: version, messages: UInt8(messages), length: UInt32(length), epoch: epoch,
            sequence: sequence, clock: clock)
        unsafe storage.withUnsafeMutableBytes { bytes in
            var fields = unsafe FieldWriter(bytes, at: 0)
            header.write(to: &fields)
        }
    }

    /// The sealed frame's bytes, valid inside `body` only.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try unsafe storage.withUnsafeBytes {
            try unsafe body(UnsafeRawBufferPointer(rebasing: $0[0..<length]))
        }
    }

    /// Begins an empty frame; keeps the buffer.
    public mutating func clear() {
        messages = 0
        length = WireLimits.headerBytes
    }

    @inline(__always)
    private mutating func append(
        _ type: MessageType, bytes: Int, _ body: (inout FieldWriter) -> Void
    ) -> Outcome {
        guard messages < WireLimits.messagesPerFrame else { return .full }
        if storage.count - length < bytes { grow(for: bytes) }
        let start = length
        let (end, isUnencodable) = unsafe storage.withUnsafeMutableBytes { bytes in
            var fields = unsafe FieldWriter(bytes, at: start + WireLimits.envelopeBytes)
            body(&fields)
            var envelope = unsafe FieldWriter(bytes, at: start)
            envelope.u8(type.rawValue)
            envelope.u8(0)
            envelope.u16(UInt16(truncatingIfNeeded: fields.offset - start - WireLimits.envelopeBytes))
            return (fields.offset, fields.isUnencodable)
        }
        if isUnencodable { return .unencodable }
        guard end <= WireLimits.frameBytes else { return .full }
        length = end
        messages += 1
        return .appended
    }

    /// Doubles the buffer, up to the largest frame plus room to write one message of `bytes` beyond it.
    private mutating func grow(for bytes: Int) {
        let wanted = min(WireLimits.frameBytes + bytes, max(storage.count * 2, length + bytes))
        storage.append(contentsOf: repeatElement(0, count: wanted - storage.count))
    }
}
