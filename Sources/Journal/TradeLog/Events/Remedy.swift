/// What became of an overwritten take-profit.
public enum Remedy: Hashable, Sendable, CaseIterable {
    case restoring
    case restored
    case notRestored
}

extension Remedy: LogWord {
    var word: StaticString {
        switch self {
        case .restoring: "restoring"
        case .restored: "restored"
        case .notRestored: "not_restored"
        }
    }
}
