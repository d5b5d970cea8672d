import Broker
import Core
import Glibc
import MQL5Runtime

/// One run of the terminal: the market plays, the EA runs, until something ends it.
///
/// Everything happens on the calling thread: the EA's events, the broker's steps, reports and saving.
final class TerminalSession {
    /// How long the run goes on after the last quote, for what is still under way.
    private static let afterMarket = TimeSpan.seconds(2)
    /// The longest wait for the EA's next event, so that the broker is never late by more.
    private static let waitMillisecondsMax: Int64 = 5

    private let plan: TerminalPlan
    private let clock = MonotonicClock()
    private let folder: StateFolder
    private let stateFile: StateFile
    private let host: TerminalHost
    private let report: TerminalReport
    private let proxy: LinkProxy?
    private let linkPort: UInt16
    private var faults: TerminalFaults
    private let habits: mql_faults
    private var savedChanges: UInt64 = 0
    private var marketEnded: Instant?
    private var saidFindings = 0

    /// - Throws: `TerminalFailure`.
    init(_ plan: TerminalPlan) throws(TerminalFailure) {
        self.plan = plan
        folder = try StateFolder(plan.stateFolder)
        stateFile = StateFile(path: folder.broker)
        let market = try Self.market(plan)
        let start = clock.now
        let venue: Venue
        do {
            if let state = try stateFile.load() {
                do {
                    venue = try Venue(market: market, settings: plan.settings, restoring: state, start: start)
                } catch { throw TerminalFailure.restore(error) }
            } else {
                venue = Venue(market: market, settings: plan.settings, start: start)
            }
        } catch let failure as StateFile.Failure {
            throw .state(failure)
        } catch let failure as TerminalFailure {
            throw failure
        } catch {
            throw .restore(.damaged)
        }
        host = TerminalHost(
            venue: venue, clock: clock, identity: TerminalIdentity(),
            dice: FaultDice(plan.settings.faults, seed: plan.settings.seed ^ 0xE4, start: start))
        if plan.stagesFile != nil { host.stages = StageRecorder() }
        report = TerminalReport(host: host, output: plan.output)
        let isStalling = plan.settings.faults.contains { $0.name == .linkStall }
        proxy = isStalling ? LinkProxy(to: plan.host, plan.port) : nil
        proxy?.start()
        linkPort = proxy?.port ?? plan.port
        faults = TerminalFaults(port: linkPort, proxy: proxy, start: start)
        habits = TerminalFaults.habits(plan.settings.faults, seed: plan.settings.seed)
    }

    private static func market(_ plan: TerminalPlan) throws(TerminalFailure) -> Market {
        var market: Market
        if plan.tickFiles.isEmpty {
            market = Market(seed: plan.settings.seed, from: plan.from ?? Market.builtInStart)
        } else {
            do { market = try Market(files: plan.tickFiles, from: plan.from) } catch { throw .market(error) }
        }
        market.setCommission(perLot: plan.commission)
        return market
    }

    /// Runs to the end and prints the summary.
    ///
    /// - Returns: the process's exit code.
    func run(until signals: EndingSignals) -> Int32 {
        guard let program = load() else {
            Lines.say("backstop-terminal: \(TerminalFailure.noProgram)")
            return TerminalFailure.noProgram.exitCode
        }
        if folder.isTemporary, !plan.isQuiet { Lines.say("state: \(folder.path)") }
        let start = clock.now
        var nextReport = plan.reportInterval.map { start + $0 } ?? .never
        var nextStatus = plan.isHeadless ? Instant.never : start + .seconds(5)
        var ending = "signal"
        var isUp = false
        while !signals.hasCome {
            host.advance()
            mql_program_run_once(program, waitMilliseconds())
            let isRunning = mql_program_get_state(program) == MQL_STATE_RUNNING
            let now = clock.now
            if isRunning != isUp {
                isUp = isRunning
                host.venue.terminal(isUp: isUp, at: now)
            }
            if !isRunning, mql_program_get_state(program) != MQL_STATE_LOADED {
                ending = "program"
                Lines.say("the EA stopped: \(String(cString: mql_program_stop_text(program)))")
                break
            }
            faults.roll(host, habits: habits, at: now)
            save()
            sayFindings()
            if now >= nextReport, let interval = plan.reportInterval {
                report.write(report.status(elapsed: now - start))
                nextReport = now + interval
            }
            if now >= nextStatus {
                printStatus()
                nextStatus = now + .seconds(5)
            }
            if let limit = plan.runLimit, now - start >= limit {
                ending = "time"
                break
            }
            if hasMarketEnded(now) {
                ending = "market"
                break
            }
        }
        return finish(program, ending)
    }

