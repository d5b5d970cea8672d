import Core

/// What the bridge thread tells a worker.
public struct WorkerMessage: Sendable {
    public enum Content: Sendable {
        /// A fresh shard for the account, in place of the one there may be; what it meets is counted there.
        case open(Settings, KillLevel, SharedShardCounters)
        case step(ShardEvent)
    }

    /// The account's index in the order in which accounts came.
    public var account: UInt16
    /// Comes back with what it causes (`ShardRouter`).
    public var ordinal: UInt64
    public var content: Content
    /// When the bridge thread handled it, on the machine's monotonic clock.
    public var now: Instant
    /// When the frame that carried it was taken from the socket.
    public var received: Instant

    public init(account: UInt16, ordinal: UInt64, content: Content, now: Instant, received: Instant) {
        self.account = account
        self.ordinal = ordinal
        self.content = content
        self.now = now
        self.received = received
    }
}

/// What a worker's shard wants, and which message made it want that.
public struct WorkerAnswer: Sendable {
    public var account: UInt16
    public var ordinal: UInt64
    public var effect: ShardEffect
    public var received: Instant
}
