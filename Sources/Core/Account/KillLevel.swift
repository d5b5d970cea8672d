/// How far a person, or a trigger, has stopped Backstop. Latched: only a person lowers it.
public enum KillLevel: UInt8, Hashable, Comparable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    case none = 0
    /// No tightening; first stops and the cap are still enforced.
    case pause = 1
    /// No trade request at all.
    case freeze = 2
    /// Every managed position is closed, later ones included.
    case flatten = 3

    public static func < (left: KillLevel, right: KillLevel) -> Bool { left.rawValue < right.rawValue }
}

/// How much Backstop may do on an account.
public enum ControlMode: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    /// Computes and records; sends nothing.
    case shadow = 0
    /// First stops and the cap only.
    case protect = 1
    /// Every rule.
    case manage = 2
}
