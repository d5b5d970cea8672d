import Core

/// What a replay of one account's input log has found.
public struct ReplayReport: Hashable, Sendable {
    /// Where something is: file and byte.
    public struct Place: Hashable, Sendable {
        public var file: String
        public var offset: Int
    }

    /// Steps that are not in the log.
    public struct Gap: Hashable, Sendable {
        public var place: Place
        public var steps: UInt64
        public var cause: GapCause
    }

    public struct Damage: Hashable, Sendable {
        public var place: Place
        public var reason: String
    }

    /// A step that the fresh machines decide otherwise, or a state they are not in.
    public struct Difference: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable {
            case decisions
            case state
        }

        public var kind: Kind
        public var place: Place
        /// In the run, from 1; of a state, that of the step before it.
        public var step: UInt64
        /// On the clock of the daemon that recorded it.
        public var now: Instant
        public var input: String
        public var recorded: String
        public var replayed: String
    }

    public var account: AccountNumber
    public var files = 0
    public var runs = 0
    public var steps: UInt64 = 0
    public var decisions: UInt64 = 0
    public var checkpoints: UInt64 = 0
    /// Steps that stand behind a gap, damage or a difference, with no checkpoint between.
    public var passedOver: UInt64 = 0
    public var gaps: [Gap] = []
    public var damages: [Damage] = []
    /// At most one from each checkpoint to the next; only the first hundred are kept.
    public var differences: [Difference] = []
    public var differing = 0
    /// Files whose last write a crash cut off: an ordinary end.
    public var tornEnds: [Place] = []
    /// The programs that wrote it.
    public var builds: Set<String> = []

    public init(account: AccountNumber) { self.account = account }

    /// Whether every byte could be read, and every step that could be replayed was decided as it is recorded.
    public var isIdentical: Bool { damages.isEmpty && differing == 0 }

    static let differencesMax = 100

    mutating func add(_ difference: Difference) {
        differing += 1
        if differences.count < Self.differencesMax { differences.append(difference) }
    }
}
