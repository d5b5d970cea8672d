/// Why a position is closed at market.
public enum CloseCause: Hashable, Sendable, CaseIterable {
    /// The floating loss has reached the cap and no stop rests at the broker that keeps within it.
    case capReached
    case flatten
    /// No stop within the cap can be placed, and the rules then want the position closed.
    case capUnreachable
    /// The profit has reached a target of the ladder: a part is closed.
    case profitTarget
}

extension CloseCause: LogWord {
    var word: StaticString {
        switch self {
        case .capReached: "cap_reached"
        case .flatten: "flatten"
        case .capUnreachable: "cap_unreachable"
        case .profitTarget: "profit_target"
        }
    }
}
