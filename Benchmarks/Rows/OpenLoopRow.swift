import Core
import Runtime

/// Ticks on a fixed schedule, whatever becomes of them: at the rate of a busy market, ten and a hundred times it.
///
/// Every tenth climbs a rung and so needs a stop moved. Counted from the moment the tick was due to the request at
/// the terminal; `backstop run` in a process of its own beside the bare echo on the same schedule.
enum OpenLoopRow: Row {
    static let name = "open-loop"
    /// The last one asks for more than a debug build can decide.
    private static var rates: [Int] {
        switch Build.present {
        case .debug: [500, 5_000]
        case .release: [500, 5_000, 50_000]
        }
    }
    private static let climbEvery = 10
    private static let symbols = 64
    /// What one side plays in a block.
    private static let block = TimeSpan.milliseconds(1_000)

    static func measure(_ effort: Effort) throws -> [RowReport] {
        try rates.map { try measure(rate: $0, effort) }
    }

    private static func measure(rate: Int, _ effort: Effort) throws -> RowReport {
        var report = RowReport("open loop, \(rate) ticks/s, every tenth needs a stop moved")
        let daemon = try DaemonChild()
        var terminal = try LoadedTerminal(
            daemon.endpoint, boot: 1, token: DaemonChild.token, symbols: symbols, each: 1)
        terminal.climbEvery = climbEvery
        _ = try OpenLoop(rate: 500, count: 500).run(&terminal)
        let echoServer = try EchoServer(replyBytes: terminal.replyBytes)
        defer { echoServer.stop() }
        var echo = try EchoPlayer(
            echoServer.endpoint, boot: 2, requestBytes: terminal.frameBytes, climbEvery: climbEvery)
        let loop = OpenLoop(rate: rate, count: Int(block.milliseconds) * rate / 1_000)
        var late = (ours: 0, echo: 0)
        let outcome = try Comparison.run(
            blocks: max(1, effort.blocks / 3),
            baseline: { histogram in
                echo.latencies.reset()
                late.echo += try loop.run(&echo)
                histogram.include(echo.latencies)
            },
            subject: { histogram in
                terminal.latencies.reset()
                late.ours += try loop.run(&terminal)
                histogram.include(terminal.latencies)
            })
        report.figures = [
            Figures("Backstop", outcome.subject), Figures("bare ROUTER echo", outcome.baseline),
        ]
        report.verdicts = [
            Verdict("stops never asked for", .count, Double(terminal.unanswered), atMost: 0, unit: ""),
            Verdict(
                "loop budget, p99.9", .budget, Double(outcome.subject.summary.p999_ns), atMost: 50_000_000,
                unit: "ns"
            ),
        ]
        report.add(noise: outcome.noise, blocks: outcome.blocks)
        report.notes += [
            "\(outcome.p50.text) times the echo's p50, \(outcome.p99.text) times its p99",
            "sent more than 1 ms late, which counts in full: \(late.ours) ticks, \(late.echo) with the echo",
        ]
        try daemon.stop()
        return report
    }
}
