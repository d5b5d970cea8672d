import Bridge
import Core
import Journal

/// What one life of a simulated daemon records, and when it acknowledges the EA's trade events.
///
/// A running daemon writes as fast as the disk syncs. Here a write waits until `pace` of virtual time has passed,
/// so that a week does not take a million syncs; a kill in between loses what was not written, and the EA says it
/// again. Without files the same is remembered: keeping them changes nothing of a run. Owner: the simulation's thread.
struct SimulatedRecords {
    static let pace = TimeSpan.seconds(2)

    private let journal: SimulatedJournal
    private var recorder: TradeRecorder
    private var hasBegun = false
    /// The latest event of each start of the EA that is not acknowledged.
    private var waiting: [Acknowledged] = []
    private var durable: [BootID: UInt64] = [:]
    private var acknowledgeAt = Instant.never
    /// What an answer of the terminal led to.
    private var question: DealHistoryRequest?
    private var writeAt = Instant.never

    init(account: AccountNumber, process: RecordedProcess, journal: SimulatedJournal, settings: Settings) {
        self.journal = journal
        recorder = TradeRecorder(account: account, process: process)
        recorder.settings = settings
        journal.beginLife()
    }

    var closes: CloseTally { recorder.closes }

    mutating func takeTraded() -> [(ticket: Ticket, volumes: TradedVolumes)] { recorder.ledger.takeTraded() }

    // MARK: - In the order in which a wake-up says it

    /// Before the guardian hears of it.
    mutating func hear(_ notice: LinkNotice, guardian: Guardian, epoch: Epoch, at now: Instant) {
        if case .event(let event) = notice.event { wait(for: event, at: now) }
        switch notice.event {
        case .established(let facts):
            if !hasBegun {
                recorder.begin(
                    facts, mode: guardian.account.mode, epoch: epoch, latch: guardian.account.latch, at: now)
            }
            hasBegun = true
            recorder.linked(facts, at: now)
        case .snapshot(let snapshot): recorder.hear(snapshot, at: now)
        case .message(.tick): return
        case .message(let message): recorder.hear(message, guardian: guardian, at: now)
        case .event(let event): recorder.hear(event, guardian: guardian, at: now)
        case .lost(let loss): recorder.lost(loss, at: now)
        case .eventsLost: recorder.eventsLost(at: now)
        case .dealHistory(let history):
            if let next = recorder.hear(history, guardian, at: now) { question = next }
        case .clock, .minuteBars: return
        }
    }

    /// Goes on with holding the broker's books against the log.
    ///
    /// - Returns: what to ask the terminal.
    mutating func reconcile(_ guardian: Guardian, at now: Instant) -> DealHistoryRequest? {
        if !recorder.books.isRecalled, let book = journal.takeRecollection() { recorder.books.recall(book) }
        defer { question = nil }
        return question ?? recorder.reconcile(guardian, at: now)
    }

    /// Whether the first comparison of this life has ended.
    var isReconciled: Bool { recorder.books.last != nil }

    /// What earlier lives knew of the open positions.
    var memories: [PositionMemory] { recorder.ledger.memories }

    mutating func carryOut(_ output: Guardian.Output, guardian: Guardian, at now: Instant) {
        switch output {
        case .note(let note): recorder.note(note, guardian: guardian, at: now)
        case .latched(let level): recorder.latched(level, at: now)
        case .send(let message): recorder.sending(message, guardian: guardian, at: now)
        case .resynchronize, .lease, .shard, .day: return
        }
    }

    /// At the end of a wake-up.
    ///
    /// - Returns: what the EA is to be told is kept.
    mutating func settle(at now: Instant) -> [Acknowledged] {
        write(at: now)
        guard acknowledgeAt <= now else { return [] }
        let isKept = { [durable] (name: Acknowledged) in name.number <= durable[name.boot] ?? 0 }
        let kept = waiting.filter(isKept)
        waiting.removeAll(where: isKept)
        acknowledgeAt = waiting.isEmpty ? .never : now + Self.pace
        return kept
    }

    /// The daemon ends in good order.
    mutating func end(at now: Instant) {
        if hasBegun { recorder.stopped(because: "the simulation ended", at: now) }
        journal.take(&recorder)
        _ = journal.write(at: now)
    }

    // MARK: - Pace

    private mutating func wait(for event: TradeEvent, at now: Instant) {
        if let index = waiting.firstIndex(where: { $0.boot == event.boot }) {
            waiting[index].number = max(waiting[index].number, event.number)
        } else {
            waiting.append(event.name)
        }
        acknowledgeAt = min(acknowledgeAt, now + Self.pace)
    }

    private mutating func write(at now: Instant) {
        journal.take(&recorder)
        if journal.hasPending { writeAt = min(writeAt, now + Self.pace) }
        guard min(writeAt, acknowledgeAt) <= now else { return }
        writeAt = .never
        for kept in journal.write(at: now) { durable[BootID(kept.delivery.boot)] = kept.delivery.number }
    }
}
