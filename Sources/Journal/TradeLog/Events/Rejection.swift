/// What the broker's no means.
public enum Rejection: Hashable, Sendable, CaseIterable {
    /// The price moved or the level was too near.
    case repriced
    case busy
    case marketClosed
    /// Only a person can remove the reason.
    case forbidden
    /// The request itself is wrong.
    case invalid
}

extension Rejection: LogWord {
    var word: StaticString {
        switch self {
        case .repriced: "repriced"
        case .busy: "busy"
        case .marketClosed: "market_closed"
        case .forbidden: "forbidden"
        case .invalid: "invalid"
        }
    }
}
