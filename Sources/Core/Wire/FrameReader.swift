/// Walks the messages of one frame, checking everything docs/protocol.md says of them.
///
/// Guarantee: whatever the bytes, each call returns a valid message, `nil` at a well-formed end, or throws;
/// it reads nothing outside the frame and never traps. Allocates only for texts of more than 15 bytes
/// and for a guard policy's magics, so never for a tick or a result.
///
/// The frame's bytes must stay valid and unchanged while the reader is used.
@safe public struct FrameReader {
    public let header: FrameHeader
    private let frame: UnsafeRawBufferPointer
    private var offset = WireLimits.headerBytes
    private var remaining: Int

    public init(_ frame: UnsafeRawBufferPointer) throws(WireError) {
        try unsafe self.init(frame, oldest: FrameHeader.version)
    }

    private init(_ frame: UnsafeRawBufferPointer, oldest: UInt8) throws(WireError) {
        header = try unsafe FrameHeader(frame, oldest: oldest)
        unsafe self.frame = unsafe frame
        remaining = Int(header.messages)
    }

    /// The next message of a frame that an EA sent.
    public mutating func nextFromTerminal() throws(WireError) -> TerminalMessage? {
        guard let (type, body) = try unsafe nextEnvelope() else { return nil }
        var fields = unsafe FieldReader(body)
        guard let message = TerminalMessage(type, &fields) else { throw .unknownType(type.rawValue) }
        try close(fields, type)
        return message
    }

    /// The next message of a frame that the daemon sent.
    public mutating func nextFromDaemon() throws(WireError) -> DaemonMessage? {
        guard let (type, body) = try unsafe nextEnvelope() else { return nil }
        var fields = unsafe FieldReader(body)
        guard let message = DaemonMessage(type, &fields) else { throw .unknownType(type.rawValue) }
        try close(fields, type)
        return message
    }

    /// Replaces `messages` with all messages of an EA's frame, or, when any of them is malformed, with
    /// none. Keeps the array's capacity.
    public static func readTerminalFrame(
        _ frame: UnsafeRawBufferPointer, into messages: inout [TerminalMessage]
    ) throws(WireError) -> FrameHeader {
        messages.removeAll(keepingCapacity: true)
        var reader = try unsafe FrameReader(frame)
        do throws(WireError) {
            while let message = try reader.nextFromTerminal() { messages.append(message) }
        } catch {
            messages.removeAll(keepingCapacity: true)
            throw error
        }
        return reader.header
    }

    /// Replaces `messages` with all messages of the daemon's frame, or, when any of them is malformed,
    /// with none. Keeps the array's capacity. A frame of the first version is read if it only refuses.
    public static func readDaemonFrame(
        _ frame: UnsafeRawBufferPointer, into messages: inout [DaemonMessage]
    ) throws(WireError) -> FrameHeader {
        messages.removeAll(keepingCapacity: true)
        var reader = try unsafe FrameReader(frame, oldest: FrameHeader.firstVersion)
        do throws(WireError) {
            while let message = try reader.nextFromDaemon() {
                if reader.header.version != FrameHeader.version, message.type != .refused {
                    throw .version(reader.header.version)
                }
                messages.append(message)
            }
        } catch {
            messages.removeAll(keepingCapacity: true)
            throw error
        }
        return reader.header
    }

    private mutating func nextEnvelope() throws(WireError) -> (MessageType, UnsafeRawBufferPointer)? {
        guard remaining > 0 else {
            guard unsafe offset == frame.count else { throw .messageCount }
            return nil
        }
        guard unsafe frame.count - offset >= WireLimits.envelopeBytes else { throw .messageCount }
        var envelope = unsafe FieldReader(
            UnsafeRawBufferPointer(rebasing: frame[offset..<offset + WireLimits.envelopeBytes]))
        let rawType = envelope.u8()
        guard let type = MessageType(rawValue: rawType) else { throw .unknownType(rawType) }
        envelope.reserved8()
        let length = Int(envelope.u16())
        if let fault = envelope.fault { throw .body(type: rawType, fault: fault) }
        offset += WireLimits.envelopeBytes
        guard unsafe frame.count - offset >= length else { throw .body(type: rawType, fault: .length) }
        defer {
            offset += length
            remaining -= 1
        }
        return unsafe (type, UnsafeRawBufferPointer(rebasing: frame[offset..<offset + length]))
    }

    private func close(_ fields: FieldReader, _ type: MessageType) throws(WireError) {
        if let fault = fields.fault { throw .body(type: type.rawValue, fault: fault) }
        guard fields.isExhausted else { throw .body(type: type.rawValue, fault: .length) }
    }
}
