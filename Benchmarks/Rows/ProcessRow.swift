import Core
import Runtime

/// What `backstop run` takes of a machine: processor time at rest and under a busy market, memory with 1,000
/// positions.
enum ProcessRow: Row {
    static let name = "process"
    private static let mebibyte = 1_048_576.0

    static func measure(_ effort: Effort) throws -> [RowReport] {
        [try processor(effort), try memory(effort)]
    }

    private static func processor(_ effort: Effort) throws -> RowReport {
        var report = RowReport("processor time of the daemon, 50 positions")
        let seconds = Int64(max(2, effort.scaled(20)))
        let daemon = try DaemonChild()
        var terminal = try LoadedTerminal(
            daemon.endpoint, boot: 1, token: DaemonChild.token, symbols: 10, each: 5)
        terminal.climbEvery = 100
        try terminal.rest(for: .seconds(1))
        let idle = try share(of: daemon) { try terminal.rest(for: .seconds(seconds)) }
        let busy = try share(of: daemon) {
            _ = try OpenLoop(rate: 500, count: 500 * Int(seconds)).run(&terminal)
        }
        report.verdicts = [
            Verdict("at rest, linked", .absolute, 100 * idle, atMost: 0.5, unit: "% of a core"),
            Verdict("500 ticks/s", .absolute, 100 * busy, atMost: 5, unit: "% of a core"),
        ]
        report.notes.append(
            "\(seconds) s each; at 500 ticks/s, each in a frame of its own, 25 stops are moved every second")
        try daemon.stop()
        return report
    }

    private static func memory(_ effort: Effort) throws -> RowReport {
        var report = RowReport("memory of the daemon, 1,000 positions")
        let daemon = try DaemonChild()
        var terminal = try LoadedTerminal(
            daemon.endpoint, boot: 1, token: DaemonChild.token, symbols: 50, each: 20)
        terminal.climbEvery = 50
        let rounds = effort.scaled(10)
        // Each position is replaced once in 16 climbs of its symbol: many lives of the table in one run.
        _ = try OpenLoop(rate: 5_000, count: 5_000).run(&terminal)
        let first = try daemon.process.resident
        _ = try OpenLoop(rate: 5_000, count: 5_000 * rounds).run(&terminal)
        let last = try daemon.process.resident
        report.verdicts = [
            Verdict("resident", .absolute, Double(last) / mebibyte, atMost: 64, unit: "MiB"),
            Verdict(
                "growth over the run", .absolute, Double(last - first) / mebibyte, atMost: 1, unit: "MiB"),
        ]
        let moved = terminal.requests.values.reduce(0, +)
        report.notes.append(
            "\(moved) stops moved and \(moved / Int(Scene.rungs)) positions replaced in \(rounds + 1) s")
        try daemon.stop()
        return report
    }

    /// Of one processor.
    private static func share(of daemon: DaemonChild, during work: () throws -> Void) throws -> Double {
        let figures = daemon.process
        let started = (MonotonicClock.now(), try figures.processorTime)
        try work()
        let used = try figures.processorTime.nanoseconds - started.1.nanoseconds
        return Double(used) / Double((MonotonicClock.now() - started.0).nanoseconds)
    }
}
