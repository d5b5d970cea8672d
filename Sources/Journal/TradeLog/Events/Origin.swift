/// How a record came by its facts.
public enum Origin: Hashable, Sendable, CaseIterable {
    /// As it happened.
    case live
    /// Afterwards, from the broker's books.
    case backfill
}

extension Origin: LogWord {
    var word: StaticString {
        switch self {
        case .live: "live"
        case .backfill: "backfill"
        }
    }
}
