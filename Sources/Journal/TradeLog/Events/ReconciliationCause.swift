/// Why the broker was held against the log.
public enum ReconciliationCause: Hashable, Sendable, CaseIterable {
    case start
    case reconnect
    case periodic
    case sequenceGap
    case command
}

extension ReconciliationCause: LogWord {
    var word: StaticString {
        switch self {
        case .start: "start"
        case .reconnect: "reconnect"
        case .periodic: "periodic"
        case .sequenceGap: "sequence_gap"
        case .command: "command"
        }
    }
}
