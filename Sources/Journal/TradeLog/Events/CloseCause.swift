/// Why a position is closed at market.
public enum CloseCause: Hashable, Sendable, CaseIterable {
    /// The floating loss has reached the cap and no stop rests at the broker.
    case capReached
    case flatten
}

extension CloseCause: LogWord {
    var word: StaticString {
        switch self {
        case .capReached: "cap_reached"
        case .flatten: "flatten"
        }
    }
}