    private func load() -> OpaquePointer? {
        host.onMessage = { [plan] kind, text in
            if !plan.isQuiet { Lines.say("\(kind == MQL_MESSAGE_ALERT ? "ALERT " : "")\(text)") }
        }
        host.facts.ping_us = Int32(clamping: plan.settings.latency.microseconds)
        var table = HostCallbacks.make(for: host)
        // The facts are sent again whenever the connection changes, so that their texts live as long as they.
        host.facts.data_path = UnsafePointer(strdup(folder.terminal))
        host.facts.allowed_addresses = UnsafePointer(strdup(plan.host))
        host.terminal = mql_terminal_create(&table, &host.facts)
        guard let terminal = host.terminal, let first = host.contracts.first else { return nil }
        host.selected = [SymbolIndex(0)]
        host.advance()
        host.program = mql_program_create(terminal, "Backstop", first.name, 1)
        guard let program = host.program else { return nil }
        var habits = habits
        mql_program_set_faults(program, &habits)
        let inputs = [("InpHost", plan.host), ("InpPort", "\(linkPort)"), ("InpToken", plan.token)]
        for (name, value) in inputs where !mql_program_set_input(program, name, value) {
            Lines.say("backstop-terminal: the EA has no input \(name)")
        }
        return program
    }

    private func waitMilliseconds() -> UInt32 {
        let due = host.venue.nextDue
        let now = clock.now
        guard due > now else { return 0 }
        guard due < .never else { return UInt32(Self.waitMillisecondsMax) }
        return UInt32(min((due - now).milliseconds + 1, Self.waitMillisecondsMax))
    }

    /// Saves the broker after every change of a position, so that a killed terminal finds it again.
    private func save() {
        guard !folder.isTemporary, host.venue.changes != savedChanges else { return }
        savedChanges = host.venue.changes
        do { try stateFile.save(host.venue.saved) } catch { Lines.say("backstop-terminal: \(error)") }
    }

    private func sayFindings() {
        let findings = host.venue.checker.findings
        guard findings.count > saidFindings else { return }
        for finding in findings[saidFindings...] where !plan.isQuiet { Lines.say("\(finding)") }
        saidFindings = findings.count
    }

    private func hasMarketEnded(_ now: Instant) -> Bool {
        guard host.venue.isAtEnd else { return false }
        let since = marketEnded ?? now
        marketEnded = since
        return now - since >= Self.afterMarket
    }

    private func finish(_ program: OpaquePointer, _ ending: String) -> Int32 {
        host.advance()
        // What happens after the EA has gone is nobody's fault.
        host.venue.terminal(isUp: false, at: clock.now)
        var statistics = mql_statistics()
        mql_program_statistics(program, &statistics)
        mql_program_stop(program, 9)
        save()
        if let path = plan.stagesFile, host.stages?.write(to: path) == false {
            Lines.say("backstop-terminal: cannot write \(path)")
        }
        report.write(report.summary(ending: ending, statistics: text(&statistics)))
        mql_program_destroy(program)
        host.program = nil
        if let terminal = host.terminal { mql_terminal_destroy(terminal) }
        host.terminal = nil
        proxy?.stop()
        free(UnsafeMutablePointer(mutating: host.facts.data_path))
        free(UnsafeMutablePointer(mutating: host.facts.allowed_addresses))
        return ending == "program" ? EX_SOFTWARE : 0
    }

    private func text(_ statistics: inout mql_statistics) -> String {
        """
        {"ticks_delivered":\(statistics.ticks_delivered),"ticks_coalesced":\(statistics.ticks_coalesced),\
        "transactions_delivered":\(statistics.transactions_delivered),\
        "transactions_displaced":\(statistics.transactions_displaced),\
        "queue_overflows":\(statistics.queue_overflows),"bytes_sent":\(statistics.socket_bytes_sent),\
        "bytes_received":\(statistics.socket_bytes_received),"slowest_call_us":\(statistics.slowest_call_us),\
        "slowest_call":\(TerminalReport.quoted(String(cString: mql_statistics_slowest_call(&statistics))))}
        """
    }

    private func printStatus() {
        let summary = host.venue.checker.summary
        let server = host.venue.server
        Lines.say(
            "positions \(server.positions.count), without a stop \(host.venue.checker.uncoveredCount), "
                + "closed \(summary.positionsClosed), ticks \(summary.ticks), balance \(server.balance.text)")
    }
}
