import Bridge
import Broker
import Core
import Journal
import Runtime

/// A whole deployment on virtual time, in one thread: market, broker, EA, network, daemon.
///
///     Venue -> deliveries -> Agent -> frames -> SimulatedNetwork -> SimulatedDaemon
///       ^------ requests ------^  <----------- frames -------------------'
///
/// The daemon's machines are the ones that run in production; the broker's ledger is judged by the same
/// checker as the demo's. Everything follows from the settings: equal settings give an equal `hash`.
/// Equal moments: host faults, broker, network, EA, daemon.
final class Simulation {
    let settings: SimulationSettings
    let venue: Venue
    let agent: Agent
    var daemon: SimulatedDaemon?
    var network: SimulatedNetwork
    var disk = SimulatedDisk()
    var hash = RunHash()
    var host: HostFaults
    private(set) var now = Instant.zero
    private(set) var failure: SimulationFailure?

    var counters = AccountCounters()
    /// Of the lives that have ended.
    var closes = CloseTally()
    var confirmTimes: [Int64] = []
    var daemonStarts = 0
    let link: LinkSettings
    /// What the wall clock of the simulated machine shows at virtual zero: the market's own time.
    let wallStart: WallTime
    /// `nil`: nobody records.
    let inputs: DirectInputs?
    let journal: SimulatedJournal
    private var deliveries: [Venue.Delivery] = []
    private var outputs: [Agent.Output] = []
    private var watch = ConvergenceWatch()
    private var nextWatch = Instant.zero
    private var stepsOfMoment = 0
    private var requestsAtFreeze: Int?
    /// Far more than anything has to do at one moment.
    private static let stepsOfMomentMax = 10_000

    init(_ settings: SimulationSettings) throws {
        self.settings = settings
        inputs = settings.inputs.map { DirectInputs($0) }
        let market =
            settings.tickFiles.isEmpty
            ? Market(seed: settings.seed) : try Market(files: settings.tickFiles, from: settings.from)
        wallStart = WallTime(nanoseconds: market.start.milliseconds * 1_000_000)
        venue = Venue(market: market, settings: settings.venue, start: .zero)
        journal = SimulatedJournal(of: venue.server.terms.number, in: settings.trades, start: wallStart)
        let token = try SimulatedToken.make()
        link = LinkSettings(token: token, admission: .any(LinkSettings.Terms()))
        agent = Agent(
            settings: AgentSettings(
                proofs: AgentSettings.Proofs(
                    daemon: { token.daemonCode(ea: $0, daemon: $1) },
                    terminal: { token.terminalCode(ea: $0, daemon: $1, account: $2, bootID: $3) }),
                seed: settings.seed),
            venue: venue)
        network = SimulatedNetwork(seed: settings.seed)
        host = HostFaults(settings.boundedFaults, seed: settings.seed)
    }

    /// Runs to the end of the duration, the end of the market or the first broken invariant.
    func run() -> SimulationReport {
        run(until: Instant.zero + settings.duration)
        return report()
    }

    /// Runs up to a moment and stops there; what is due at that moment has happened.
    func run(until end: Instant) {
        if agent.counters.starts == 0 { begin() }
        while failure == nil, !venue.isAtEnd {
            let due = nextDue
            guard due <= end else { break }
            // A moment that has passed is due at once.
            stepsOfMoment = due > now ? 0 : stepsOfMoment + 1
            now = max(now, due)
            step()
            if stepsOfMoment > Self.stepsOfMomentMax { fail(.standstill, standstill) }
            if now >= nextWatch { look() }
        }
    }

    private func begin() {
        startDaemon()
        agent.start(at: now)
    }

    private var nextDue: Instant {
        var due = min(venue.nextDue, network.nextDue)
        due = min(due, host.nextDue)
        due = min(due, max(agent.nextWake, host.blockedUntil))
        if let daemon { due = min(due, daemon.nextDue) }
        return due
    }

    /// Who asks to be woken at a moment that never passes.
    private var standstill: String {
        "broker \(venue.nextDue.nanoseconds), network \(network.nextDue.nanoseconds), "
            + "EA \(agent.nextWake.nanoseconds), host \(host.nextDue.nanoseconds), "
            + "sessions \(daemon?.sessions.nextWake.nanoseconds ?? 0), "
            + "guardian \(daemon?.owner.nextWake.nanoseconds ?? 0), now \(now.nanoseconds)"
    }

    private func step() {
        if host.nextDue <= now { strikeHost() }
        venue.advance(to: now, into: &deliveries)
        for delivery in deliveries {
            hash.add(delivery, at: now)
            if let trace = settings.trace { trace.say(delivery, at: now) }
            agent.take(delivery, at: now)
        }
        deliveries.removeAll(keepingCapacity: true)
        carryFrames()
        if max(agent.nextWake, host.blockedUntil) <= now { pump() }
        if let due = daemon?.nextDue, due <= now {
            daemon?.wakeUp(at: now, through: &network)
            collectNotes()
        }
    }

