/// What a person decides on.
public enum Gate: Hashable, Sendable, CaseIterable {
    case phase1
    case phase2
    case live
}

extension Gate: LogWord {
    var word: StaticString {
        switch self {
        case .phase1: "phase_1"
        case .phase2: "phase_2"
        case .live: "live"
        }
    }
}
