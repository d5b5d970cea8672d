/// How recording fares, since it began.
public struct InputFigures: Hashable, Sendable {
    public enum Health: Hashable, Sendable {
        case whole
        /// The disk refused the last attempt; another one follows.
        case failing(DiskError)
    }

    /// Of all machines, those that were lost included.
    public var steps: UInt64 = 0
    /// Not in the log, for want of room in the ring or on the disk.
    public var lost: UInt64 = 0
    public var bytes: UInt64 = 0
    public var health = Health.whole

    public init() {}
}
