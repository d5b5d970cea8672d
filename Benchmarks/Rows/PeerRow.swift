import Core
import Foundation
import Runtime

/// The round trip of a stop-loss loop in Python (`Benchmarks/peers/stop_loss_loop.py`) beside ours: what a user
/// would otherwise have. Nothing is judged.
enum PeerRow: Row {
    static let name = "pyzmq"
    private static let patience = TimeSpan.seconds(10)

    static func measure(_ effort: Effort) throws -> [RowReport] {
        var report = RowReport("round trip over TCP, against a Python loop")
        let script = try Products.file("Benchmarks/peers/stop_loss_loop.py")
        let python = ProcessInfo.processInfo.environment["BENCH_PYTHON"] ?? "python3"
        let probe = try Child.run(
            "/usr/bin/env", [python, "-c", "import zmq; print(zmq.__version__)"], patience: patience)
        guard probe.status == 0 else {
            throw Unavailable("\(python) or its zmq module is missing (BENCH_PYTHON names another python)")
        }
        let child = try Child("/usr/bin/env", [python, script])
        let peer = try PeerClient(try endpoint(of: child))
        let server = try GuardianServer(settings: try Scene.settings(positions: 1), driver: .inline)
        defer { server.stop() }
        var terminal = try TerminalClient(server.endpoint, boot: 1)
        for _ in 0..<100 {
            _ = try peer.exchange()
            _ = try terminal.exchange()
        }
        try terminal.settle()
        let exchanges = effort.scaled(1_000)
        let outcome = try Comparison.run(
            blocks: effort.blocks,
            baseline: { for _ in 0..<exchanges { $0.record(try peer.exchange()) } },
            subject: {
                for _ in 0..<exchanges { $0.record(try terminal.exchange()) }
                try terminal.settle()
            })
        report.figures = [Figures("Backstop", outcome.subject), Figures("Python loop", outcome.baseline)]
        report.add(noise: outcome.noise, blocks: outcome.blocks)
        let version = probe.output.trimmingCharacters(in: .whitespacesAndNewlines)
        report.notes.append(
            "\(outcome.p50.text) times the loop's p50, \(outcome.p99.text) times its p99; pyzmq \(version)")
        return [report]
    }

    private static func endpoint(of child: Child) throws -> String {
        let deadline = MonotonicClock.now() + patience
        while child.isRunning, MonotonicClock.now() < deadline {
            let said = try child.output()
            if said.hasSuffix("\n"), let line = said.split(separator: "\n").first { return String(line) }
            Thread.sleep(forTimeInterval: 0.01)
        }
        throw BenchmarkFailure("the Python loop did not start")
    }
}
