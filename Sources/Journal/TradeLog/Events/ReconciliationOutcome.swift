/// How far it came.
public enum ReconciliationOutcome: Hashable, Sendable, CaseIterable {
    case complete
    /// Something could not be asked; nothing was concluded from that.
    case partial
    case failed
}

extension ReconciliationOutcome: LogWord {
    var word: StaticString {
        switch self {
        case .complete: "complete"
        case .partial: "partial"
        case .failed: "failed"
        }
    }
}