    private func carryFrames() {
        while let entry = network.toDaemon.pop(until: now) {
            if let trace = settings.trace { trace.sayToDaemon(entry.bytes, at: now) }
            hash.add(UInt64(1))
            hash.add(now.nanoseconds)
            entry.bytes.withUnsafeBytes { hash.add($0) }
            daemon?.receive(
                entry.bytes, from: network.peerName, connection: entry.connection, at: now, through: &network)
            collectNotes()
        }
        while let entry = network.toAgent.pop(until: now) {
            if let trace = settings.trace { trace.sayToAgent(entry.bytes, at: now) }
            hash.add(UInt64(2))
            hash.add(now.nanoseconds)
            entry.bytes.withUnsafeBytes { hash.add($0) }
            agent.receive(entry.bytes, at: now)
        }
    }

    private func pump() {
        agent.pump(at: now, into: &outputs)
        for output in outputs {
            switch output {
            case .connect:
                if network.connect(agent.boot, at: now) {
                    agent.connected(at: now)
                } else {
                    agent.connectionFailed(at: now)
                }
            case .close: network.closeFromAgent()
            case .frame(let bytes): network.sendFromAgent(bytes, at: now)
            }
        }
        outputs.removeAll(keepingCapacity: true)
    }

    private func collectNotes() {
        guard let notes = daemon?.owner.notes, !notes.isEmpty else { return }
        daemon?.owner.notes.removeAll(keepingCapacity: true)
        for case .confirmed(_, _, let span) in notes { confirmTimes.append(span.milliseconds) }
    }

    // MARK: - Invariants

    /// Once a virtual second.
    private func look() {
        nextWatch = now + .seconds(1)
        let summary = venue.checker.summary
        if !summary.isClean {
            let finding = venue.checker.findings.last { $0.kind.isViolation }
            fail(.checker, finding?.description ?? summary.json)
        }
        if network.toDaemon.count > SimulatedNetwork.framesMax {
            fail(.bounded, "\(network.toDaemon.count) frames wait for the daemon")
        }
        watchKill(summary.requests)
        guard now > Instant.zero + settings.stormEnd + Self.aftermath else { return }
        if let difference = watch.difference(
            daemon?.owner.guardian.account.positions, venue.server.positions, at: now)
        {
            fail(.convergence, difference)
        }
    }

    /// S6: a freeze that the EA has made its own lets nothing out any more, and suspends the promise of a stop.
    private func watchKill(_ requests: Int) {
        guard agent.latch == .freeze else {
            if requestsAtFreeze != nil { venue.terminal(isUp: isTerminalAtWork, at: now) }
            requestsAtFreeze = nil
            return
        }
        if requestsAtFreeze == nil { venue.terminal(isUp: false, at: now) }
        if let before = requestsAtFreeze, requests > before {
            fail(.kill, "\(requests - before) requests left under a freeze")
        }
        requestsAtFreeze = requests
    }

    /// Whether anything can be asked of the guardian: the EA runs, and nothing has told it to keep still.
    var isTerminalAtWork: Bool {
        !host.isBlocked && host.terminalBackAt == .never && agent.latch != .freeze
    }

    /// What faults have set going may still have effects for this long: a late execution takes minutes.
    static let aftermath = TimeSpan.seconds(200)

    func fail(_ rule: SimulationFailure.Rule, _ detail: String) {
        if failure == nil { failure = SimulationFailure(rule: rule, at: now, detail: detail) }
    }

    func report() -> SimulationReport {
        look()
        inputs?.flush()
        daemon?.owner.end(at: now)
        journal.finish()
        hash.add(venue.server.balance.units)
        hash.add(UInt64(venue.server.positions.count))
        var total = counters
        if let daemon { total.add(daemon.owner.guardian.account.counters) }
        var closes = closes
        if let daemon { closes.add(daemon.owner.closes) }
        return SimulationReport(
            broker: venue.checker.summary, account: total, closes: closes,
            confirmTimes: confirmTimes.sorted(),
            reconnects: max(agent.counters.sessions - 1, 0), terminalStarts: agent.counters.starts,
            daemonStarts: daemonStarts, guardActions: agent.counters.guardActions,
            simulated: now - .zero, hash: hash.text, failure: failure, journal: journal.figures)
    }
}

extension AccountCounters {
    /// Adds what another life of the daemon counted.
    mutating func add(_ other: AccountCounters) {
        stopsSent += other.stopsSent
        stopsConfirmed += other.stopsConfirmed
        stopsRejected += other.stopsRejected
        stopsRefused += other.stopsRefused
        stopsUnknown += other.stopsUnknown
        stopsNotApplied += other.stopsNotApplied
        closesSent += other.closesSent
        foreignStops += other.foreignStops
        resynchronizations += other.resynchronizations
        barsAsked += other.barsAsked
        barsTaken += other.barsTaken
        barsPostponed += other.barsPostponed
        barsRefused += other.barsRefused
        lateRegressions += other.lateRegressions
    }
}

/// The token of a simulated link: there is nothing to protect.
enum SimulatedToken {
    struct TooShort: Error {}

    static func make() throws -> LinkToken {
        guard let token = LinkToken("simulated-link-token") else { throw TooShort() }
        return token
    }
}

extension Finding.Kind {
    /// Whether no fault excuses it.
    fileprivate var isViolation: Bool {
        switch self {
        case .capViolation, .ratchetViolation, .takeProfitViolation, .uncovered, .doubledRequest,
            .closeBeyondOpen, .partsBeyondShare, .opening:
            true
        case .uncoveredByFault, .lateRegression, .takeProfitRace: false
        }
    }
}
