import Core
import Journal
import Runtime

/// What the comparison of the broker's books with the log goes by: when to ask, what earlier runs recorded, and
/// since when the broker's history is the log's business.
///
/// Owner: the bridge thread, through the account's recorder.
struct Books: Sendable {
    /// The terminal's history may be some minutes behind, and two clocks are compared: what is asked for begins
    /// this much earlier.
    static let overlap = TimeSpan.seconds(300)

    /// What one comparison has come upon so far.
    struct Tally: Sendable {
        var deals = 0
        /// Deals that the log knew.
        var matched = 0
        var backfilled = 0
        var completed = 0
        var orphans = 0
        var edits = 0
    }

    /// How the last comparison ended, and when.
    struct Last: Sendable {
        var report: ReconciliationReport
        var ended: Instant
    }

    var reconciler = Reconciler()
    var tally = Tally()
    private(set) var last: Last?
    /// Numbers of deals that the log has.
    var known = RecentSet<UInt64>(generation: 65_536)
    /// Requests of earlier runs of which the log has no end.
    var leftover: [RequestID: TradeBook.Asked] = [:]
    /// Deals that the log had when this run began.
    private(set) var recorded: Set<UInt64> = []
    /// What earlier runs recorded, until it is taken in.
    private var recalled: TradeBook?
    private(set) var isRecalled = false
    private(set) var isLinked = false
    private(set) var hasSnapshot = false
    private(set) var serverTime = MarketTime.unknown
    /// Deals of this time and later should be in the log; `nil` until the end of the log is known.
    private(set) var contact: MarketTime?
    /// When to look next for what has been awaited for too long.
    private var nextLook = Instant.zero
    /// When the question under way was put, by the server's clock.
    private var askedAt = MarketTime.unknown

    // MARK: - What it hears

    mutating func linked(at now: Instant) {
        isLinked = true
        hasSnapshot = false
        reconciler.begin(last == nil ? .start : .reconnect, at: now)
    }

    mutating func unlinked() {
        isLinked = false
        hasSnapshot = false
        reconciler.linkLost()
    }

    /// The first snapshot of a session belongs to the course that the session began; any other was sent because
    /// something had been missed.
    mutating func hear(_ snapshot: Snapshot, at now: Instant) {
        for tick in snapshot.ticks { hear(tick.time) }
        if hasSnapshot { reconciler.begin(.sequenceGap, at: now) }
        hasSnapshot = true
    }

    mutating func hear(_ time: MarketTime) { serverTime = max(serverTime, time) }

    mutating func recall(_ book: TradeBook) { recalled = book }

    // MARK: - What it knows

    /// What earlier runs recorded, once: when the terminal has shown what is open.
    ///
    /// - Parameter wall: the moment at which the server's clock shows `serverTime`, roughly.
    mutating func takeRecalled(wall: WallTime) -> TradeBook? {
        guard hasSnapshot, serverTime != .unknown, let book = recalled else { return nil }
        recalled = nil
        isRecalled = true
        for deal in book.deals.keys { known.insert(deal) }
        recorded = Set(book.deals.keys)
        leftover = book.asked
        contact = Self.contact(of: book, serverTime, wall)
        return book
    }

    /// What the broker's books hold after this is missing in the log: its last deal; or its last record, where it
    /// has no deal; or this moment, where it begins now.
    private static func contact(
        of book: TradeBook, _ serverTime: MarketTime, _ wall: WallTime
    ) -> MarketTime {
        guard book.lastDealTime == .unknown else { return min(book.lastDealTime, serverTime) }
        guard let lastAt = book.lastAt else { return serverTime }
        return serverTime.earlier(by: TimeSpan(nanoseconds: max(0, wall.nanoseconds - lastAt.nanoseconds)))
    }

    /// Once a second.
    mutating func isTimeToLook(at now: Instant) -> Bool {
        guard now >= nextLook else { return false }
        nextLook = now + .seconds(1)
        return true
    }

    /// Whether the log ought to know a deal of this time.
    func concerns(_ time: MarketTime) -> Bool {
        contact.map { time >= $0.earlier(by: Self.overlap) } ?? false
    }

    /// From when on the history is asked for: since the last time, and since the opening of each position whose
    /// opening deals are not known.
    mutating func span(for entries: [LedgerEntry]) -> MarketTime? {
        guard let contact else { return nil }
        askedAt = serverTime
        var since = contact.earlier(by: Self.overlap)
        for entry in entries where !entry.isWhole && !entry.isOpeningUnknown {
            guard let opened = entry.opened?.time, opened != .unknown else { continue }
            since = min(since, opened.earlier(by: Self.overlap))
        }
        return since
    }

    mutating func conclude(_ report: ReconciliationReport, at now: Instant) {
        switch report.outcome {
        case .complete: contact = max(contact ?? askedAt, askedAt)
        case .partial, .failed: break
        }
        last = Last(report: report, ended: now)
        tally = Tally()
        reconciler.finish(at: now)
    }
}
