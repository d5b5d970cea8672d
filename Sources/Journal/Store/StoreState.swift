/// How far a store has come, or why it cannot be used.
public enum StoreState: Hashable, Sendable {
    /// Not looked at yet.
    case unopened
    /// Everything durable in the log is in the store.
    case current(applied: UInt64)
    /// It is catching up with the log.
    case behind(applied: UInt64, durable: UInt64)
    /// Queries have nothing to ask; tried again by itself.
    case unavailable(StoreTrouble)
}
