import Core
import Runtime

/// From a tick's frame sent to the stop request it causes received, over TCP, beside a bare ROUTER echo of the
/// same sizes and options. One exchange in flight: both sides idle alike in between.
///
/// While a row runs its threads are all there, so the echo too is measured beside the pool's waiting workers:
/// a worker that spins keeps the processors awake, and busy, for both.
enum RoundTripRow: Row {
    static let name = "round-trip"

    /// One way to drive the shards, and what is asked of it.
    private struct Case {
        var title: String
        var driver: Driver
        var exchanges: Int
        /// None: published, not judged.
        var limits: (p50: Double, p99: Double)?
        var note: String?
    }

    static func measure(_ effort: Effort) throws -> [RowReport] {
        let spinning =
            "two processors cannot hold a spinning worker, the bridge, libzmq and the terminal's side"
        return [
            try measure(
                Case(title: "inline", driver: .inline, exchanges: 1_000, limits: (1.10, 1.25)), effort),
            try measure(
                Case(
                    title: "pool of 3, parked", driver: .pool(workers: 3, wait: .park), exchanges: 1_000,
                    limits: (1.20, 1.30)), effort),
            try measure(
                Case(
                    title: "pool of 1, spinning", driver: .pool(workers: 1, wait: .spin), exchanges: 250,
                    note: Processors.count < 4 ? spinning : nil), effort),
        ]
    }

    private static func measure(_ wanted: Case, _ effort: Effort) throws -> RowReport {
        let server = try GuardianServer(settings: try Scene.settings(positions: 1), driver: wanted.driver)
        defer { server.stop() }
        var terminal = try TerminalClient(server.endpoint, boot: 1)
        for _ in 0..<100 { _ = try terminal.exchange() }
        // A heartbeat may have shared the last frame; the sizes are those of the smallest exchange seen.
        var sizes = (request: terminal.requestBytes, reply: terminal.replyBytes)
        for _ in 0..<20 {
            _ = try terminal.exchange()
            sizes = (min(sizes.request, terminal.requestBytes), min(sizes.reply, terminal.replyBytes))
        }
        let echoServer = try EchoServer(replyBytes: sizes.reply)
        defer { echoServer.stop() }
        try terminal.settle()
        let echo = try EchoClient(echoServer.endpoint, boot: 2, requestBytes: sizes.request)
        for _ in 0..<100 { _ = try echo.exchange() }

        let exchanges = effort.scaled(wanted.exchanges)
        let outcome = try Comparison.run(
            blocks: effort.blocks,
            baseline: { for _ in 0..<exchanges { $0.record(try echo.exchange()) } },
            subject: {
                for _ in 0..<exchanges { $0.record(try terminal.exchange()) }
                try terminal.settle()
            })
        var report = RowReport("round trip over TCP, \(wanted.title)")
        report.figures = [
            Figures("Backstop", outcome.subject), Figures("bare ROUTER echo", outcome.baseline),
        ]
        if let limits = wanted.limits {
            report.verdicts = [
                Verdict("p50 against the echo", .ratio, outcome.p50, atMost: limits.p50),
                Verdict("p99 against the echo", .ratio, outcome.p99, atMost: limits.p99),
            ]
        } else {
            report.notes.append("\(outcome.p50.text) times the echo's p50, \(outcome.p99.text) times its p99")
        }
        if wanted.driver == .inline {
            report.verdicts.append(
                try allocations(exchanges: effort.scaled(1_000), &terminal, server, echo, echoServer))
        }
        report.add(noise: outcome.noise, blocks: outcome.blocks)
        report.notes.append("\(sizes.request) bytes in, \(sizes.reply) bytes out")
        if let note = wanted.note { report.notes.append(note) }
        return report
    }

    /// Allocations of the serving threads; libzmq's own threads do the same on both sides.
    private static func allocations(
        exchanges: Int, _ terminal: inout TerminalClient, _ server: GuardianServer, _ echo: EchoClient,
        _ echoServer: EchoServer
    ) throws -> Verdict {
        let ours = server.allocations
        for _ in 0..<exchanges { _ = try terminal.exchange() }
        try terminal.settle()
        let oursAfter = server.allocations
        let bare = echoServer.allocations
        for _ in 0..<exchanges { _ = try echo.exchange() }
        let bareAfter = echoServer.allocations
        let extra =
            Double(oursAfter - ours) / Double(exchanges) - Double(bareAfter - bare) / Double(exchanges)
        // Heartbeats come by time, not by exchange: some hundredths an exchange are theirs.
        return Verdict("allocations beyond the echo's, each exchange", .count, extra, atMost: 0.05, unit: "")
    }
}
