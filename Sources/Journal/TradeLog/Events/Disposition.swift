/// Whether a decision left the daemon.
public enum Disposition: Hashable, Sendable, CaseIterable {
    case sent
    /// Shadow mode: it would have been sent.
    case shadow
}

extension Disposition: LogWord {
    var word: StaticString {
        switch self {
        case .sent: "sent"
        case .shadow: "shadow"
        }
    }
}
