import Broker
import Core

/// What a run amounts to; the keys are those of the demo's summary.
struct SimulationReport: Sendable {
    var broker: Summary
    var account: AccountCounters
    /// How closes ended, by rule set, over all lives of the daemon.
    var closes: CloseTally
    /// From the send to the broker's proof, in milliseconds.
    var confirmTimes: [Int64]
    var reconnects: Int
    var terminalStarts: Int
    var daemonStarts: Int
    var guardActions: Int
    var simulated: TimeSpan
    var hash: String
    var failure: SimulationFailure?
    /// `nil`: nobody kept a trade log.
    var journal: SimulatedJournal.Figures?

    private func percentile(_ permille: Int) -> String {
        guard !confirmTimes.isEmpty else { return "null" }
        let rank = max((confirmTimes.count * permille + 999) / 1_000, 1)
        return String(confirmTimes[rank - 1])
    }

    /// One JSON object.
    ///
    /// - Parameters:
    ///   - wall: how long the run took; what depends on the machine comes last.
    ///   - replay: the command that runs it again, said of a run that broke an invariant.
    func json(wall: TimeSpan, replay: String) -> String {
        var text = broker.json
        text.removeLast()
        let confirm = "{\"p50\":\(percentile(500)),\"p99\":\(percentile(990)),\"max\":\(percentile(1_000))}"
        let speed = simulated.nanoseconds / max(wall.nanoseconds, 1)
        let fields: [(String, String)] = [
            ("stops_sent", "\(account.stopsSent)"), ("stops_confirmed", "\(account.stopsConfirmed)"),
            ("stops_rejected", "\(account.stopsRejected)"), ("stops_refused", "\(account.stopsRefused)"),
            ("stops_unknown", "\(account.stopsUnknown)"),
            ("stops_not_applied", "\(account.stopsNotApplied)"),
            ("closes_sent", "\(account.closesSent)"), ("foreign_stops", "\(account.foreignStops)"),
            ("resynchronizations", "\(account.resynchronizations)"),
            ("rule_sets", closes.json), ("request_to_confirm_ms", confirm),
            ("ea_reconnects", "\(reconnects)"),
            ("terminal_starts", "\(terminalStarts)"), ("daemon_starts", "\(daemonStarts)"),
            ("guard_actions", "\(guardActions)"),
            ("simulated_seconds", "\(simulated.milliseconds / 1_000)"), ("hash", "\"\(hash)\""),
            ("trade_log", journal?.json ?? "null"),
            ("violation", failure.map { "\"\($0.quoted)\"" } ?? "null"),
            ("replay", failure == nil ? "null" : "\"\(replay)\""),
            ("wall_seconds", DecimalText.format(wall.milliseconds, decimals: 3)), ("speed", "\(speed)"),
        ]
        return text + fields.map { ",\"\($0.0)\":\($0.1)" }.joined() + "}"
    }
}

extension SimulationReport {
    /// The same for a person: one key a line.
    func text(wall: TimeSpan, replay: String) -> String {
        var lines: [String] = []
        var depth = 0
        var line = ""
        for character in json(wall: wall, replay: replay).dropFirst().dropLast() {
            switch character {
            case "{", "[": depth += 1
            case "}", "]": depth -= 1
            case "," where depth == 0:
                lines.append(line)
                line = ""
                continue
            case "\"": continue
            default: break
            }
            line.append(character == ":" && depth == 0 ? " " : character)
        }
        return (lines + [line]).joined(separator: "\n")
    }
}

extension CloseTally {
    /// The names are those of a simulation's own rules: nothing in them needs an escape.
    fileprivate var json: String {
        let sets = RuleSetReport.all(of: self).map { set in
            "{\"name\":\"\(set.name)\",\"closes\":\(set.closes),\"losses\":\(set.losses),"
                + "\"micro_losses\":\(set.microLosses),\"micro_loss_percent\":"
                + (set.microLossPercent.map { "\"\($0)\"" } ?? "null")
                + ",\"micro_loss_target_percent\":\(set.microLossTargetPercent),\"result\":\"\(set.result)\"}"
        }
        return "[" + sets.joined(separator: ",") + "]"
    }
}

extension SimulatedJournal.Figures {
    fileprivate var json: String { "{\"records\":\(records),\"bytes\":\(bytes),\"batches\":\(batches)}" }
}
