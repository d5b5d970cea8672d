/// Why the store cannot be used at this moment. Never a reason to guard less: only queries suffer.
public enum StoreTrouble: Error, Hashable, Sendable {
    /// Another process holds the database; tried again.
    case locked
    /// A later version of Backstop made it. It is left alone.
    case newer
    /// It is no database, or a damaged one. It is set aside and built anew from the log.
    case corrupt(String)
    /// It does not belong to this log: another account's, or the log was restored to an older state. Built anew.
    case foreign
    /// The log could not be read.
    case log(DiskError)
    /// Anything else that SQLite or the disk refused.
    case failed(String)
}
