/// One event on its way to one of an account's shards.
public struct RoutedEvent: Sendable {
    /// Which shard, from 0.
    public var place: Int
    /// Grows with every event of the account, over all shards; a proposal comes back with that of its event.
    public var ordinal: UInt64
    public var event: ShardEvent

    public init(place: Int, ordinal: UInt64, event: ShardEvent) {
        self.place = place
        self.ordinal = ordinal
        self.event = event
    }
}
