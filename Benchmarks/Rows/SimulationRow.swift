import Core
import Foundation

/// How much faster than real time `backstop simulate` is.
enum SimulationRow: Row {
    static let name = "simulation"

    private struct Outcome: Decodable {
        var simulatedSeconds: Double
        var wallSeconds: Double
        var ticks: Int
        var stopsSent: Int
    }

    static func measure(_ effort: Effort) throws -> [RowReport] {
        let hours = effort.scaled(24)
        var report = RowReport("simulation, \(hours) hours")
        let program = try Products.path("backstop")
        let run = try Child.run(
            program, ["simulate", "--hours", String(hours), "--seed", "1", "--json"], patience: .seconds(900))
        guard run.status == 0 else { throw BenchmarkFailure("the simulation failed (\(run.status))") }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let outcome = try decoder.decode(Outcome.self, from: Data(run.output.utf8))
        let speed = outcome.simulatedSeconds / max(outcome.wallSeconds, 0.001)
        report.verdicts = [
            Verdict("times real time", .absolute, speed, atLeast: 2_000),
            Verdict("times real time, the goal", .absolute, speed, atLeast: 10_000),
        ]
        report.notes.append(
            "\(outcome.ticks) ticks and \(outcome.stopsSent) stops in \(outcome.wallSeconds.text) s, one thread"
        )
        return [report]
    }
}
