import Core
import Runtime

/// One account's log with the patience that goes with it: attempts, the system log, the next try.
///
/// Three attempts in a row; then every record that waits goes to the system log, once, an alert goes out, and
/// the next attempt comes after a pause that doubles from `pauseMin` to `pauseMax`. Records are never dropped.
/// Owner: the journal thread.
struct AccountJournal {
    static let attemptsMax = 3
    static let pauseMin = TimeSpan.milliseconds(100)
    static let pauseMax = TimeSpan.seconds(5)

    let folder: LogFolder
    private var log: TradeLog?
    /// What came while the log could not be opened.
    private var waiting: [JournalInput] = []
    private(set) var nextTry = Instant.zero
    private var pause = AccountJournal.pauseMin
    /// The error since which nothing has become durable.
    private(set) var failure: DiskError?
    /// Attempts to open the log that failed, and the first error of them.
    private var closedFor: (attempts: Int, first: DiskError)?
    /// How many of what waits are in the system log.
    private var told = 0
    private(set) var fallbackLines: UInt64 = 0

    init(_ folder: LogFolder) { self.folder = folder }

    var counts: TradeLog.Counts { log?.counts ?? TradeLog.Counts() }
    var file: LogFileName? { log?.file }
    /// Records and entries that are not durable.
    var pending: Int { waiting.count + (log?.pending.count ?? 0) }
    var isIdle: Bool { waiting.isEmpty && (log?.pending.isIdle ?? true) }

    mutating func take(_ input: JournalInput) {
        guard log != nil else {
            waiting.append(input)
            return
        }
        append(input)
    }

    private mutating func append(_ input: JournalInput) {
        switch input {
        case .entry(let entry): log?.append(entry)
        case .delivered(_, let delivery): log?.complete(delivery)
        }
    }

    /// Writes what there is, or fails three times and says so.
    mutating func work(at now: Instant, _ place: JournalPlace) -> [Durable] {
        guard !isIdle, now >= nextTry else { return [] }
        var done: [Durable] = []
        var attempts = 0
        while !isIdle {
            do throws(DiskError) {
                try open(place)
                if let durable = try write(place) { done.append(durable) }
                attempts = 0
                succeeded(place)
            } catch {
                attempts += 1
                guard attempts >= (failure == nil ? Self.attemptsMax : 1) else { continue }
                failed(error, at: now, place)
                return done
            }
        }
        return done
    }

    private mutating func open(_ place: JournalPlace) throws(DiskError) {
        guard log == nil else { return }
        let (opened, book, repairs): (TradeLog, TradeBook, [LogRepaired])
        do throws(DiskError) {
            (opened, book, repairs) = try TradeLog.open(folder, in: place.state)
        } catch {
            closedFor = ((closedFor?.attempts ?? 0) + 1, closedFor?.first ?? error)
            throw error
        }
        log = opened
        if let trouble = closedFor { append(.entry(failure(trouble, place))) }
        closedFor = nil
        place.opened(folder.account, book)
        for repair in repairs {
            place.alert(.repaired(folder.account, repair))
            append(.entry(own(.repaired(repair), place.moment())))
        }
        for input in waiting { append(input) }
        waiting = []
        // Told once more if it fails from here on: the records have numbers only from here on.
        told = 0
    }

    private mutating func write(_ place: JournalPlace) throws(DiskError) -> Durable? {
        let trouble = log?.trouble
        guard let durable = try log?.write() else { return nil }
        told = max(0, told - durable.records)
        if let trouble { append(.entry(failure(trouble, place))) }
        return durable
    }

    /// What the log itself says of attempts that failed.
    private func failure(
        _ trouble: (attempts: Int, first: DiskError), _ place: JournalPlace
    ) -> LogEntry {
        let incident = Incident(
            kind: .journalWriteFailed, value: Int64(trouble.attempts), text: trouble.first.description)
        return own(.incident(incident), place.moment())
    }

    private func own(_ event: LogEvent, _ moment: JournalMoment) -> LogEntry {
        LogEntry(
            account: folder.account, at: moment.at, instant: moment.instant, ticket: nil,
            delivery: nil, event: event)
    }

    private mutating func succeeded(_ place: JournalPlace) {
        pause = Self.pauseMin
        nextTry = .zero
        guard failure != nil else { return }
        failure = nil
        place.alert(.recovered(folder.account))
    }

    private mutating func failed(_ error: DiskError, at now: Instant, _ place: JournalPlace) {
        for line in untold() {
            if place.systemLog.write("trade record not on disk: \(line)") == .written { fallbackLines += 1 }
        }
        told = pending
        place.alert(
            log == nil
                ? .unavailable(folder.account, error)
                : .writeFailed(folder.account, error, waiting: pending))
        failure = error
        nextTry = now + pause
        pause = min(TimeSpan(nanoseconds: pause.nanoseconds * 2), Self.pauseMax)
    }

    private func untold() -> [String] {
        if let log { return log.pending.lines(from: min(told, log.pending.count)) }
        return waiting.dropFirst(told).compactMap { input in
            switch input {
            case .delivered: return nil
            case .entry(let entry):
                let record = TradeRecord(
                    sequence: 0, durable: 0, account: entry.account, at: entry.at, instant: entry.instant,
                    ticket: entry.ticket, delivery: entry.delivery, event: entry.event)
                return String(decoding: record.line.dropLast(), as: UTF8.self)
            }
        }
    }
}
