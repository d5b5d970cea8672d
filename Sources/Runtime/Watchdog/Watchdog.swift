import Core
import Glibc
import Synchronization

/// Looks every 50 ms, from a thread of its own, for requests that are overdue and for threads that are stuck,
/// and tells the bridge thread; if that one is stuck, ends the process.
///
/// It decides nothing about trading: a reclaimed lease is an event for the account. It never waits for
/// anyone: findings go through a ring that the bridge thread reads, wishes come through one that it fills.
///
/// Owner: the bridge thread, for `watch`, `forget` and `stop`; `findings` has it as its only consumer. Stop it
/// before dropping it: until then its thread runs.
public final class Watchdog {
    public let findings: Ring<WatchdogFinding>

    private enum Wish: Sendable {
        case watch(Patient)
        case forget(Patient.ID)
    }

    private let wishes = Ring<Wish>(capacity: 256)
    private let figures = WatchdogFigures()
    private let stopping = Stopping()
    private let thread: NamedThread

    /// Starts at once.
    ///
    /// - Parameters:
    ///   - patients: watched from the first check on.
    ///   - wake: signalled when findings lie in the ring.
    ///   - endProcess: what happens when a patient that cannot be replaced is stuck; gets its name.
    /// - Throws: when the system grants no further thread.
    public init(
        leases: LeaseTable, patients: [Patient], wake: WakeSignal, period: TimeSpan = .milliseconds(50),
        placement: ThreadPlacement = .anywhere, findingsCapacity: Int = 1_024,
        endProcess: @escaping @Sendable (String) -> Void = Watchdog.endProcess
    ) throws(NamedThread.Unavailable) {
        findings = Ring(capacity: findingsCapacity)
        thread = try NamedThread("watchdog", placement: placement) {
            [findings, wishes, figures, stopping] in
            var rounds = WatchdogRounds(leases: leases, findings: findings, figures: figures)
            for patient in patients { rounds.watch(patient) }
            var schedule = WatchdogSchedule(start: MonotonicClock.now(), period: period)
            while stopping.wait(until: schedule.next) == .timedOut {
                while let wish = wishes.pop() {
                    switch wish {
                    case .watch(let patient): rounds.watch(patient)
                    case .forget(let id): rounds.forget(id)
                    }
                }
                let now = MonotonicClock.now()
                switch rounds.check(at: now, lateness: now - schedule.next) {
                case .nothing: break
                case .signal: wake.signal()
                case .endProcess(let patient): endProcess(patient)
                }
                schedule.advance(past: MonotonicClock.now())
            }
        }
    }

    /// From the next check on. False: too many wishes wait (256); ask again later.
    public func watch(_ patient: Patient) -> Bool { wishes.push(.watch(patient)) }

    /// From the next check on; say so before ending a thread. What was found before still arrives. False:
    /// too many wishes wait (256); ask again later.
    public func forget(_ id: Patient.ID) -> Bool { wishes.push(.forget(id)) }

    /// Returns when the thread has ended.
    public func stop() {
        stopping.ask()
        thread.join()
    }

    /// Any thread.
    public var report: WatchdogReport {
        WatchdogReport(
            checks: figures.checks.load(ordering: .relaxed), lateness: figures.lateness.summary,
            lateChecks: figures.lateChecks.load(ordering: .relaxed),
            findings: figures.findings.load(ordering: .relaxed),
            postponements: figures.postponements.load(ordering: .relaxed))
    }

    /// One line, then the end, with EX_SOFTWARE and without clean-up: a stuck thread may hold whatever the
    /// clean-up needs. The line is left out where nobody reads the standard error.
    public static let endProcess: @Sendable (String) -> Void = { patient in
        var readers = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        if poll(&readers, 1, 0) == 1, readers.revents & Int16(POLLOUT) != 0 {
            // Shorter than PIPE_BUF: a pipe with room takes it whole, without waiting.
            let line = "backstop: the \(patient) thread is stuck; ending, the EA's own guard takes over\n"
            _ = line.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        }
        _exit(EX_SOFTWARE)
    }
}

/// The wish to end, and the bell that interrupts the sleep between two checks.
private final class Stopping: Sendable {
    private let isAsked = Atomic<Bool>(false)
    private let bell = Doorbell()

    func ask() {
        isAsked.store(true, ordering: .releasing)
        bell.ring()
    }

    func wait(until deadline: Instant) -> Doorbell.Outcome {
        bell.wait(.park, until: deadline) { isAsked.load(ordering: .acquiring) }
    }
}
