/// What a breaker did.
public enum BreakerMove: Hashable, Sendable, CaseIterable {
    case opened
    case closed
}

extension BreakerMove: LogWord {
    var word: StaticString {
        switch self {
        case .opened: "opened"
        case .closed: "closed"
        }
    }
}
