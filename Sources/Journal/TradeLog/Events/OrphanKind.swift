/// On which side a position stands alone.
public enum OrphanKind: Hashable, Sendable, CaseIterable {
    /// Open in the log, unknown to the broker.
    case logOnly
    /// At the broker, without an opening deal.
    case brokerOnly
}

extension OrphanKind: LogWord {
    var word: StaticString {
        switch self {
        case .logOnly: "log_only"
        case .brokerOnly: "broker_only"
        }
    }
}
