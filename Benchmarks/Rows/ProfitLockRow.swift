import Core
import Runtime

/// From a tick that reaches a rung of the profit lock, taken from the socket, to its request handed to the socket:
/// inside `backstop run`, by its own clock.
enum ProfitLockRow: Row {
    static let name = "profit-lock"

    static func measure(_ effort: Effort) throws -> [RowReport] {
        var report = RowReport("profit lock, activation inside the daemon")
        let daemon = try DaemonChild()
        var terminal = try LoadedTerminal(
            daemon.endpoint, boot: 1, token: DaemonChild.token, symbols: 64, each: 1)
        terminal.climbEvery = 1
        _ = try OpenLoop(rate: 1_000, count: effort.scaled(20_000)).run(&terminal)
        let locks = terminal.requests[.profitLock] ?? 0
        let status = try daemon.status()
        guard terminal.isSettled, locks >= terminal.climbs, locks == terminal.requests.values.reduce(0, +),
            let inside = status.accounts.first?.tickToRequestUs
        else {
            throw BenchmarkFailure(
                "\(terminal.climbs) rungs reached, but \(locks) profit locks: \(terminal.requests)")
        }
        report.figures = [
            Figures("tick in to request out", microseconds: inside),
            Figures("the same, seen by the terminal", terminal.latencies),
        ]
        report.verdicts = [
            Verdict("p99.9 inside the daemon", .absolute, inside.p999 * 1_000, atMost: 1_000_000, unit: "ns")
        ]
        report.notes.append(
            "1,000 activations a second on 64 symbols; what the terminal sees counts from due time")
        try daemon.stop()
        return [report]
    }
}
