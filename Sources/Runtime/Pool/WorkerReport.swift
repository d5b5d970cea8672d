/// How one worker fares; counts since the pool began, over all its incarnations unless said otherwise.
public struct WorkerReport: Hashable, Sendable {
    public var worker: Int
    /// Messages given to the present incarnation, and those it has dealt with.
    public var given: UInt64
    public var done: UInt64
    /// Messages that wait in the ring, and beyond it.
    public var queued: Int
    public var backlog: Int
    /// Ticks merged into waiting ones while the ring was full, and ticks left out as unusable.
    public var conflated: UInt64
    public var leftOut: UInt64
    /// Times the ring was full.
    public var refused: UInt64
    /// Times the worker had to wait for room for its answers.
    public var waitsForRoom: UInt64
    /// System calls that woke it.
    public var wakeUps: UInt64
    public var replacements: UInt64
}
