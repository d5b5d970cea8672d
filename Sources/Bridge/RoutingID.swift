import Core

/// The name by which the socket knows one EA: `bs-` and its boot id in 16 lower-case hexadecimal digits.
///
/// Held as the number itself, so that finding a session neither hashes nor allocates. A peer of any other
/// name is not an EA.
public struct RoutingID: Hashable, Sendable, BitwiseCopyable {
    public static let byteCount = 19

    public let bootID: BootID

    public init(_ bootID: BootID) { self.bootID = bootID }

    /// - Returns: `nil` for anything but such a name.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == RoutingID.byteCount, bytes[0] == UInt8(ascii: "b"),
            bytes[1] == UInt8(ascii: "s"),
            bytes[2] == UInt8(ascii: "-")
        else { return nil }
        var number: UInt64 = 0
        for byte in bytes[3...] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                number = number << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                number = number << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        bootID = BootID(number)
    }

    /// Writes the 19 bytes of the name.
    func write(to bytes: UnsafeMutableRawBufferPointer) {
        bytes[0] = UInt8(ascii: "b")
        bytes[1] = UInt8(ascii: "s")
        bytes[2] = UInt8(ascii: "-")
        for place in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: bootID.rawValue >> (60 - 4 * UInt64(place))) & 0xF
            bytes[3 + place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
    }
}
