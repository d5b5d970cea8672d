import Core

/// What the producer hands to the journal thread, in order.
enum JournalInput: Sendable {
    case entry(LogEntry)
    /// Everything that this delivery of the account's EA brought has been handed over.
    case delivered(AccountNumber, Delivery)
}
