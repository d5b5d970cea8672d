/// How a request ended that was in doubt, or whose position ended first.
public enum Resolution: Hashable, Sendable, CaseIterable {
    case confirmed
    case rejected
    case declined
    /// Read back: it did not happen.
    case notApplied
    /// The position is closed.
    case gone
    /// Something urgent has taken its place.
    case superseded
}

extension Resolution: LogWord {
    var word: StaticString {
        switch self {
        case .confirmed: "confirmed"
        case .rejected: "rejected"
        case .declined: "declined"
        case .notApplied: "not_applied"
        case .gone: "gone"
        case .superseded: "superseded"
        }
    }
}
