/// Through what a person, or the daemon itself, acted.
public enum Hand: Hashable, Sendable, CaseIterable {
    case command
    case web
    /// The EA's chart.
    case panel
    case file
    case signal
    /// A trigger of its own.
    case daemon
}

extension Hand: LogWord {
    var word: StaticString {
        switch self {
        case .command: "command"
        case .web: "web"
        case .panel: "panel"
        case .file: "file"
        case .signal: "signal"
        case .daemon: "daemon"
        }
    }
}
