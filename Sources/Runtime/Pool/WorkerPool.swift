import CLinux
import Core

/// A fixed number of threads that step shards for the bridge thread, each fed by its own ring.
///
/// The bridge thread sends in order and never waits: a message that finds a ring full goes to the worker's
/// backlog. Answers come back through another ring per worker, in the order of that worker.
///
/// A worker that is stuck or has ended is not repaired. `replace` turns away from its rings for good, whatever
/// lies in them, ends it should it ever come to, and starts a fresh thread with fresh rings and no shards;
/// the caller then rebuilds these from what the account knows. The old thread's memory is left to it, since
/// nobody can tell when it last looks.
///
/// Invariants:
/// 1. No answer of a replaced incarnation is ever returned.
/// 2. A worker steps messages in the order of `send`; only ticks may be missing, merged into later ones.
/// 3. While a worker has a backlog, every message goes through it.
///
/// Owner: the bridge thread. Bounds: two rings and a backlog a worker. End it with `stop`: until then its
/// threads run.
public final class WorkerPool {
    private struct Seat {
        var link: WorkerLink
        var thread: NamedThread?
        var backlog: Backlog
        var record = ReplacementRecord()
        var isRung = true
        /// Nothing is handed over until `resume`.
        var isHeld = false
        /// What former incarnations had counted.
        var former = WorkerReport.none
    }

    /// What became of a replacement.
    public enum Replacement: Hashable, Sendable {
        case done
        /// As `done`, and too often within a minute: a person must look.
        case doneTooOften
        /// The system grants no thread; until a later call succeeds nobody works for these symbols.
        case refused(errno: Int32)
    }

    /// Whom the watchdog is to watch from here on, or no longer.
    public enum Watch: Sendable {
        case begin(Patient)
        case end(Patient.ID)
    }

    /// Numbers of patients below this are not the pool's.
    public static let firstPatient: UInt16 = 16
    /// How long the end of the process waits for a worker.
    private static let farewell = TimeSpan.seconds(1)

    public let plan: PoolPlan
    /// Workers to be replaced because more waited for them than can wait; taken by `takeOverflowed`.
    private var overflowed: [Int] = []
    private var watches: [Watch] = []
    private var seats: [Seat] = []
    private var incarnations = WorkerPool.firstPatient - 1
    private let wake: WakeSignal

    /// Starts all workers, or none.
    ///
    /// - Parameter wake: signalled when there are answers and its owner sleeps.
    public init(_ plan: PoolPlan, wake: WakeSignal) throws(NamedThread.Unavailable) {
        self.plan = plan
        self.wake = wake
        for worker in 0..<plan.workers {
            let link = nextLink(worker)
            seats.append(Seat(link: link, thread: nil, backlog: Backlog(limit: plan.backlogMax)))
            do throws(NamedThread.Unavailable) {
                seats[worker].thread = try start(link)
            } catch {
                stop()
                throw error
            }
            watches.append(.begin(Self.patient(seats[worker])))
        }
    }

    public var workers: Int { seats.count }

    // MARK: - Work

    /// Gives a worker a message, in order. `ring` follows once all of a batch are sent.
    public func send(_ message: WorkerMessage, to worker: Int) {
        if !seats[worker].isHeld, seats[worker].backlog.isEmpty, seats[worker].link.inbound.push(message) {
            seats[worker].isRung = false
            return
        }
        guard seats[worker].backlog.append(message) == .overflowed else { return }
        if !overflowed.contains(worker) { overflowed.append(worker) }
    }

    /// Keeps in its backlog whatever a worker is sent from here on.
    ///
    /// - Returns: whether it was held; one that has a backlog is not, since what waits there would wait longer.
    public func hold(_ worker: Int) -> Bool {
        guard seats[worker].backlog.isEmpty, !seats[worker].isHeld else { return false }
        seats[worker].isHeld = true
        return true
    }

    /// Lets a held worker go on, with `message` before all that it was sent meanwhile.
    public func resume(_ worker: Int, with message: WorkerMessage?) {
        seats[worker].isHeld = false
        guard let message else { return }
        if seats[worker].backlog.isEmpty, seats[worker].link.inbound.push(message) {
            seats[worker].isRung = false
        } else {
            seats[worker].backlog.prepend(message)
        }
    }

    /// Moves backlogs on as far as there is room, and wakes the workers that have something to do.
    public func ring() {
        for index in seats.indices {
            let link = seats[index].link
            if !seats[index].backlog.isEmpty, !seats[index].isHeld {
                seats[index].backlog.drain { link.inbound.push($0) }
                seats[index].isRung = false
            }
            guard !seats[index].isRung else { continue }
            seats[index].isRung = true
            link.bell.ring()
        }
    }

    /// Appends what the workers' shards want: of each worker in order, and all that is there.
    public func collect(into answers: inout [WorkerAnswer]) {
        for seat in seats {
            while let answer = seat.link.outbound.pop() { answers.append(answer) }
        }
    }

