/// Where a record goes that the disk will not take: the machine's own log.
public protocol SystemLog: Sendable {
    /// One line, at a priority that wakes somebody. Never waits; says whether it was taken.
    func write(_ line: String) -> SystemLogOutcome
}

public enum SystemLogOutcome: Hashable, Sendable {
    case written
    case refused
}
