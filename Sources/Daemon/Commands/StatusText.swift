import Foundation

/// A report in words, for a person.
struct StatusText {
    private let report: DaemonReport

    init(_ report: DaemonReport) { self.report = report }

    var text: String {
        var lines: [String] = []
        if report.mode == "shadow" {
            lines.append("*** SHADOW: NOTHING IS SENT, POSITIONS ARE NOT PROTECTED ***")
        }
        lines.append(
            "backstop \(report.version), pid \(report.pid), mode \(report.mode), up \(Int(report.uptimeSeconds)) s"
        )
        lines.append("listening on \(report.endpoint), state in \(report.stateDir), epoch \(report.epoch)")
        lines += report.notReady.map { "not ready: \($0)" }
        lines.append(row("loop", report.loopMs, "ms"))
        let link = report.link
        lines.append(
            "link: \(link.framesIn) frames in, \(link.framesOut) out, \(link.established) sessions, "
                + "\(link.refused) refused, \(link.timedOut) timed out, "
                + "\(link.notReading) did not read, \(link.sequenceGaps) gaps")
        let leases = report.leases
        lines.append(
            "leases: \(leases.acquisitions) taken, \(leases.active) under way, \(leases.timeouts) timed out, "
                + "\(leases.stale) stale; watchdog: \(report.watchdog.checks) checks, "
                + "\(report.watchdog.lateChecks) late; loops over 50 ms: \(report.loopsOverBudget)")
        if report.accounts.isEmpty { lines.append("no terminal has connected yet") }
        for account in report.accounts { lines += self.lines(account) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(_ account: AccountReport) -> [String] {
        let latch = account.latch == "none" ? "" : ", LATCHED: \(account.latch.uppercased())"
        return [
            "",
            "account \(account.account) (\(account.currency), \(account.marginMode), \(account.server)): "
                + (account.linked ? "linked" : "LINK LOST") + latch,
            "  positions: \(account.guarded) of \(account.managed) managed have a stop; "
                + "worst case \(account.worstCase) \(account.currency)",
            "  stops: \(account.stopsSent) sent, \(account.stopsConfirmed) confirmed, "
                + "\(account.stopsRejected) rejected, \(account.stopsRefused) refused by the EA, "
                + "\(account.stopsUnknown) unknown for a while, \(account.notFound) too late",
            "  closes: \(account.closesSent) sent, \(account.closesConfirmed) confirmed; cap unreachable "
                + "\(account.capUnreachable), races detected \(account.racesDetected), late regressions "
                + "\(account.lateRegressions), foreign stops \(account.foreignStops), resyncs \(account.resynchronizations)",
            "  past of bars: asked \(account.barsAsked), taken \(account.barsTaken), not there yet "
                + "\(account.barsPostponed), refused \(account.barsRefused)",
            "  reconciliation: " + account.reconciliation.phrase,
            "  ticks: \(account.ticks), refused \(account.ticksRefused), crossed \(account.ticksCrossed)",
            "  " + row("tick to request", account.tickToRequestUs, "us"),
            "  " + row("request to proof", account.requestToConfirmMs, "ms"),
            "  " + row("first stop", account.firstStopMs, "ms"),
        ] + account.ruleSets.map { "  rules \($0.phrase)" }
    }

    private func row(_ name: String, _ values: DaemonReport.Percentiles, _ unit: String) -> String {
        guard values.count > 0 else { return "\(name): none yet" }
        return "\(name): p50 \(values.p50) p99 \(values.p99) p99.9 \(values.p999) max \(values.max) \(unit) "
            + "(\(values.count) samples)"
    }
}