    /// Waits a moment for workers that do not sleep: their answer usually comes at once, and a wake-up through
    /// the poll would cost a hundred times as much. Returns at once if they park.
    public func lingerForAnswers() {
        guard plan.wait != .park else { return }
        let deadline = MonotonicClock.now() + WaitStrategy.spinTime
        while seats.contains(where: { $0.link.hasWork }), !hasAnswers, MonotonicClock.now() < deadline {
            clinux_pause()
        }
    }

    /// Whether answers lie ready.
    public var hasAnswers: Bool { seats.contains { !$0.link.outbound.isEmpty } }

    /// Whether `ring` may have something to move on.
    public var hasBacklog: Bool { seats.contains { !$0.backlog.isEmpty } }

    // MARK: - Replacement

    /// Workers that more waited for than can wait: each is to be replaced.
    public func takeOverflowed() -> [Int] {
        defer { overflowed.removeAll() }
        return overflowed
    }

    /// Who is meant by a watchdog's finding; `nil` for one replaced since, or somebody else.
    public func worker(_ patient: Patient.ID) -> Int? {
        seats.firstIndex { $0.link.incarnation == patient.rawValue }
    }

    /// Puts a fresh worker in the place of one that is of no more use.
    ///
    /// The caller opens and rebuilds its shards next. After `refused` the place is empty: what is sent there is
    /// lost, and the caller tries again.
    public func replace(_ worker: Int, at now: Instant) -> Replacement {
        let old = seats[worker]
        old.link.end()
        watches.append(.end(Patient.ID(old.link.incarnation)))
        seats[worker].former = Self.report(old)
        seats[worker].backlog = Backlog(limit: plan.backlogMax)
        seats[worker].isHeld = false
        seats[worker].link = nextLink(worker)
        // Dropping the thread detaches it; it ends if it ever comes to.
        seats[worker].thread = nil
        let isTooOften = seats[worker].record.count(at: now)
        do throws(NamedThread.Unavailable) {
            seats[worker].thread = try start(seats[worker].link)
        } catch {
            return .refused(errno: error.errno)
        }
        watches.append(.begin(Self.patient(seats[worker])))
        return isTooOften ? .doneTooOften : .done
    }

    /// For the watchdog, in order.
    public func takeWatches() -> [Watch] {
        defer { watches.removeAll() }
        return watches
    }

    /// Ends all workers and waits for them, a second at most: one that is stuck is left alone.
    public func stop() {
        for seat in seats { seat.link.end() }
        let deadline = MonotonicClock.now() + Self.farewell
        let bell = Doorbell()
        for index in seats.indices {
            guard let thread = seats[index].thread else { continue }
            while !thread.life.hasEnded, MonotonicClock.now() < deadline {
                _ = bell.wait(.park, until: MonotonicClock.now() + .milliseconds(1)) { thread.life.hasEnded }
            }
            if thread.life.hasEnded { thread.join() }
            seats[index].thread = nil
        }
    }

    // MARK: - The bridge thread's sleep

    /// From here on workers signal it; look at `hasAnswers` once more before the poll.
    public func announceSleep() { wake.announceSleep() }

    /// After the poll: workers need not signal.
    public func announceAwake() { wake.announceAwake() }

    // MARK: - Figures

    public var reports: [WorkerReport] { seats.map(Self.report) }

    private func nextLink(_ worker: Int) -> WorkerLink {
        incarnations = incarnations == .max ? Self.firstPatient : incarnations + 1
        return WorkerLink(worker: worker, incarnation: incarnations, capacity: plan.ringCapacity)
    }

    private func start(_ link: WorkerLink) throws(NamedThread.Unavailable) -> NamedThread {
        let placement = link.worker < plan.placements.count ? plan.placements[link.worker] : .anywhere
        return try NamedThread("worker-\(link.worker)", placement: placement) { [plan, wake] in
            var worker = Worker(link: link, plan: plan, wake: wake)
            worker.run()
        }
    }

    private static func patient(_ seat: Seat) -> Patient {
        let link = seat.link
        let life = seat.thread?.life
        return Patient(
            id: Patient.ID(link.incarnation), name: "worker-\(link.worker)", remedy: .worker,
            signs: {
                Patient.Signs(
                    progress: link.progress, hasWork: link.hasWork, hasEnded: life?.hasEnded ?? false)
            })
    }

    private static func report(_ seat: Seat) -> WorkerReport {
        let link = seat.link
        var report = seat.former
        report.worker = link.worker
        report.done = link.done
        report.given = link.inbound.published
        report.queued = link.inbound.count
        report.backlog = seat.backlog.count
        report.conflated &+= seat.backlog.conflated
        report.leftOut &+= seat.backlog.leftOut
        report.refused &+= link.inbound.refused
        report.waitsForRoom &+= link.waitsForRoom
        report.wakeUps &+= link.bell.wakeUps
        report.replacements = seat.record.total
        return report
    }
}

extension WorkerReport {
    fileprivate static let none = WorkerReport(
        worker: 0, given: 0, done: 0, queued: 0, backlog: 0, conflated: 0, leftOut: 0, refused: 0,
        waitsForRoom: 0, wakeUps: 0, replacements: 0)
}
