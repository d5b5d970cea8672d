/// One open position as the account knows it: what the broker confirmed, the lease, what waits for it.
///
/// What `dispatch` and `follow` ask for is inlined, since a call would copy the whole entry first.
struct HeldPosition: Codable, Sendable {
    /// What a request carried: a stop, and the take-profit that travels with it.
    struct Cargo: Codable, Sendable {
        let stop: Price
        /// The take-profit that stood when it was sent.
        let expectedTakeProfit: Price?
        let takeProfit: Price?
    }

    /// A take-profit a person had set and a request of ours overwrote; `nil` inside means "none".
    struct LostTakeProfit: Codable, Sendable {
        let level: Price?
        /// Requests that have tried to restore it.
        var attempts = 0
    }

    /// How many loose requests are remembered for one position.
    static let looseMax = 8
    /// How often a take-profit is restored before it is left as it stands.
    static let restoresMax = 5

    var position: Position
    var shared: SharedRules?
    /// Changed by events alone, beside `request`: it is under way in `updating` and `closing(.ordered)` only.
    var phase = PositionPhase.opening
    /// The lease: at most one request is under way (S4), and its number is the lease's generation.
    var request: RequestLifecycle?
    /// The last request that was proven by the position itself; its answer may come after the proof.
    var proven: RequestID?
    /// Whether the request under way has been counted as unknown: once, however often it is read back.
    var isUnknownCounted = false
    /// Whether it has been said that the request under way holds the lease for too long.
    var isLeaseOverdue = false
    /// Whether what its answer, or the want of one, says of the terminal has been taken in.
    var isJudged = false
    var breaker = Breaker(.position)
    var waitingTime = WaitingTime()
    /// What the request under way carries; `nil` for a close.
    var cargo: Cargo?
    /// To be restored with the next request.
    var lost: LostTakeProfit?
    /// The newest proposal that waits for the lease, the window or the permission to trade.
    var pending: Proposal?
    /// What is known of its partial closes, and the one that waits beside the stop.
    var ladder = HeldReduction()
    /// The proposal that was last admitted, denied or, in shadow mode, noted: for the record.
    var decided: Proposal?
    /// Where its first stop belongs, once its shard has settled that.
    var firstStop: Price?
    /// Requests that ended without proof; the broker may still execute them.
    var loose: [Cargo] = []
    /// Not to be sent to again before this, unless something more urgent than `heldLane` wants to.
    var notBefore = Instant.zero
    /// The lane whose failure set `notBefore`.
    var heldLane = Lane.flatten
    var failures = 0
    /// In phase `closing(.reported)`: the moment at which its closure is asked about.
    var closureAskAt: Instant?
    /// How often that has been said without being true since the last proven request.
    var closureDoubts = 0
    /// A reconsideration is due at this moment.
    var reconsiderAt = Instant.never
    /// On the daemon's clock.
    let firstSeen: Instant
    /// Since when it has been managed and without a stop, on the daemon's clock.
    var uncoveredSince: Instant?
    /// When its lack of a stop is to be said (again).
    var uncoveredNoteAt = Instant.never

    init(position: Position, rules: SharedRules?, firstSeen: Instant) {
        self.position = position
        shared = rules
        self.firstSeen = firstSeen
        phase.apply(.seen(position.coverage))
    }

    /// `nil` for a position that is not managed.
    var rules: RuleSet? { shared?.rules }
    var isManaged: Bool { shared != nil }

    @inline(__always)
    var ticket: Ticket { position.ticket }

    /// Whether something of this position could be sent.
    @inline(__always)
    var isWaiting: Bool {
        switch phase {
        case .opening: pending != nil
        case .open: pending != nil || lost != nil || ladder.waiting != nil
        case .updating, .closing(.ordered): isYielding
        case .closing(.reported), .closed: false
        }
    }

    /// Whether the request under way, which has held the lease for too long, gives way to what waits.
    @inline(__always)
    var isYielding: Bool {
        guard isLeaseOverdue, let pending else { return false }
        return pending.lane.isUrgent
    }

    @inline(__always)
    var waitingLane: Lane {
        guard let pending else { return .profitLock }
        return ladder.waiting == nil ? pending.lane : min(pending.lane, .profitLock)
    }

    /// Whether a part of it is closed before its stop is moved: whenever both may go, since stops that follow the
    /// market could keep it waiting for as long as the market runs. What protects goes first.
    @inline(__always)
    var isReductionNext: Bool {
        guard ladder.waiting != nil, phase == .open else { return false }
        return !(pending?.lane.isUrgent ?? false)
    }

    /// Whether what would be sent next closes something.
    var isCloseNext: Bool {
        if isReductionNext { return true }
        if case .close? = pending?.action { return true }
        return false
    }

    /// Whether the account has to look at it again without being told anything.
    @inline(__always)
    var isActive: Bool {
        request != nil || pending != nil || lost != nil || reconsiderAt != .never || uncoveredSince != nil
            || closureAskAt != nil || ladder.waiting != nil
    }

    /// The moment at which something is due even if nothing is heard.
    @inline(__always)
    var wake: Instant {
        min(
            min(min(request?.wake ?? .never, leaseEnd), min(reconsiderAt, uncoveredNoteAt)),
            closureAskAt ?? .never)
    }

    /// When it is to be said that the request under way holds the lease for too long.
    @inline(__always)
    var leaseEnd: Instant {
        guard let request, !isLeaseOverdue else { return .never }
        return request.sent + request.leaseLimit
    }

    /// A failure holds back its own lane and those behind it, never a more urgent one.
    @inline(__always)
    func isHeldBack(at now: Instant) -> Bool { notBefore > now && waitingLane >= heldLane }

    /// Whether `other` is this very position, not one that a netting reversal put in its place.
    func isSame(as other: Position) -> Bool {
        position.side == other.side && position.identifier == other.identifier
    }

    /// Whether a request under way, or one that ended unproven, asks for this stop.
    func hasAsked(for stop: Price) -> Bool {
        cargo?.stop == stop || loose.contains { $0.stop == stop }
    }

    /// Remembers a request whose late execution would not be a person's doing.
    mutating func loosen(_ cargo: Cargo) {
        if loose.count == Self.looseMax { loose.removeFirst() }
        loose.append(cargo)
    }

    /// 50 ms, doubled with every failure in a row up to `longest`.
    mutating func backOff(_ lane: Lane, longest: TimeSpan, at now: Instant) -> Instant {
        let doublings = Int64(min(failures, 10))
        failures += 1
        let pause = min(Int64(50_000_000) << doublings, longest.nanoseconds)
        notBefore = now + TimeSpan(nanoseconds: pause)
        heldLane = lane
        return notBefore
    }

    /// Keeps the clock of S3: it runs while the position is managed and has no stop.
    mutating func watchCoverage(at now: Instant) {
        guard isManaged, position.stopLoss == nil else {
            uncoveredSince = nil
            uncoveredNoteAt = .never
            return
        }
        guard uncoveredSince == nil else { return }
        uncoveredSince = now
        uncoveredNoteAt = now + Account.uncoveredPatience
    }

    mutating func forgetProposal() {
        pending = nil
        ladder.forgetWaiting()
        notBefore = .zero
        failures = 0
    }
}
