import Core
import Foundation

/// What a demo showed: the checker's findings, from the broker's side alone, and the daemon's own figures.
struct DemoSummary {
    /// Counts that must be zero, with what each is a breach of.
    static let promises: [(key: String, promise: String)] = [
        ("cap_violations", "S2: a stop went out beyond the cap"),
        ("uncovered_over_1s", "S3: a position had no stop for more than a second"),
        ("ratchet_violations", "S1: a request would have loosened a stop"),
        ("tp_violations", "S9: a request would have changed a take-profit"),
        ("doubled_requests", "S4: two requests of one position were in flight"),
        ("closes_beyond_open", "S5: more was to be closed than was open"),
        ("parts_beyond_share", "S5: more of a position was closed in parts than its ladder asks for"),
        ("openings", "a position was opened"),
    ]
    /// Of the daemon's own, which must be zero too.
    private static let ownPromises: [(key: String, promise: String)] = [
        ("trade_log_unwritten", "S7: records of the trade log are not durable"),
        ("trade_log_fallback_lines", "S7: records had to go to the system log"),
    ]

    private var values: [String: Any]
    private var ruleSets: [RuleSetReport] = []
    private let isInterrupted: Bool

    /// - Throws: `CommandFailure`: the terminal's own code where it refused its arguments or its input,
    ///   `software` when it failed otherwise or said nothing.
    init(
        terminal: ChildProcess, log: String, report: DaemonReport?, stages: PathStages,
        journal: JournalReport,
        isInterrupted: Bool,
        elapsed: TimeSpan, plan: DemoPlan
    ) throws(CommandFailure) {
        let found = terminal.lastLine.flatMap { Self.object($0) }
        guard found != nil || isInterrupted else {
            throw CommandFailure(
                Self.code(of: terminal.ending),
                "the terminal gave no summary (\(Self.words(terminal.ending)))" + Self.tail(of: log))
        }
        guard let report else { throw CommandFailure(.software, "the bridge thread gave no report") }
        self.isInterrupted = isInterrupted
        // Cut short before it had begun, the terminal has nothing to say.
        values = found ?? [:]
        values["wall_seconds"] = Double(elapsed.milliseconds) / 1_000
        values["mode"] = report.mode
        values["driver"] = report.driver.mode
        values["worker_replacements"] = report.driver.replacements
        values["seed"] = plan.market.seed
        values["stages_us"] = stages.figures.mapValues { Self.object($0) }
        values["stages_paired"] = stages.paired
        values["stages_unpaired"] = stages.unpaired
        values["trade_log"] = Self.object(journal)
        values["trade_log_unwritten"] = journal.pending
        values["trade_log_fallback_lines"] = journal.fallbackLines
        values["daemon_share"] = stages.daemonShare ?? NSNull()
        add(report)
        if terminal.ending == .exited(0) || found == nil { return }
        // It found fault with what it saw, and its findings say with what; anything else is a crash.
        guard case .exited? = terminal.ending, !isClean else {
            throw CommandFailure(
                .software, "the terminal failed (\(Self.words(terminal.ending)))" + Self.tail(of: log))
        }
    }

    /// Whether every promise was kept.
    var isClean: Bool { broken.isEmpty }

    private var broken: [String] {
        (Self.promises + Self.ownPromises).compactMap {
            count($0.key) == 0 ? nil : "\($0.promise) (\(count($0.key)) times)"
        }
    }

    func sayJSON() throws(CommandFailure) {
        do {
            let data = try JSONSerialization.data(
                withJSONObject: values, options: [.sortedKeys, .withoutEscapingSlashes])
            Console.say(String(decoding: data, as: UTF8.self))
        } catch {
            throw CommandFailure(.software, "cannot write JSON: \(error)")
        }
    }

