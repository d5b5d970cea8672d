import Bridge
import Core
import Journal

/// What one life of a simulated daemon records, and when it acknowledges the EA's trade events.
///
/// A running daemon writes as fast as the disk syncs. Here a write waits until `pace` of virtual time has passed,
/// so that a week does not take a million syncs; a kill in between loses what was not written, and the EA says it
/// again. Acknowledgements keep that pace whether or not a log is kept: recording a run changes nothing of it.
/// Owner: the simulation's thread.
struct SimulatedRecords {
    static let pace = TimeSpan.seconds(2)

    /// `nil`: nobody keeps a log, and an event counts as kept.
    private let journal: SimulatedJournal?
    private var recorder: TradeRecorder
    private var hasBegun = false
    /// The latest event of each start of the EA that is not acknowledged.
    private var waiting: [Acknowledged] = []
    private var durable: [BootID: UInt64] = [:]
    private var acknowledgeAt = Instant.never
    private var writeAt = Instant.never

    init(account: AccountNumber, process: RecordedProcess, journal: SimulatedJournal?) {
        self.journal = journal
        recorder = TradeRecorder(account: account, process: process)
        journal?.beginLife()
    }

    // MARK: - In the order in which a wake-up says it

    /// Before the guardian hears of it.
    mutating func hear(_ notice: LinkNotice, guardian: Guardian, epoch: Epoch, at now: Instant) {
        if case .event(let event) = notice.event { wait(for: event, at: now) }
        guard journal != nil else { return }
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
        case .clock, .eventsLost, .dealHistory: return
        }
    }

    mutating func carryOut(_ output: Guardian.Output, guardian: Guardian, at now: Instant) {
        guard journal != nil else { return }
        switch output {
        case .note(let note): recorder.note(note, guardian: guardian, at: now)
        case .latched(let level): recorder.latched(level, at: now)
        case .send(let message): recorder.sending(message, guardian: guardian, at: now)
        case .resynchronize, .lease, .shard, .budget: return
        }
    }

    /// At the end of a wake-up.
    ///
    /// - Returns: what the EA is to be told is kept.
    mutating func settle(at now: Instant) -> [Acknowledged] {
        if let journal { write(to: journal, at: now) }
        guard acknowledgeAt <= now else { return [] }
        let isKept = { [durable, journal] (name: Acknowledged) in
            journal == nil || name.number <= durable[name.boot] ?? 0
        }
        let kept = waiting.filter(isKept)
        waiting.removeAll(where: isKept)
        acknowledgeAt = waiting.isEmpty ? .never : now + Self.pace
        return kept
    }

    /// The daemon ends in good order.
    mutating func end(at now: Instant) {
        guard let journal else { return }
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

    private mutating func write(to journal: SimulatedJournal, at now: Instant) {
        recorder.expire(at: now)
        journal.take(&recorder)
        if journal.hasPending { writeAt = min(writeAt, now + Self.pace) }
        guard min(writeAt, acknowledgeAt) <= now else { return }
        writeAt = .never
        for kept in journal.write(at: now) { durable[BootID(kept.delivery.boot)] = kept.delivery.number }
    }
}
