import Bridge
import Core
import Glibc
import Journal
import Runtime

/// What the bridge thread is given to begin with.
struct BridgePlan: Sendable {
    var endpoint: LoopbackEndpoint
    var link: LinkSettings
    var settings: Settings
    var epochs: EpochSource
    var epoch: Epoch
    var latches: LatchStore
    var days: DayKeeper
    var stateDirectory: String
    /// `nil`: the bridge thread steps the shards itself.
    var pool: PoolPlan?
    var stages = StageLog.Wish.none
    /// `nil`: nothing is recorded.
    var journal: TradeJournal?
    /// `nil`: nobody records what the machines consume.
    var inputs: InputTap?
}

/// The life of the bridge thread: it owns the socket, the sessions and every guardian, and steps the
/// shards itself or has a pool of workers do it.
///
/// Each wake-up: what the watchdog found; receive and decode, tell the guardians, let them dispatch, one frame
/// per terminal; after that, and only if somebody asked, a report.
struct BridgeLoop: ~Copyable {
    /// The longest sleep: how soon a stop or a question is noticed even if its signal is lost.
    private static let sleepMax = TimeSpan.milliseconds(100)
    private static let bridgePatient = Patient.ID(0)

    private let plan: BridgePlan
    private let board: ReportBoard
    private let started = MonotonicClock.now()
    private let leases: LeaseTable
    private let watchdog: Watchdog
    private var bridge: Bridge<Guardians>
    private var nextReport = Instant.zero
    private var overBudgetTold: UInt64 = 0
    /// Told to the watchdog as soon as it listens.
    private var watches: [WorkerPool.Watch] = []

    /// Binds the socket and starts the watchdog.
    init(_ plan: BridgePlan, board: ReportBoard, wake: WakeSignal) throws(CommandFailure) {
        let pulse = Pulse()
        let leases = LeaseTable()
        let socket = try Self.socket(plan.endpoint, wake: wake)
        let watchdog = try Self.watchdog(over: leases, pulse: pulse, wake: wake)
        let pool = try plan.pool.map { plan throws(CommandFailure) in try Self.pool(plan, wake: wake) }
        var guardians = Guardians(
            settings: plan.settings, epochs: plan.epochs, epoch: plan.epoch, latches: plan.latches,
            days: plan.days, leases: leases, events: board.events, pool: pool)
        guardians.inputs = plan.inputs
        switch plan.stages {
        case .none: break
        case .kept: guardians.stages = StageLog()
        }
        if let journal = plan.journal {
            guardians.journal = journal.feed
            guardians.recollections = journal.recollections
            guardians.recordKeeping = .log
        }
        let sessions = SessionTable(settings: plan.link, epoch: plan.epoch, nonces: { RandomNonce.next() })
        self.plan = plan
        self.board = board
        self.leases = leases
        self.watchdog = watchdog
        bridge = Bridge(socket: socket, sessions: sessions, owner: guardians, pulse: pulse)
    }

    private static func socket(
        _ endpoint: LoopbackEndpoint, wake: WakeSignal
    ) throws(CommandFailure) -> RouterSocket {
        do throws(SocketError) {
            return try RouterSocket(endpoint, wake: wake)
        } catch {
            throw CommandFailure(.unavailable, "cannot listen: \(error)")
        }
    }

    /// Whether the bridge thread has ended is its starter's business; whether it is stuck is the watchdog's.
    private static func watchdog(
        over leases: LeaseTable, pulse: Pulse, wake: WakeSignal
    ) throws(CommandFailure) -> Watchdog {
        let patient = Patient(id: bridgePatient, name: "bridge", remedy: .bridge) { pulse.signs(nil) }
        do throws(NamedThread.Unavailable) {
            return try Watchdog(leases: leases, patients: [patient], wake: wake)
        } catch {
            throw CommandFailure("cannot start the watchdog thread", failed: error.errno)
        }
    }

    private static func pool(_ plan: PoolPlan, wake: WakeSignal) throws(CommandFailure) -> WorkerPool {
        do throws(NamedThread.Unavailable) {
            return try WorkerPool(plan, wake: wake)
        } catch {
            throw CommandFailure("cannot start the worker threads", failed: error.errno)
        }
    }

    var endpoint: String { bridge.endpoint }

    /// Runs until the board says stop.
    ///
    /// - Throws: when the socket has failed; the EAs' own guards cover what follows.
    mutating func run() throws(SocketError) {
        defer { finish() }
        while !board.mustStop {
            if let reason = board.takeResume() { bridge.owner.resume(because: reason) }
            if let settings = board.takeSettings() { bridge.owner.adopt(settings) }
            heedWatchdog()
            try bridge.poll(until: MonotonicClock.now() + Self.sleepMax)
            let now = MonotonicClock.now()
            bridge.owner.framesSent(at: now)
            inform(at: now)
        }
        bridge.shutDown()
    }

    private mutating func heedWatchdog() {
        while let finding = watchdog.findings.pop() {
            switch finding {
            case .leaseExpired(let lease): bridge.owner.expire(lease)
            case .stuck(let patient): bridge.owner.lose(patient, because: .stuck)
            case .ended(let patient): bridge.owner.lose(patient, because: .ended)
            case .recovered: break
            }
        }
        watches += bridge.owner.takeWatches()
        while let watch = watches.first {
            let isTaken =
                switch watch {
                case .begin(let patient): watchdog.watch(patient)
                case .end(let patient): watchdog.forget(patient)
                }
            guard isTaken else { return }
            watches.removeFirst()
        }
    }

    private mutating func inform(at now: Instant) {
        if bridge.loopsOverBudget != overBudgetTold {
            overBudgetTold = bridge.loopsOverBudget
            bridge.owner.noteLoopOverBudget(bridge.lastOverBudget, at: now)
        }
        if bridge.owner.minuteEnds <= now {
            let minute = bridge.takeMinuteOfLoopTime()
            bridge.owner.endMinute(loop: minute, at: now)
        }
        if board.wantsReport, now >= nextReport {
            nextReport = now + ReportBoard.spacing
            board.publish(report(at: now))
        }
    }

    private mutating func finish() {
        watchdog.stop()
        bridge.owner.stopPool()
        bridge.owner.endJournal(because: "stopped", at: MonotonicClock.now())
        board.end(
            with: report(at: MonotonicClock.now()), stages: bridge.owner.stages?.records ?? [])
    }

    private func report(at now: Instant) -> DaemonReport {
        let accounts = bridge.owner.accounts.indices.map { AccountReport($0, of: bridge.owner, at: now) }
        let journal = plan.journal.map { JournalReport($0, at: now) }
        return DaemonReport(
            version: Version.text, pid: getpid(), mode: bridge.owner.settings.mode.name,
            endpoint: bridge.endpoint,
            stateDir: plan.stateDirectory, epoch: bridge.owner.epoch.rawValue,
            uptimeSeconds: Double((now - started).milliseconds) / 1_000,
            notReady: DaemonReport.reasons(accounts, journal),
            loopMs: .init(milliseconds: bridge.loopTime.summary),
            loopsOverBudget: bridge.loopsOverBudget,
            journal: journal,
            watchdog: .init(watchdog.report), leases: .init(leases.health),
            driver: .init(bridge.owner), link: .init(bridge.sessions.counters),
            accounts: accounts)
    }
}
