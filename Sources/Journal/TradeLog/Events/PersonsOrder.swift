/// What a person ordered about one position.
public enum PersonsOrder: Hashable, Sendable, CaseIterable {
    /// Leave it alone from here on.
    case release
    case breakEven
    case setStop
}

extension PersonsOrder: LogWord {
    var word: StaticString {
        switch self {
        case .release: "release"
        case .breakEven: "break_even"
        case .setStop: "set_stop"
        }
    }
}
