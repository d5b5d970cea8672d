/// One open position as the account knows it: what the broker confirmed, the lease, what waits for it.
struct HeldPosition: Sendable {
    /// A request that ended without proof; the broker may still execute it.
    struct Loose: Sendable {
        let request: RequestID
        let stop: Price
        let takeProfit: Price?
    }

    /// A take-profit a person had set and a request of ours overwrote; `nil` inside means "none".
    struct LostTakeProfit: Sendable {
        let level: Price?
    }

    /// How many loose requests are remembered for one position.
    static let looseMax = 8

    var position: Position
    let rules: RuleSet?
    /// The lease: at most one request is under way (S4), and its number is the lease's generation.
    var request: RequestLifecycle?
    /// The move under way, for what must be known of it later.
    var move: StopMove?
    /// The take-profit that travels with the request under way.
    var travelling: Price?
    /// To be restored with the next request.
    var lost: LostTakeProfit?
    /// The newest proposal that waits for the lease, the window or the permission to trade.
    var pending: Proposal?
    var loose: [Loose] = []
    /// Not to be sent to again before this.
    var notBefore = Instant.zero
    var failures = 0
    /// A reconsideration is due at this moment.
    var reconsiderAt = Instant.never
    /// On the daemon's clock.
    let firstSeen: Instant

    init(position: Position, rules: RuleSet?, firstSeen: Instant) {
        self.position = position
        self.rules = rules
        self.firstSeen = firstSeen
    }

    /// Whether something of this position could be sent.
    var isWaiting: Bool {
        request == nil && (pending != nil || (lost != nil && position.stopLoss != nil))
    }

    /// The moment at which something is due even if nothing is heard.
    var wake: Instant { min(request?.wake ?? .never, reconsiderAt) }

    /// Remembers a request whose late execution would not be a person's doing.
    mutating func loosen(_ request: RequestLifecycle) {
        guard case .stop(let stop) = request.aim else { return }
        if loose.count == Self.looseMax { loose.removeFirst() }
        loose.append(Loose(request: request.request, stop: stop, takeProfit: travelling))
    }

    /// 50 ms, doubled with every failure in a row up to 2 s.
    mutating func backOff(at now: Instant) -> Instant {
        let doublings = Int64(min(failures, 6))
        failures += 1
        let pause = min(Int64(50_000_000) << doublings, 2_000_000_000)
        notBefore = now + TimeSpan(nanoseconds: pause)
        return notBefore
    }
}
