/// What changed or bounded the stop that the winning rule wished for.
///
/// A set of bits, so that the thread that decides allocates nothing. The bits stand in the trade log by name
/// and may change.
public struct StopLimits: OptionSet, Hashable, Codable, Sendable, BitwiseCopyable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Tightened to what the position may cost.
    public static let cap = StopLimits(rawValue: 1 << 0)
    /// Kept from being looser than the present stop.
    public static let ratchet = StopLimits(rawValue: 1 << 1)
    /// Moved away from the market as far as the broker demands.
    public static let stopsLevel = StopLimits(rawValue: 1 << 2)
    public static let freezeLevel = StopLimits(rawValue: 1 << 3)
    public static let tickGrid = StopLimits(rawValue: 1 << 4)
    /// Held to the rule's smallest worthwhile step.
    public static let step = StopLimits(rawValue: 1 << 5)
    /// That step was widened, because the day's requests run low.
    public static let pace = StopLimits(rawValue: 1 << 6)
    /// Kept at least as tight as a move that was already under way.
    public static let wanted = StopLimits(rawValue: 1 << 7)
    /// Kept away from the market by the rules' own buffer.
    public static let clearance = StopLimits(rawValue: 1 << 8)
}
