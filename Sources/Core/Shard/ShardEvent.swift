/// What a shard is told.
public enum ShardEvent: Codable, Sendable {
    /// Everything, anew. Peaks of positions that are still there are kept; everything is proposed anew.
    case snapshot(Snapshot)
    case symbol(SymbolSpec)
    case valuation(Valuation)
    case tick(Tick)
    case position(Position, PositionChange)
    case gone(Ticket)
    /// Symbol numbers mean nothing until the next snapshot; whatever names one before it is ignored.
    case linkLost
    /// A proposal came to nothing; decide again.
    case reconsider(Ticket, Reconsideration)
    /// A proposal took effect at the broker, or is no longer pursued.
    case settled(Ticket)
    case control(ControlMode, KillLevel)
    case settings(Settings)
    /// Trailing steps are wider by this factor from here on; 1 is as configured.
    case pace(Int64)
    /// The account's balance, which some caps and distances are a share of.
    case balance(Money)
    /// What the deals of a position have opened and closed so far.
    case traded(Ticket, TradedVolumes)
    /// The terminal's own minutes of a symbol.
    case bars(BarHistory)
    /// Where the first stop of a position belongs, as it was settled before.
    case recalled(Ticket, firstStop: Price)
    /// Another shard is to look after the symbol: answered by `released`.
    case release(SymbolID)
    /// What another shard knew of a symbol that belongs here from here on.
    case adopt(HandedDesk)
}

/// Who changed a position, as the account judged it.
public enum PositionChange: Hashable, Codable, Sendable, BitwiseCopyable {
    /// It was not known before.
    case opened
    /// Our own request, or nothing that concerns the stop.
    case expected
    /// A person or another program moved or removed the stop: a new ratchet base.
    case foreign
    /// An old request of ours was executed late and loosened the stop from the one given.
    case regressed(from: Price)
}

/// Why a position is decided again.
public enum Reconsideration: Hashable, Codable, Sendable, BitwiseCopyable {
    case rejected
    /// The terminal valued the loss at the stop above what was allowed: aim lower.
    case valuedHigher
    case timePassed
}

/// What a shard wants done.
public enum ShardEffect: Codable, Sendable {
    case propose(Proposal)
    case released(HandedDesk)
}

/// A decision on its way to the account, which admits it or not.
public struct Proposal: Hashable, Codable, Sendable, BitwiseCopyable {
    public enum Action: Hashable, Codable, Sendable, BitwiseCopyable {
        case move(StopMove)
        case close(StopPlan.CloseReason)
        /// Close a part: a profit action.
        case reduce(Reduction)
    }

    public var ticket: Ticket
    public var action: Action
    /// The EA's clock at the event that caused it; `nil` when time caused it.
    public var cause: Instant?
    /// What closing at the moment of the decision would have cost: of two in one lane the worse goes first.
    public var risk: Money
    /// What led to it.
    public var facts: DecisionFacts

    public init(
        ticket: Ticket, action: Action, cause: Instant?, risk: Money, facts: DecisionFacts = DecisionFacts()
    ) {
        self.ticket = ticket
        self.action = action
        self.cause = cause
        self.risk = risk
        self.facts = facts
    }

    var isFlatten: Bool { action == .close(.flatten) }

    public var lane: Lane {
        switch action {
        case .move(let move): move.lane
        case .close(.capReached), .close(.capUnreachable): .cap
        case .close(.flatten): .flatten
        case .reduce: .profitLock
        }
    }
}

/// What a shard has refused or met, since it was made.
public struct ShardCounters: Hashable, Codable, Sendable, BitwiseCopyable {
    public var ticks: UInt64 = 0
    public var ticksRefused: UInt64 = 0
    public var ticksCrossed: UInt64 = 0
    public var ticksOutOfOrder: UInt64 = 0
    public var unknownSymbols: UInt64 = 0
    public var decisions: UInt64 = 0
    public var proposals: UInt64 = 0

    public init() {}
}
