import Core
import Journal

/// What the trade log holds of one position, and of the account while it was open, in order.
///
/// Reads the whole log twice: first for the ticket by which the log calls the position, then for the rest.
struct PositionLog {
    private(set) var records: [TradeRecord] = []
    /// The unit of money; empty where no start of the daemon says it.
    private(set) var currency = ""
    /// Lines that could not be read.
    private(set) var damaged = 0
    private(set) var ticket: Ticket

    init(of wanted: Ticket, in folder: LogFolder) throws(DiskError) {
        ticket = wanted
        guard let name = try Self.name(of: wanted, in: folder) else { return }
        ticket = name
        var tail = try LogTail(folder)
        while let next = try tail.next() { take(next.record) }
        damaged = tail.damaged
    }

    /// Of records that are at hand.
    init(of ticket: Ticket, _ records: [TradeRecord]) {
        self.ticket = ticket
        for record in records { take(record) }
    }

    private static func name(of wanted: Ticket, in folder: LogFolder) throws(DiskError) -> Ticket? {
        var tail = try LogTail(folder)
        while let next = try tail.next() {
            if next.record.ticket == wanted { return wanted }
            if case .ticketChanged(let change) = next.record.event, change.shown == wanted {
                return next.record.ticket
            }
        }
        return nil
    }

    private mutating func take(_ record: TradeRecord) {
        if case .started(let start) = record.event { currency = start.currency }
        if record.ticket == ticket {
            records.append(record)
        } else if record.ticket == nil, isOpen, Self.concernsEveryPosition(record.event) {
            records.append(record)
        }
    }

    private var isOpen: Bool {
        guard let last = records.last(where: { $0.ticket != nil }) else { return false }
        if case .closed = last.event { return false }
        return true
    }

    private static func concernsEveryPosition(_ event: LogEvent) -> Bool {
        switch event {
        case .started, .stopped, .linked, .linkLost, .modeChanged, .breaker, .killSwitch, .incident, .gap,
            .lateAnswer:
            true
        case .opened, .ticketChanged, .deal, .closed, .stopRequested, .takeProfitRequested, .closeRequested,
            .confirmed, .rejected, .declined, .failSafe, .unknown, .resolved, .leaseTimeout, .setAside,
            .ordered, .guardActed, .uncovered, .personEdited, .lateRegression, .takeProfitLost,
            .reconciliation, .orphan, .minute, .sample, .decision, .repaired:
            false
        }
    }
}
