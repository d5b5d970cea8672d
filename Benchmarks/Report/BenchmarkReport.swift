import Foundation

/// Everything one run came to.
struct BenchmarkReport: Encodable {
    let machine: Machine
    let rows: [RowReport]

    var hasFailed: Bool { rows.contains { $0.failed != nil || $0.verdicts.contains(where: \.isFatal) } }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Tables that docs/performance.md can take as they are.
    func markdown() -> String {
        var lines = ["Machine: \(machine.text)", ""]
        lines += ["| row | side | p50 | p99 | p99.9 | max | samples |", "|---|---|---|---|---|---|---|"]
        for row in rows {
            for side in row.figures {
                let times = [side.p50_ns, side.p99_ns, side.p999_ns, side.max_ns].map(\.timeText)
                lines.append(
                    "| \(row.title) | \(side.label) | \(times.joined(separator: " | ")) | \(side.samples) |")
            }
        }
        lines += ["", "| row | target | measured | verdict |", "|---|---|---|---|"]
        for row in rows {
            if let why = row.skipped { lines.append("| \(row.title) | - | \(why) | skipped |") }
            if let why = row.failed { lines.append("| \(row.title) | - | \(why) | FAIL |") }
            for verdict in row.verdicts {
                let place = verdict.kind == .absolute ? " (this machine)" : ""
                lines.append(
                    "| \(row.title) | \(verdict.what) | \(verdict.text) | \(verdict.outcome.rawValue)\(place) |"
                )
            }
        }
        let notes = rows.flatMap { row in row.notes.map { "- \(row.title): \($0)" } }
        if !notes.isEmpty { lines += [""] + notes }
        return lines.joined(separator: "\n")
    }

    func table() -> String {
        var lines = [machine.text]
        if Build.present == .debug {
            lines.append("This is a debug build: only the loop budgets are judged.")
        }
        for row in rows {
            lines += ["", row.title]
            if let why = row.skipped { lines.append("  skipped: \(why)") }
            if let why = row.failed { lines.append("  FAIL  not measured: \(why)") }
            for side in row.figures {
                lines.append(
                    "  \(side.label): p50 \(side.p50_ns.timeText), p99 \(side.p99_ns.timeText), "
                        + "p99.9 \(side.p999_ns.timeText), max \(side.max_ns.timeText), n \(side.samples)")
            }
            for verdict in row.verdicts {
                let place = verdict.kind == .absolute ? " (this machine)" : ""
                lines.append("  \(verdict.outcome.rawValue)\(place)  \(verdict.what): \(verdict.text)")
            }
            lines += row.notes.map { "  \($0)" }
        }
        return lines.joined(separator: "\n")
    }
}

extension Machine {
    var text: String {
        "\(processor), \(cores) cores, \(kernel), libzmq \(zmq), Swift \(swift), \(build) build, "
            + "load \(load.text)"
    }
}
