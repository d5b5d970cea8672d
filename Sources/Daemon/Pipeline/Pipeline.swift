import Bridge
import Core
import Dispatch
import Journal
import Runtime
import Synchronization

/// A running daemon: the one place where its parts are wired to each other, in the order in which data flows.
///
///     EA -> socket -> sessions -> guardians (account + shard) -> outbox -> socket -> EA     thread "bridge"
///                                     |
///                                 ReportBoard -> control socket (status, positions)         thread "control"
///                                     \-------> log, live table                             whoever owns this
///
///     guardians ----------> trade log -> store                                      threads "journal", "store"
///     days ---------------> state folder                                            thread "keeper"
///     machines' inputs ---> input log                                               thread "inputs"
///
/// Several may live in one process, each with its own state folder. Owner: the thread that made it.
final class Pipeline {
    /// The endpoint really bound, with its port.
    let endpoint: String
    let board: ReportBoard
    /// What the system said to locking the memory; `nil` where nobody asked for it.
    let memory: Grant?
    private let bridge: NamedThread
    private let control: ControlServer
    private let days: DayKeeper
    private let journal: TradeJournal
    private let keeper: NamedThread
    /// `nil`: nobody records what the machines consume.
    private let inputs: InputJournal?
    private let life: BridgeLife

    /// Starts everything. When this returns, EAs can connect and `backstop status` is answered.
    ///
    /// - Throws: `CommandFailure`: `unavailable` when the port is taken, and what the configuration's
    ///   secret, the state folder and the system may refuse.
    init(
        _ configuration: Configuration, in directory: StateDirectory, stages: StageLog.Wish = .none
    ) throws(CommandFailure) {
        switch configuration.driver.memory {
        case .pageable: memory = nil
        case .locked: memory = MemoryLock.lockAll()
        }
        let wake = try Self.wakeSignal()
        board = ReportBoard(wake: wake)
        life = BridgeLife()

        // From the terminals to the guardians and back, and what happened into the logs.
        let journal = try TradeJournal(in: directory, wake: wake)
        self.journal = journal
        do throws(CommandFailure) {
            inputs = try Self.inputs(configuration.journal, in: directory)
        } catch {
            journal.stop()
            throw error
        }
        do throws(CommandFailure) {
            var plan = try Self.plan(configuration, in: directory)
            plan.stages = stages
            plan.journal = journal
            plan.inputs = inputs?.makeTap()
            bridge = try Self.bridge(plan, life: life, board: board, wake: wake)
            endpoint = try life.waitForStart()
            days = plan.days
        } catch {
            inputs?.stop()
            journal.stop()
            throw error
        }

        // From the guardians to people and to the disk.
        do throws(CommandFailure) {
            control = try ControlServer(in: directory, board: board)
            keeper = try Self.keeper(of: days)
        } catch {
            board.stop()
            bridge.join()
            inputs?.stop()
            journal.stop()
            throw error
        }
    }

    /// What the trade log has to tell, since the last call. Always from the same thread.
    func takeAlerts() -> (alerts: [JournalAlert], lost: Int) { journal.takeAlerts() }

    /// How the trade log is; after `stop`, how it ended. Any thread.
    var journalReport: JournalReport { JournalReport(journal, at: MonotonicClock.now()) }

    /// Ends all threads. Stops at the broker stay where they are; the EAs are told that the daemon goes.
    ///
    /// - Throws: `unavailable` when the bridge thread had already ended because its socket failed.
    func stop() throws(CommandFailure) {
        control.stop()
        board.stop()
        bridge.join()
        inputs?.stop()
        days.stop()
        keeper.join()
        journal.stop()
        if let error = life.failure {
            throw CommandFailure(.unavailable, "the link's socket failed: \(error)")
        }
    }

    private static func wakeSignal() throws(CommandFailure) -> WakeSignal {
        do throws(WakeSignal.Unavailable) {
            return try WakeSignal()
        } catch {
            throw CommandFailure("cannot create an event descriptor", failed: error.errno)
        }
    }

    private static func inputs(
        _ wish: JournalWish, in directory: StateDirectory
    ) throws(CommandFailure) -> InputJournal? {
        switch wish.inputs {
        case .forgotten: return nil
        case .recorded: break
        }
        do throws(NamedThread.Unavailable) {
            return try InputJournal(InputPlace(state: directory.path, build: Version.text))
        } catch {
            throw CommandFailure("cannot start the inputs thread", failed: error.errno)
        }
    }

    private static func bridge(
        _ plan: BridgePlan, life: BridgeLife, board: ReportBoard, wake: WakeSignal
    ) throws(CommandFailure) -> NamedThread {
        do throws(NamedThread.Unavailable) {
            return try NamedThread("bridge") { life.live(plan, board: board, wake: wake) }
        } catch {
            throw CommandFailure("cannot start the bridge thread", failed: error.errno)
        }
    }

    private static func keeper(of days: DayKeeper) throws(CommandFailure) -> NamedThread {
        do throws(NamedThread.Unavailable) {
            return try NamedThread("keeper") { days.run() }
        } catch {
            throw CommandFailure("cannot start the keeper thread", failed: error.errno)
        }
    }

    private static func plan(
        _ configuration: Configuration, in directory: StateDirectory
    ) throws(CommandFailure) -> BridgePlan {
        guard let token = LinkToken(try configuration.link.token.reveal()) else {
            throw CommandFailure(
                .configuration, "the link token is shorter than \(LinkToken.bytesMin) bytes")
        }
        var link = LinkSettings(token: token, admission: configuration.account.admission)
        link.heartbeat = configuration.link.heartbeat
        link.timeout = configuration.link.timeout
        var epochs = try EpochSource(in: directory)
        let epoch = try epochs.next()
        let wish = configuration.driver
        return BridgePlan(
            endpoint: try configuration.link.endpoint, link: link, settings: configuration.settings,
            epochs: epochs, epoch: epoch, latches: LatchStore(in: directory),
            days: DayKeeper(DayStore(in: directory, limits: configuration.flow)),
            stateDirectory: directory.path,
            pool: wish.pool(wish.driver(processors: Processors.count)))
    }
}

extension Configuration.Link {
    var endpoint: LoopbackEndpoint {
        get throws(CommandFailure) {
            do {
                return try LoopbackEndpoint("tcp://\(address):\(port == 0 ? "*" : String(port))")
            } catch {
                throw CommandFailure(.configuration, "\(error)")
            }
        }
    }
}

extension Configuration.AccountCheck {
    var admission: LinkSettings.Admission {
        let terms = LinkSettings.Terms(currency: currency)
        return number.map { .listed([$0: terms]) } ?? .any(terms)
    }
}
