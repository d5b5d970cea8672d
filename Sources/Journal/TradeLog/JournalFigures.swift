import Core
import Runtime

/// How the journal is, at one moment.
public struct JournalFigures: Hashable, Sendable {
    public enum Health: Hashable, Sendable {
        case healthy
        /// Records wait that the disk would not take.
        case failing(DiskError)
    }

    public var health: Health = .healthy
    /// Durable records since the start, over all accounts.
    public var records: UInt64 = 0
    public var batches: UInt64 = 0
    public var bytes: UInt64 = 0
    public var failedAttempts: UInt64 = 0
    /// Records that went to the system log too, because three attempts had failed.
    public var fallbackLines: UInt64 = 0
    /// Files left behind after an error.
    public var moves: UInt64 = 0
    /// Deliveries that had been recorded before.
    public var repeated: UInt64 = 0
    /// Records that the journal thread holds and that are not durable.
    public var pending: Int = 0
    /// Events in the ring.
    public var queued: Int = 0
    /// From an event to its durability.
    public var lag: LatencyHistogram.Summary
    /// How long the thread has been busy with the batch at hand; zero while it is idle.
    public var busy: TimeSpan = .zero
    /// The file each account's log is written to; nil before the first record and after an error.
    public var files: [AccountNumber: LogFileName?] = [:]
}