    var text: String {
        var lines = [
            "\(isInterrupted ? "Interrupted after" : "Ran for") \(values["wall_seconds"] ?? "?") s, seed \(values["seed"] ?? "?"): "
                + "\(count("ticks")) ticks, \(count("positions_opened")) positions opened, "
                + "\(count("positions_closed")) closed",
            "stops: \(count("stops_sent")) sent, \(count("stops_confirmed")) proven, "
                + "\(count("stops_rejected")) rejected, \(count("stops_unknown")) unknown for a while",
        ]
        for (key, name) in [
            ("first_stop_ms", "fill to first stop, ms"), ("tick_to_request_us", "tick to request, us"),
            ("request_to_confirm_ms", "request to proof, ms"), ("loop_ms", "loop, ms"),
        ] {
            lines.append("\(name): " + Self.percentiles(values[key]))
        }
        lines.append(
            "cap unreachable \(count("cap_unreachable")), late regressions \(count("late_regressions")), "
                + "EA reconnects \(count("ea_reconnects"))")
        lines += ruleSets.map { "rules \($0.phrase)" }
        lines += isClean ? ["every promise was kept"] : broken.map { "BROKEN: \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    private func count(_ key: String) -> Int { (values[key] as? NSNumber)?.intValue ?? 0 }

    private mutating func add(_ report: DaemonReport) {
        func sum(_ path: KeyPath<AccountReport, UInt64>) -> UInt64 {
            report.accounts.reduce(0) { $0 + $1[keyPath: path] }
        }
        values["stops_sent"] = sum(\.stopsSent)
        values["stops_confirmed"] = sum(\.stopsConfirmed)
        values["stops_rejected"] = sum(\.stopsRejected)
        values["stops_refused"] = sum(\.stopsRefused)
        values["stops_unknown"] = sum(\.stopsUnknown)
        values["stops_not_applied"] = sum(\.stopsNotApplied)
        values["not_found"] = sum(\.notFound)
        values["attempts"] = sum(\.stopsSent) + sum(\.closesSent)
        values["races_detected"] = sum(\.racesDetected)
        values["ea_blocked"] = sum(\.terminalBlocks)
        values["guard_stops"] = sum(\.guardStops)
        values["resyncs"] = sum(\.resynchronizations)
        values["ticks_seen"] = sum(\.ticks)
        values["ea_reconnects"] = report.accounts.reduce(0) { $0 + max(1, $1.links) - 1 }
        values["rule_sets"] = report.accounts.flatMap(\.ruleSets).map(Self.object)
        ruleSets = report.accounts.flatMap(\.ruleSets)
        values["loop_ms"] = Self.object(report.loopMs)
        values["loops_over_budget"] = report.loopsOverBudget
        values["leases"] = Self.object(report.leases)
        values["watchdog"] = [
            "checks": report.watchdog.checks, "late_checks": report.watchdog.lateChecks,
            "lateness_ms": Self.object(report.watchdog.latenessMs),
        ]
        // A demo has one account.
        values.merge(Self.object(report.accounts.first?.flow)) { _, latest in latest }
        values["tick_to_request_us"] = Self.object(report.accounts.first?.tickToRequestUs)
        values["request_to_confirm_ms"] = Self.object(report.accounts.first?.requestToConfirmMs)
    }

    private static func object(_ values: DaemonReport.Percentiles?) -> Any {
        guard let values, values.count > 0 else {
            return ["p50": NSNull(), "p99": NSNull(), "p999": NSNull(), "max": NSNull(), "count": 0]
        }
        return [
            "p50": values.p50, "p99": values.p99, "p999": values.p999, "max": values.max,
            "count": values.count,
        ]
    }

    /// What was sent and what was held back; nothing before an EA has connected.
    private static func object(_ flow: FlowReport?) -> [String: Any] {
        guard let flow else { return [:] }
        return [
            "lanes": flow.lanes.mapValues { ["sent": $0.sent, "waiting": $0.waiting] },
            "breakers": [
                "open": flow.breakers.open, "opened": flow.breakers.opened,
                "refusals": flow.breakers.refusals, "probes": flow.breakers.probes,
                "slow_answers": flow.breakers.slowAnswers,
                "positions_set_aside": flow.breakers.positionsSetAside,
            ],
            "budget": [
                "day": flow.budget.day, "used": flow.budget.used, "limit": flow.budget.limit,
                "reserve": flow.budget.reserve, "pace": flow.budget.pace, "denied": flow.budget.denied,
            ],
            "coalesced": flow.coalesced, "rate_postponed": flow.ratePostponed,
            "not_found_rate": flow.notFoundRate, "closed_in_flight": flow.closedInFlight,
        ]
    }

    private static func object(_ rules: RuleSetReport) -> [String: Any] {
        [
            "name": rules.name, "closes": rules.closes, "losses": rules.losses,
            "micro_losses": rules.microLosses, "micro_loss_percent": rules.microLossPercent ?? NSNull(),
            "micro_loss_target_percent": rules.microLossTargetPercent, "result": rules.result,
        ]
    }

    private static func object(_ leases: DaemonReport.LeaseFigures) -> Any {
        [
            "acquisitions": leases.acquisitions, "contention": leases.contention,
            "timeouts": leases.timeouts, "reclaimed": leases.reclaimed, "stale": leases.stale,
            "active": leases.active, "wait_ms": object(leases.waitMs), "hold_ms": object(leases.holdMs),
        ]
    }

    private static func object(_ journal: JournalReport) -> Any {
        [
            "health": journal.health, "records": journal.records, "batches": journal.batches,
            "bytes": journal.bytes, "failed_attempts": journal.failedAttempts,
            "success_rate": journal.successRate, "lag_ms": object(journal.lagMs), "stores": journal.stores,
        ]
    }

    private static func percentiles(_ value: Any?) -> String {
        guard let fields = value as? [String: Any] else { return "none" }
        return ["p50", "p99", "p999", "max"].compactMap { name in
            (fields[name] as? NSNumber).map { "\(name) \($0)" }
        }.joined(separator: ", ")
    }

    private static func object(_ line: String) -> [String: Any]? {
        do {
            return try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        } catch {
            // Not JSON: the caller says that there is no summary.
            return nil
        }
    }

    /// What the terminal found wrong with what it was given is the caller's to mend; the rest is ours.
    private static func code(of ending: ChildProcess.Ending?) -> CommandFailure.Code {
        guard case .exited(let status)? = ending, let code = CommandFailure.Code(rawValue: status),
            [.usage, .data, .noInput].contains(code)
        else { return .software }
        return code
    }

    private static func words(_ ending: ChildProcess.Ending?) -> String {
        switch ending {
        case .exited(let code)?: "exit code \(code)"
        case .killed(let signal)?: "signal \(signal)"
        case nil: "still running"
        }
    }

    /// The end of the terminal's own log, for a person who must find out why.
    private static func tail(of log: String) -> String {
        do {
            let text = String(decoding: try SmallFile.read(log, bytesMax: 1 << 20), as: UTF8.self)
            let lines = text.split(whereSeparator: \.isNewline).suffix(10)
            return lines.isEmpty ? "" : "; it said:\n" + lines.joined(separator: "\n")
        } catch {
            return "; its log is not readable: \(error)"
        }
    }
}
