import Core

/// Reads a whole log and names every defect with file, line and byte.
///
/// What must hold: every line is a record of this account; numbers run from 1 without a gap and without a
/// repetition over all files; every ticket is opened once and closed at most once, in this order.
public struct LogCheck: Sendable {
    public private(set) var defects: [LogDefect] = []
    public private(set) var files = 0
    public private(set) var records: UInt64 = 0
    /// The number of the last record.
    public private(set) var last: UInt64 = 0
    /// Positions that were opened and not closed.
    public private(set) var open: Set<Ticket> = []
    public private(set) var closed: UInt64 = 0
    /// `gap` records, and the events they stand for.
    public private(set) var missing: Int = 0
    /// Pieces that recovery set aside.
    public private(set) var setAside: [String] = []

    private let account: AccountNumber
    private var known: Set<Ticket> = []

    public init(_ folder: LogFolder) throws(DiskError) {
        account = folder.account
        setAside = try folder.others().filter { $0.contains(LogFileName.tornMark) }
        for entry in try folder.entries() {
            files += 1
            var reader = LogReader(try folder.disk.open(folder.path(of: entry.name), for: .reading))
            while let item = try reader.next() { check(item, in: entry.name) }
        }
    }

    private mutating func check(_ item: LogItem, in file: LogFileName) {
        switch item {
        case .record(let record, let place): check(record, place, in: file)
        case .unended(let record, let place):
            report(.lineEnd, file, place, "record \(record.sequence) does not end with a line feed")
            check(record, place, in: file)
        case .damaged(let defect, let place):
            report(LogDefect.Kind(defect), file, place, "\(place.length) bytes")
        case .torn(let place): report(.torn, file, place, "\(place.length) bytes")
        }
    }

    private mutating func check(_ record: TradeRecord, _ place: LinePlace, in file: LogFileName) {
        records += 1
        if record.account != account {
            report(.foreign, file, place, "account \(record.account.rawValue)")
        }
        if record.sequence <= last {
            report(.repeated, file, place, "record \(record.sequence) after record \(last)")
            return
        }
        if record.sequence > last + 1 {
            report(.gap, file, place, "records \(last + 1) to \(record.sequence - 1) are missing")
        }
        last = record.sequence
        if case .gap(let gap) = record.event { missing += gap.records }
        guard let ticket = record.ticket else { return }
        if case .opened = record.event {
            if !known.insert(ticket).inserted {
                report(.unpaired, file, place, "ticket \(ticket.rawValue) is opened again")
            }
            open.insert(ticket)
        } else if case .closed = record.event {
            if open.remove(ticket) == nil {
                report(.unpaired, file, place, "ticket \(ticket.rawValue) is closed and was not open")
            }
            closed += 1
        }
    }

    private mutating func report(
        _ kind: LogDefect.Kind, _ file: LogFileName, _ place: LinePlace, _ detail: String
    ) {
        defects.append(
            LogDefect(kind: kind, file: file, line: place.line, offset: place.offset, detail: detail))
    }
}
