import Core

/// What the daemon has been told to do. Whatever is in it may be used as it stands: it can only be read from
/// a file without a single problem, or built by code that knows the rules.
struct Configuration: Sendable {
    struct Link: Hashable, Sendable {
        /// Numeric, loopback.
        var address = "127.0.0.1"
        /// 0 takes any free port.
        var port: UInt16 = 5610
        var token: Secret
        var heartbeat = TimeSpan.milliseconds(1_000)
        var timeout = TimeSpan.seconds(3)
    }

    /// Which account may connect; checks against connecting the wrong terminal.
    struct AccountCheck: Hashable, Sendable {
        var number: AccountNumber?
        var currency: String?
    }

    /// Where a secret is; secrets themselves never stand in the file.
    enum Secret: Hashable, Sendable {
        case file(path: String)
        case environment(name: String)
    }

    var mode: ControlMode
    /// `nil`: the platform's state folder.
    var stateDirectory: String?
    var link: Link
    var account: AccountCheck
    var rules: [Settings.Selection]
    var driver = DriverWish()
    var flow = FlowLimits.standard
    var exposure = ExposureLimits.none
    var journal = JournalWish()

    var settings: Settings {
        Settings(mode: mode, selections: rules, flow: flow, exposure: exposure)
    }

    /// The keys of what a running daemon cannot change and in which another configuration is different.
    func fixedParts(thatDifferFrom other: Configuration) -> [String] {
        var parts: [String] = []
        if stateDirectory != other.stateDirectory { parts.append("state_dir") }
        if link != other.link { parts.append("link") }
        if account != other.account { parts.append("account") }
        if driver != other.driver { parts.append("driver") }
        if journal != other.journal { parts.append("journal") }
        return parts
    }
}

extension ControlMode {
    static let names: [(name: String, mode: ControlMode)] = [
        ("shadow", .shadow), ("protect", .protect), ("manage", .manage),
    ]

    var name: String {
        switch self {
        case .shadow: "shadow"
        case .protect: "protect"
        case .manage: "manage"
        }
    }
}

extension KillLevel {
    var name: String {
        switch self {
        case .none: "none"
        case .pause: "pause"
        case .freeze: "freeze"
        case .flatten: "flatten"
        }
    }
}
