import Core
import Foundation
import Runtime

/// The whole path of a tick through the EA's own source, by stage, as `backstop demo` measures it: two processes,
/// real sockets, a broker that takes 60 ms.
enum WholePathRow: Row {
    static let name = "whole-path"
    private static let stages = [
        ("quote at the terminal to the EA's send", "quote_to_ea_send"),
        ("EA's send to daemon's receipt", "ea_send_to_daemon"),
        ("receipt to decision", "decision"),
        ("decision to daemon's send", "daemon_send"),
        ("daemon's send to EA's receipt", "daemon_to_ea"),
        ("EA's receipt to OrderSendAsync", "ea_to_order"),
        ("all: quote to OrderSendAsync", "total"),
        ("OrderSendAsync to the broker's proof at the daemon", "order_to_proof"),
        ("profit locks: quote to proof", "profit_lock_quote_to_proof"),
    ]

    /// What this row needs of the demo's summary. Its keys are as the demo writes them.
    private struct Summary: Decodable {
        // Where nothing was counted there are no values.
        struct Stage: Decodable {
            var count: UInt64
            var p50: Double?
            var p99: Double?
            var p999: Double?
            var max: Double?
        }
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var stages_us: [String: Stage]
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var stages_paired: Int
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var stages_unpaired: Int
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var daemon_share: Double?
    }

    static func measure(_ effort: Effort) throws -> [RowReport] {
        var report = RowReport("whole path through the EA")
        let program = try Products.path("backstop")
        _ = try Products.path("backstop-terminal")
        let seconds = max(10, effort.scaled(60))
        let arguments = [
            "demo", "--headless", "--json", "--for", String(seconds), "--positions", "200",
            "--broker-latency", "60", "--seed", "1",
        ]
        let run = try Child.run(program, arguments, patience: .seconds(Int64(seconds) + 60))
        guard run.status == 0, let line = run.output.split(separator: "\n").last else {
            throw BenchmarkFailure("the demo ended with \(run.status)")
        }
        let summary = try JSONDecoder().decode(Summary.self, from: Data(line.utf8))
        guard let share = summary.daemon_share else {
            throw BenchmarkFailure("no path was complete in \(seconds) s")
        }
        report.figures = Self.stages.compactMap { label, key in
            summary.stages_us[key].flatMap(percentiles).map { Figures(label, microseconds: $0) }
        }
        report.verdicts = [
            Verdict("the daemon's share of the path", .ratio, 100 * share, atMost: 1, unit: "%")
        ]
        if let lock = summary.stages_us["profit_lock_quote_to_proof"].flatMap(percentiles) {
            report.verdicts.append(
                Verdict(
                    "profit lock to the broker's proof, p99.9", .absolute, lock.p999 * 1_000,
                    atMost: 500_000_000, unit: "ns"))
        }
        report.notes.append(
            "\(summary.stages_paired) paths complete, \(summary.stages_unpaired) where the EA sent no order: "
                + "refused there, or the position closed")
        return [report]
    }

    private static func percentiles(_ stage: Summary.Stage) -> Percentiles? {
        guard let p50 = stage.p50, let p99 = stage.p99, let p999 = stage.p999, let max = stage.max else {
            return nil
        }
        return Percentiles(count: stage.count, p50: p50, p99: p99, p999: p999, max: max)
    }
}
