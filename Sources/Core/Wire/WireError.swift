/// Why a frame is malformed. Whatever the bytes, decoding ends in messages or in one of these.
public enum WireError: Error, Hashable, Sendable, BitwiseCopyable {
    /// Fewer bytes than a header.
    case frameTooShort
    /// Does not start with the protocol's magic.
    case magic
    /// A protocol version this side does not speak.
    case version(UInt8)
    /// The header's length is not the frame's, or exceeds the largest frame allowed.
    case frameLength
    /// No message, or not as many as the header says.
    case messageCount
    /// Not a message that this direction carries.
    case unknownType(UInt8)
    /// One message's envelope or body is wrong; `type` is its raw type.
    case body(type: UInt8, fault: BodyFault)

    public enum BodyFault: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
        /// Shorter or longer than its type says, or running past the frame's end.
        case length
        /// A reserved field or bit is not 0.
        case reserved
        /// A bool that is neither 0 nor 1.
        case boolean
        /// An enumeration value the protocol does not list.
        case enumeration
        /// A number outside what the protocol allows.
        case range
        /// Text that is not UTF-8.
        case text
    }
}
