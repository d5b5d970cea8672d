import Bridge
import Core
import Glibc
import Runtime

/// What the bridge thread is given to begin with.
struct BridgePlan: Sendable {
    var endpoint: LoopbackEndpoint
    var link: LinkSettings
    var settings: Settings
    var epochs: EpochSource
    var epoch: Epoch
    var latches: LatchStore
    var budgets: BudgetKeeper
    var stateDirectory: String
}

/// The life of the bridge thread: it owns the socket, the sessions and every guardian, and drives them inline.
///
/// Each wake-up: receive and decode, tell the guardians, let them dispatch, one frame per terminal; after
/// that, and only if somebody asked, a report.
struct BridgeLoop: ~Copyable {
    /// The longest sleep: how soon a stop or a question is noticed even if its signal is lost.
    private static let sleepMax = TimeSpan.milliseconds(100)

    private let plan: BridgePlan
    private let board: ReportBoard
    private let started = MonotonicClock.now()
    private var bridge: Bridge<Guardians>
    private var nextReport = Instant.zero

    /// Binds the socket.
    init(_ plan: BridgePlan, board: ReportBoard, wake: WakeSignal) throws(SocketError) {
        self.plan = plan
        self.board = board
        let guardians = Guardians(
            settings: plan.settings, epochs: plan.epochs, epoch: plan.epoch, latches: plan.latches,
            budgets: plan.budgets)
        let sessions = SessionTable(settings: plan.link, epoch: plan.epoch, nonces: { RandomNonce.next() })
        bridge = Bridge(
            socket: try RouterSocket(plan.endpoint, wake: wake), sessions: sessions, owner: guardians)
    }

    var endpoint: String { bridge.endpoint }

    /// Runs until the board says stop.
    ///
    /// - Throws: when the socket has failed; the EAs' own guards cover what follows.
    mutating func run() throws(SocketError) {
        defer { finish() }
        while !board.mustStop {
            if let reason = board.takeResume() { bridge.owner.resume(because: reason) }
            try bridge.poll(until: MonotonicClock.now() + Self.sleepMax)
            let now = MonotonicClock.now()
            bridge.owner.framesSent(at: now)
            inform(at: now)
        }
        bridge.shutDown()
    }

    private mutating func inform(at now: Instant) {
        if bridge.owner.hasEvents { board.collect { bridge.owner.moveEvents(to: &$0) } }
        if board.wantsReport, now >= nextReport {
            nextReport = now + ReportBoard.spacing
            board.publish(report(at: now))
        }
    }

    private mutating func finish() {
        var events: [PipelineEvent] = []
        bridge.owner.moveEvents(to: &events)
        board.end(with: report(at: MonotonicClock.now()), events: events)
    }

    private func report(at now: Instant) -> DaemonReport {
        DaemonReport(
            version: Version.text, pid: getpid(), mode: plan.settings.mode.name, endpoint: bridge.endpoint,
            stateDir: plan.stateDirectory, epoch: bridge.owner.epoch.rawValue,
            uptimeSeconds: Double((now - started).milliseconds) / 1_000,
            loopMs: .init(milliseconds: bridge.loopTime.summary), link: .init(bridge.sessions.counters),
            accounts: bridge.owner.accounts.map { AccountReport($0, at: now) })
    }
}
