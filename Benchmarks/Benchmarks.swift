import ArgumentParser
import Foundation

/// Measures what the targets name, each beside a baseline of the same run, and says whether they are met.
@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Benchmarks",
        abstract: "Measures every row beside its baseline; fails when a ratio, count or budget is missed.")

    private static var rows: [any Row.Type] {
        [
            RoundTripRow.self, UncrossedTickRow.self, StopLoopRow.self, RingRow.self, HotPathRow.self,
            JournalRow.self, OpenLoopRow.self, ProfitLockRow.self, ProcessRow.self, SimulationRow.self,
            WholePathRow.self, PeerRow.self,
        ]
    }

    @Flag(help: "Fewer blocks: for a look while working.")
    var quick = false

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print the tables of docs/performance.md.")
    var markdown = false

    @Option(help: "Measure this row alone; may be repeated.")
    var only: [String] = []

    @Option(help: "Also write the percentiles to this file, for gnuplot or HdrHistogram's plotter.")
    var plot: String?

    func validate() throws {
        let names = Benchmarks.rows.map { $0.name }
        for name in only where !names.contains(name) {
            throw ValidationError("no row is called '\(name)'; there are \(names.joined(separator: ", "))")
        }
    }

    func run() throws {
        let machine = Machine.present()
        let wanted = Benchmarks.rows.filter { only.isEmpty || only.contains($0.name) }
        let reports = wanted.flatMap { measured($0) }
        let report = BenchmarkReport(machine: machine, rows: reports)
        print(json ? try report.json() : markdown ? report.markdown() : report.table())
        if let plot {
            try PercentilePlot(report: report).text.write(toFile: plot, atomically: true, encoding: .utf8)
        }
        if report.hasFailed { throw ExitCode.failure }
    }

    /// A row that cannot be measured says why; the others are measured all the same.
    private func measured(_ row: any Row.Type) -> [RowReport] {
        do {
            return try row.measure(quick ? .quick : .full)
        } catch let missing as Unavailable {
            return [RowReport(row.name, skipped: "\(missing)")]
        } catch {
            return [RowReport(row.name, failed: "\(error)")]
        }
    }
}
