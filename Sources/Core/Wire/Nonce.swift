/// Sixteen random bytes that make every handshake different. Kept as two little-endian words.
public struct Nonce: Hashable, Sendable, BitwiseCopyable {
    public let first: UInt64
    public let second: UInt64

    public init(_ first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }
}

/// Thirty-two bytes that prove knowledge of the link token. Kept as four little-endian words.
///
/// `==` here is for tests and vectors; a received code is judged by the bridge, in constant time.
public struct AuthenticationCode: Hashable, Sendable, BitwiseCopyable {
    public let first: UInt64
    public let second: UInt64
    public let third: UInt64
    public let fourth: UInt64

    public init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }
}
