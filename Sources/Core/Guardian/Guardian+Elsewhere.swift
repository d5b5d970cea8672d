extension Guardian {
    /// Who steps the shards of an account.
    public enum ShardHome: Sendable {
        /// The guardian itself, within the wake-up.
        case inline
        /// Somebody else, who takes `Output.shard` and brings proposals back to `propose`.
        case elsewhere
    }

    /// Everything the account knows, for a shard that starts anew; without quotes, which pass the account by.
    /// `nil` while it waits for a snapshot. Costs a copy of all of it.
    public var book: Snapshot? { account.isSynchronized ? account.book : nil }
}

extension Account {
    fileprivate var book: Snapshot {
        Snapshot(
            symbols: specs.values,
            valuations: valuations.values, ticks: [], positions: positions)
    }
}
