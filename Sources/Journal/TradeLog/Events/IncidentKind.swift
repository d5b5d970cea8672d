/// The kinds of trouble that readiness counts.
public enum IncidentKind: Hashable, Sendable, CaseIterable {
    case loopOverBudget
    case journalWriteFailed
    case raceDetected
    case leaseTimeout
    case critical
}

extension IncidentKind: LogWord {
    var word: StaticString {
        switch self {
        case .loopOverBudget: "loop_over_budget"
        case .journalWriteFailed: "journal_write_failed"
        case .raceDetected: "race_detected"
        case .leaseTimeout: "lease_timeout"
        case .critical: "critical"
        }
    }
}
