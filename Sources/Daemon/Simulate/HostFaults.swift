import Broker
import Core

/// The faults of what lies between broker and daemon: terminal, link, daemon process. Rolled once a virtual
/// second.
struct HostFaults {
    var dice: FaultDice
    var random: Generator
    private let isArmed: Bool
    private var nextRoll: Instant
    /// The EA's program is stuck in a terminal call until then.
    var blockedUntil = Instant.zero
    var isBlocked = false
    /// When the terminal or the daemon starts again; `never` while it runs.
    var terminalBackAt = Instant.never
    var daemonBackAt = Instant.never

    init(_ faults: [FaultSpec], seed: UInt64) {
        dice = FaultDice(faults, seed: seed &+ 1, start: .zero)
        random = Generator(seed: seed, purpose: 0x40)
        isArmed = faults.contains { $0.name.place == .host }
        nextRoll = isArmed ? .zero + .seconds(1) : .never
    }

    var nextDue: Instant {
        min(min(nextRoll, isBlocked ? blockedUntil : .never), min(terminalBackAt, daemonBackAt))
    }

    /// - Returns: whether it is time to roll.
    mutating func takeRoll(at now: Instant) -> Bool {
        guard nextRoll <= now else { return false }
        nextRoll = now + .seconds(1)
        return true
    }

    mutating func span(_ low_ms: Int64, _ high_ms: Int64) -> TimeSpan {
        .milliseconds(random.between(low_ms, high_ms))
    }
}

extension Simulation {
    func strikeHost() {
        let wasAtWork = isTerminalAtWork
        if host.terminalBackAt <= now {
            host.terminalBackAt = .never
            agent.start(at: now)
        }
        if host.isBlocked, host.blockedUntil <= now { host.isBlocked = false }
        if isTerminalAtWork != wasAtWork { venue.terminal(isUp: isTerminalAtWork, at: now) }
        if host.daemonBackAt <= now {
            host.daemonBackAt = .never
            startDaemon()
        }
        guard host.takeRoll(at: now) else { return }
        if host.dice.strikes(.linkLoss, at: now) { loseLink() }
        if host.dice.strikes(.linkStall, at: now) { stallLink() }
        if host.dice.strikes(.terminalBlocked, at: now) { blockTerminal() }
        if host.dice.strikes(.terminalRestart, at: now) { restartTerminal() }
        if host.dice.strikes(.daemonRestart, at: now) { restartDaemon() }
    }

    private func loseLink() {
        settings.trace?.say("link lost", at: now)
        let isHalfOpen = host.random.below(2) == 0
        let wasConnected = network.isConnected
        network.beginOutage(host.span(50, 20_000), isHalfOpen: isHalfOpen, at: now)
        if wasConnected, !network.isConnected { agent.disconnected(at: now) }
    }

    private func stallLink() {
        settings.trace?.say("link stalls", at: now)
        let until = now + host.span(50, 12_000)
        let direction = host.random.below(3)
        if direction != 0 { network.toDaemon.stalledUntil = max(network.toDaemon.stalledUntil, until) }
        if direction != 1 { network.toAgent.stalledUntil = max(network.toAgent.stalledUntil, until) }
    }

    private func blockTerminal() {
        settings.trace?.say("terminal blocked", at: now)
        host.blockedUntil = max(host.blockedUntil, now + host.span(500, 8_000))
        host.isBlocked = true
        venue.terminal(isUp: false, at: now)
    }

    private func restartTerminal() {
        settings.trace?.say("terminal restarts", at: now)
        guard host.terminalBackAt == .never else { return }
        host.terminalBackAt = now + host.span(1_000, 20_000)
        agent.end()
        network.closeFromAgent()
        venue.terminal(isUp: false, at: now)
    }

    private func restartDaemon() {
        settings.trace?.say("daemon restarts", at: now)
        guard host.daemonBackAt == .never else { return }
        host.daemonBackAt = now + host.span(300, 15_000)
        killDaemon()
    }
}
