/// The bounds that docs/protocol.md puts on what comes over the link. They are narrow enough that sums
/// and differences of accepted values cannot overflow.
public enum WireLimits {
    /// The largest frame in bytes, header included.
    public static let frameBytes = 65_536
    /// The most messages in one frame.
    public static let messagesPerFrame = 255
    /// The longest text in bytes of UTF-8.
    public static let textBytes = 255
    /// The most minutes in one message of an answer.
    public static let barsPerMessage = 60
    /// The most rule sets a guard policy can hold.
    public static let guardEntries = 32
    /// The most magics, and the most symbol patterns, of all its rule sets together.
    public static let guardMagics = 1_024
    public static let guardPatterns = 256
    /// The longest body of a guard policy.
    public static let guardPolicyBytes = 16_384
    /// The number that means "no symbol"; never the number of one.
    public static let noSymbol: UInt16 = 65_535
    /// The largest magnitude of an amount, in units of 1e-8.
    public static let moneyUnits: Int64 = 1 << 62
    /// The latest moment of a monotonic clock, in nanoseconds (146 years).
    public static let clock_ns: Int64 = 1 << 62
    /// The latest server time, in milliseconds since 1970 (the year 2109).
    public static let serverTime_ms: Int64 = 1 << 42

    static let headerBytes = 32
    static let envelopeBytes = 4
    /// No message but a guard policy is longer than this, envelope included.
    static let messageBytes = 2_560
}
