import Core
import Journal

/// How the broker's books and the log agree.
struct ReconciliationFigures: Codable, Sendable {
    /// "awaited" before the first one has ended, then "complete", "partial" or "failed" as the last one ended;
    /// "none" where no log is kept.
    var state: String
    /// Whether another one is under way.
    var underWay: Bool
    /// How many have ended.
    var ended: UInt64
    /// The last one: why, how long ago, how long it took, and what it came upon.
    var cause: String?
    var ageSeconds: Double?
    var tookMs: Double?
    var positions: Int?
    var deals: Int?
    var matched: Int?
    var backfilled: Int?
    var completed: Int?
    var orphans: Int?
    var edits: Int?

    init(_ account: GuardedAccount, at now: Instant) {
        let books = account.recorder.books
        underWay = books.reconciler.underWay != nil
        ended = books.reconciler.ended
        guard let last = books.last else {
            switch account.guardian.account.reconciliation {
            case .awaited: state = "awaited"
            case .ended: state = "none"
            }
            return
        }
        let report = last.report
        state = report.outcome.phrase
        cause = report.cause.phrase
        ageSeconds = Double((now - last.ended).milliseconds) / 1_000
        tookMs = Double(report.took.microseconds) / 1_000
        positions = report.positions
        deals = report.deals
        matched = report.matched
        backfilled = report.backfilled
        completed = report.completed
        orphans = report.orphans
        edits = report.edits
    }
}

extension ReconciliationFigures {
    var phrase: String {
        guard let cause, let ageSeconds, let tookMs else { return state }
        return "\(state) \(Int(ageSeconds)) s ago (\(cause), \(tookMs) ms): \(positions ?? 0) positions, "
            + "\(deals ?? 0) deals, \(backfilled ?? 0) openings and \(completed ?? 0) ends added, "
            + "\(edits ?? 0) edits, \(orphans ?? 0) orphans"
    }
}

extension ReconciliationReport {
    /// Whether the log was missing something, or knows something that nobody can explain.
    var hasFound: Bool { backfilled > 0 || completed > 0 || orphans > 0 || edits > 0 }

    var phrase: String {
        "\(outcome.phrase) in \(took.milliseconds) ms: \(positions) positions, \(deals) deals, "
            + "\(backfilled) openings and \(completed) ends added, \(edits) edits, \(orphans) orphans"
    }
}

extension ReconciliationCause {
    var phrase: String {
        switch self {
        case .start: "start"
        case .reconnect: "reconnect"
        case .periodic: "periodic"
        case .sequenceGap: "sequence gap"
        case .command: "command"
        }
    }
}

extension ReconciliationOutcome {
    var phrase: String {
        switch self {
        case .complete: "complete"
        case .partial: "partial"
        case .failed: "failed"
        }
    }
}
