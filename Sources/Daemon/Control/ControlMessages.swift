/// One line of JSON to the daemon.
struct ControlRequest: Codable, Sendable {
    enum Command: String, Codable, Sendable {
        /// The report, positions included.
        case status
    }

    var command: Command
}

/// One line of JSON back: either what was asked for or why not.
struct ControlResponse: Codable, Sendable {
    var report: DaemonReport?
    var failure: String?
}
