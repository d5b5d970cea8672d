import Core
import Journal
import Runtime

/// The trade log and the query store of a simulated account, over all lives of the daemon.
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

    private let place: JournalPlace
    private let store: StoreKeeper
    private let clock: VirtualClock
    private let alerts: TradeJournal.Alerts
    private var journal: DirectJournal
    private var earlier = Figures()

    /// - Parameters:
    ///   - state: a state folder that holds no trade log of this account.
    ///   - start: the wall time of virtual zero.
    init(in state: String, start: WallTime) {
        let clock = VirtualClock(start: start)
        let store = StoreKeeper(in: state)
        let alerts = TradeJournal.Alerts()
        self.alerts = alerts
        self.clock = clock
        self.store = store
        place = JournalPlace(
            state: state, systemLog: NoSystemLog(), moment: { clock.moment },
            alert: { alerts.append($0) }, wrote: { store.durable($0, $1) })
        journal = DirectJournal(place)
    }

    /// The daemon was killed, or starts for the first time: what was not written is gone.
    func beginLife() {
        earlier = figures
        journal = DirectJournal(place)
    }

    func take(_ recorder: inout TradeRecorder) { recorder.handOver(to: &journal) }

    /// Whether anything waits to be written.
    var hasPending: Bool { journal.pending > 0 }

    /// Writes what was taken.
    ///
    /// - Returns: what became durable of what the EA delivered.
    func write(at now: Instant) -> [DurableDelivery] {
        clock.now = now
        return journal.write(at: now)
    }

    /// Brings the store up to the log.
    func finish() {
        store.stop()
        store.run()
    }

    var figures: Figures {
        let life = journal.figures
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
        for state in store.states.values {
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
