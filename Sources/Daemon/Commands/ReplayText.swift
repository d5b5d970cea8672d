import Core
import Journal

/// What is said of one account's replay.
struct ReplayText: Encodable {
    struct Gap: Encodable {
        var file: String
        var offset: Int
        var steps: UInt64
        var cause: String
    }

    struct Damage: Encodable {
        var file: String
        var offset: Int
        var reason: String
    }

    struct Difference: Encodable {
        var kind: String
        var file: String
        var offset: Int
        var step: UInt64
        var now_ns: Int64
        var input: String
        var recorded: String
        var replayed: String
    }

    var account: UInt64
    var verdict: String
    var files: Int
    var runs: Int
    var steps: UInt64
    var decisions: UInt64
    var checkpoints: UInt64
    var passedOver: UInt64
    var gaps: [Gap]
    var tornEnds: [String]
    var damages: [Damage]
    var differing: Int
    var first: Difference?
    var builds: [String]

    init(_ report: ReplayReport) {
        account = report.account.rawValue
        verdict = report.differing > 0 ? "different" : report.damages.isEmpty ? "identical" : "damaged"
        files = report.files
        runs = report.runs
        steps = report.steps
        decisions = report.decisions
        checkpoints = report.checkpoints
        passedOver = report.passedOver
        gaps = report.gaps.map {
            Gap(
                file: $0.place.file, offset: $0.place.offset, steps: $0.steps,
                cause: $0.cause == .ring ? "ring" : "disk")
        }
        tornEnds = report.tornEnds.map { "\($0.file):\($0.offset)" }
        damages = report.damages.map {
            Damage(file: $0.place.file, offset: $0.place.offset, reason: $0.reason)
        }
        differing = report.differing
        first = report.differences.first.map {
            Difference(
                kind: $0.kind.rawValue, file: $0.place.file, offset: $0.place.offset, step: $0.step,
                now_ns: $0.now.nanoseconds, input: $0.input, recorded: $0.recorded, replayed: $0.replayed)
        }
        builds = report.builds.sorted()
    }

    var text: String {
        var text = "account \(account): \(verdict): \(steps) steps, \(decisions) decisions, "
        text +=
            "\(checkpoints) checkpoints, \(runs) runs in \(files) files, by \(builds.joined(separator: ", "))\n"
        for gap in gaps {
            text += "  \(gap.file): byte \(gap.offset): \(gap.steps) steps found no room (\(gap.cause))\n"
        }
        if passedOver > 0 { text += "  \(passedOver) records have no checkpoint before them\n" }
        for end in tornEnds { text += "  \(end): the end is torn, as a crash leaves it\n" }
        for damage in damages { text += "  \(damage.file): byte \(damage.offset): \(damage.reason)\n" }
        if let first {
            text += "  first difference: \(first.file): byte \(first.offset): step \(first.step) of the run, "
            text += "at \(first.now_ns) ns (\(first.kind))\n    input:    \(first.input)\n"
            text += "    recorded: \(first.recorded)\n    replayed: \(first.replayed)\n"
        }
        return text
    }
}
