import Core
import Runtime

/// From a tick's frame sent to the stop request it causes received, over TCP, beside a bare ROUTER echo of the
/// same sizes and options. One exchange in flight: both sides idle alike in between.
enum RoundTripRow: Row {
    static let name = "round-trip"

    static func measure(_ effort: Effort) throws -> [RowReport] {
        let server = try InlineServer(settings: try Scene.settings(positions: 1))
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
        let echo = try EchoClient(echoServer.endpoint, boot: 2, requestBytes: sizes.request)
        for _ in 0..<100 { _ = try echo.exchange() }

        let exchanges = effort.scaled(1_000)
        let outcome = try Comparison.run(
            blocks: effort.blocks,
            baseline: { for _ in 0..<exchanges { $0.record(try echo.exchange()) } },
            subject: { for _ in 0..<exchanges { $0.record(try terminal.exchange()) } })
        var report = RowReport("round trip over TCP, inline")
        report.figures = [
            Figures("Backstop", outcome.subject), Figures("bare ROUTER echo", outcome.baseline),
        ]
        report.verdicts = [
            Verdict("p50 against the echo", .ratio, outcome.p50, atMost: 1.10),
            Verdict("p99 against the echo", .ratio, outcome.p99, atMost: 1.25),
            try allocations(exchanges: 1_000, &terminal, server, echo, echoServer),
        ]
        report.add(noise: outcome.noise, blocks: outcome.blocks)
        report.notes.append("\(sizes.request) bytes in, \(sizes.reply) bytes out")
        return [report]
    }

    /// Allocations of the serving threads; libzmq's own threads do the same on both sides.
    private static func allocations(
        exchanges: Int, _ terminal: inout TerminalClient, _ server: InlineServer, _ echo: EchoClient,
        _ echoServer: EchoServer
    ) throws -> Verdict {
        let ours = server.allocations
        for _ in 0..<exchanges { _ = try terminal.exchange() }
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
