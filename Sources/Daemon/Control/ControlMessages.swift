/// One line of JSON to the daemon.
struct ControlRequest: Codable, Sendable {
    enum Command: String, Codable, Sendable {
        /// The report, positions included.
        case status
        /// Lifts every kill latch of the connected accounts; needs a reason.
        case resume
    }

    var command: Command
    var reason: String?
}

/// One line of JSON back: either what was asked for or why not.
struct ControlResponse: Codable, Sendable {
    var report: DaemonReport?
    var failure: String?
}
