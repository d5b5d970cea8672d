import Core

/// Where a journal writes, and whom it tells. The closures are called on the journal thread and must not wait.
public struct JournalPlace: Sendable {
    /// The state folder.
    public var state: String
    public var disk: any JournalDisk
    public var systemLog: any SystemLog
    /// The moment of the journal's own records.
    public var moment: @Sendable () -> JournalMoment
    public var alert: @Sendable (JournalAlert) -> Void
    /// Deliveries have become durable: look at `Journal.nextDurable`.
    public var acknowledged: @Sendable () -> Void
    /// All records of the account up to this number have become durable: whoever derives something from the log
    /// may read so far.
    public var wrote: @Sendable (AccountNumber, UInt64) -> Void
    /// The log of an account has been opened: what earlier runs recorded. Once a run.
    public var opened: @Sendable (AccountNumber, TradeBook) -> Void

    public init(
        state: String, disk: any JournalDisk = SystemDisk(), systemLog: any SystemLog = SyslogSocket(),
        moment: @escaping @Sendable () -> JournalMoment = JournalMoment.now,
        alert: @escaping @Sendable (JournalAlert) -> Void,
        acknowledged: @escaping @Sendable () -> Void = {},
        wrote: @escaping @Sendable (AccountNumber, UInt64) -> Void = { _, _ in },
        opened: @escaping @Sendable (AccountNumber, TradeBook) -> Void = { _, _ in }
    ) {
        self.state = state
        self.disk = disk
        self.systemLog = systemLog
        self.moment = moment
        self.alert = alert
        self.acknowledged = acknowledged
        self.wrote = wrote
        self.opened = opened
    }
}
