import Core
import Runtime

/// How long the records of each minute took from their event to their durability, told to the log itself once the
/// minute is over.
///
/// Only while something is recorded: that record is one, so a log that has begun tells of every minute. Owner:
/// the journal thread.
struct MinuteOfLag {
    static let minute = TimeSpan.seconds(60)
    static let metric = "journal_lag"

    private var lag = LatencyHistogram()
    /// Whose records were among them.
    private var accounts: [AccountNumber] = []
    private var ends: Instant

    init(at now: Instant) { ends = now + Self.minute }

    /// When there is something to tell; never if nothing was recorded.
    var due: Instant { accounts.isEmpty ? .never : ends }

    mutating func record(_ span: TimeSpan, of account: AccountNumber) {
        lag.record(span)
        if !accounts.contains(account) { accounts.append(account) }
    }

    /// What is to be recorded of the minute that has ended; nothing before its end.
    mutating func take(at moment: JournalMoment) -> [LogEntry] {
        guard moment.instant >= ends else { return [] }
        defer {
            lag.reset()
            accounts.removeAll(keepingCapacity: true)
            ends = moment.instant + Self.minute
        }
        let event = LogEvent.minute(MinuteOfLatency(Self.metric, lag.summary))
        return accounts.map { account in
            LogEntry(
                account: account, at: moment.at, instant: moment.instant, ticket: nil, delivery: nil,
                event: event)
        }
    }
}
