/// What becomes of a position whose cap the broker's stops level leaves no room for.
public enum UnreachableCap: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    /// It gets the tightest stop there can be, and the cap's own as soon as that fits.
    case tightest = 0
    /// It is closed at market.
    case close = 1
}
