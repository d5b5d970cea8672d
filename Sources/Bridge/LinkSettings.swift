import Core

/// What the link goes by.
public struct LinkSettings: Sendable {
    /// What an account must be like to be served.
    public struct Terms: Hashable, Sendable {
        /// `nil`: any.
        public var currency: String?
        public var marginModes: Set<MarginMode>

        public init(currency: String? = nil, marginModes: Set<MarginMode> = Set(MarginMode.allCases)) {
            self.currency = currency
            self.marginModes = marginModes
        }
    }

    /// Which accounts are served.
    public enum Admission: Sendable {
        case any(Terms)
        case listed([AccountNumber: Terms])

        func terms(of account: AccountNumber) -> Terms? {
            switch self {
            case .any(let terms): terms
            case .listed(let accounts): accounts[account]
            }
        }
    }

    public var token: LinkToken
    public var admission: Admission
    /// Both sides say something at least this often.
    public var heartbeat = TimeSpan.milliseconds(1_000)
    /// A side that has heard nothing for this long takes the link as lost.
    public var timeout = TimeSpan.seconds(3)
    /// A snapshot that makes no progress for this long is asked for again.
    public var snapshotPatience = TimeSpan.seconds(2)
    /// Snapshots are asked for at most this often.
    public var snapshotSpacing = TimeSpan.milliseconds(250)
    /// Sessions at a time, unfinished handshakes included. The oldest unfinished one makes room.
    public var sessionsMax = 64

    public init(token: LinkToken, admission: Admission) {
        self.token = token
        self.admission = admission
    }
}
