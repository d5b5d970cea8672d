import Core

/// What the journal thread has to tell a person.
public enum JournalAlert: Hashable, Sendable {
    /// Three attempts have failed; so many records wait for another. They are in the system log.
    case writeFailed(AccountNumber, DiskError, waiting: Int)
    /// Everything that waited is durable.
    case recovered(AccountNumber)
    /// The log cannot be opened; what comes for it waits.
    case unavailable(AccountNumber, DiskError)
    /// Opening the log found what an orderly end does not leave behind.
    case repaired(AccountNumber, LogRepaired)
}
