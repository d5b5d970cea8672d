/// Whose money it is, and whether the market was real.
public enum Environment: Hashable, Sendable, CaseIterable {
    case demo
    case contest
    case real
    /// A broker model; nothing left this machine.
    case simulated
}

extension Environment: LogWord {
    var word: StaticString {
        switch self {
        case .demo: "demo"
        case .contest: "contest"
        case .real: "real"
        case .simulated: "simulated"
        }
    }
}
