import Core
import Journal
import Runtime

/// The trade log and the query store of a simulated account, over all lives of the daemon; where nobody wants the
/// files, what the daemon would know from them after a kill.
///
/// The very log that a running daemon writes, in the simulation's one thread: `write` waits for the disk, virtual
/// time does not pass meanwhile. All moments in it are virtual, so equal runs write equal files. A life that ends
/// without `finish` loses what was not written, as a process does. Owner: the simulation's thread.
final class SimulatedJournal {
    /// What became of the log.
    struct Figures: Sendable {
        var records: UInt64 = 0
        var bytes: UInt64 = 0
        var batches: UInt64 = 0
    }

    private let place: JournalPlace?
    private let store: StoreKeeper?
    private let clock: VirtualClock
    private let alerts = TradeJournal.Alerts()
    private let recollections = Recollections()
    private let account: AccountNumber
    /// `nil` without files; then `remembered` is in its place.
    private var files: DirectJournal?
    private var remembered = RememberedLog()
    /// What this life finds there, told when a log would be opened: at the first write.
    private var found: TradeBook?
    private var earlier = Figures()

    /// - Parameters:
    ///   - state: a state folder that holds no trade log of this account; `nil` for no files.
    ///   - start: the wall time of virtual zero.
    init(of account: AccountNumber, in state: String?, start: WallTime) {
        let clock = VirtualClock(start: start)
        self.clock = clock
        self.account = account
        guard let state else {
            place = nil
            store = nil
            return
        }
        let store = StoreKeeper(in: state)
        let place = JournalPlace(
            state: state, systemLog: NoSystemLog(), moment: { clock.moment },
            alert: { [alerts] in alerts.append($0) }, wrote: { store.durable($0, $1) },
            opened: { [recollections] account, book in recollections.put(book, of: account) })
        self.store = store
        self.place = place
    }

    /// The daemon was killed, or starts for the first time: what was not written is gone.
    func beginLife() {
        earlier = figures ?? Figures()
        files = place.map { DirectJournal($0) }
        if files == nil { found = remembered.reopen() }
    }

    func take(_ recorder: inout TradeRecorder) {
        for item in recorder.pending {
            switch item {
            case .entry(let entry):
                files?.record(entry)
                if files == nil { remembered.record(entry) }
            case .delivered(let delivery):
                files?.delivered(delivery, account: account)
                if files == nil { remembered.delivered(delivery, account: account) }
            }
        }
        recorder.forget()
    }

    /// Whether anything waits to be written.
    var hasPending: Bool { files.map { $0.pending > 0 } ?? remembered.hasPending }

    /// What earlier lives recorded, once a life, when its log has been opened.
    func takeRecollection() -> TradeBook? { recollections.take(account) }

    /// Writes what was taken.
    ///
    /// - Returns: what became durable of what the EA delivered.
    func write(at now: Instant) -> [DurableDelivery] {
        clock.now = now
        if let kept = files?.write(at: now) { return kept }
        if let book = found { recollections.put(book, of: account) }
        found = nil
        return remembered.write()
    }

    /// Brings the store up to the log.
    func finish() {
        store?.stop()
        store?.run()
    }

    /// `nil` without files.
    var figures: Figures? {
        guard let life = files?.figures else { return nil }
        return Figures(
            records: earlier.records + life.records, bytes: earlier.bytes + life.bytes,
            batches: earlier.batches + life.batches)
    }

    /// The first thing that went wrong with the disk. The recovery that follows a kill is none.
    func trouble() -> String? {
        for alert in alerts.take().alerts {
            switch alert {
            case .writeFailed(_, let error, _), .unavailable(_, let error): return error.description
            case .recovered, .repaired: continue
            }
        }
        for state in store?.states.values ?? [:].values {
            switch state {
            case .unavailable(let trouble): return "the store: \(trouble)"
            case .unopened, .behind, .current: continue
            }
        }
        return nil
    }
}

/// The time by which the log's own records are dated. A class, because the log keeps a closure; owned by the
/// simulation's one thread.
private final class VirtualClock: @unchecked Sendable {
    private let process: RecordedProcess
    var now = Instant.zero

    init(start: WallTime) { process = .simulated(start: start, life: 0) }

    var moment: JournalMoment { JournalMoment(at: process.wall(at: now), instant: now) }
}

/// What a simulated daemon cannot write is nothing for the machine's own log: the run ends with an error.
private struct NoSystemLog: SystemLog {
    func write(_ line: String) -> SystemLogOutcome { .refused }
}
