/// A person's answer at a gate.
public enum Verdict: Hashable, Sendable, CaseIterable {
    case go
    case noGo
}

extension Verdict: LogWord {
    var word: StaticString {
        switch self {
        case .go: "go"
        case .noGo: "no_go"
        }
    }
}
