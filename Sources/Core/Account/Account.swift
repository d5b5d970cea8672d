/// Owns what the positions of one terminal share: leases, the in-flight window, the kill latch, request
/// numbers. It admits, and its admission is the last check before the send.
///
/// Deterministic, passive, single owner. Every proposal it takes ends in exactly one of: settled,
/// reconsidered, position gone, or superseded by a newer proposal of the same position.
///
/// Bounds: one lease and one waiting proposal per position; at most `window` requests in flight, of which
/// `reserved` are kept for first stops, the cap and flatten.
public struct Account: Sendable {
    /// Requests in flight per terminal.
    public static let window = 16
    /// Of these, kept for urgent lanes.
    public static let reserved = 4
    /// After the cause of a command the EA may still send it for this long.
    public static let limit_ms: UInt32 = 1_000

    public internal(set) var counters = AccountCounters()
    public internal(set) var latch: KillLevel
    public internal(set) var mode: ControlMode
    var settings: Settings
    var specs: [SymbolID: SymbolSpec] = [:]
    var valuations: [SymbolID: Valuation] = [:]
    var held: [Ticket: HeldPosition] = [:]
    var lastRequest: UInt64 = 0
    var inFlight = 0
    var isLinked = false
    /// Whether a snapshot has arrived since the link came up.
    var isSynchronized = false
    var isPermitted = false
    var checksum = PositionChecksum.empty
    var isResynchronizing = false
    /// The EA's clock and when it was heard, on ours.
    var clockHeard: (terminal: Instant, local: Instant)?
    /// Whether any proposal waits.
    var hasPending = false

    public init(settings: Settings, epoch: Epoch, latch: KillLevel = .none) {
        self.settings = settings
        self.mode = settings.mode
        self.latch = latch
        self.lastRequest = epoch.rawValue << 20
    }

    public mutating func step(
        _ event: AccountEvent, at now: Instant, into effects: inout [AccountEffect]
    ) {
        switch event {
        case .linkRestored: isLinked = true
        case .linkLost: loseLink(at: now)
        case .terminalClock(let clock): clockHeard = (clock, now)
        case .snapshot(let snapshot): replaceAll(with: snapshot, at: now, into: &effects)
        case .symbol(let spec):
            specs[spec.symbol] = spec
            effects.append(.shard(.symbol(spec)))
        case .valuation(let valuation):
            valuations[valuation.symbol] = valuation
            effects.append(.shard(.valuation(valuation)))
        case .position(let position): observe(position, at: now, into: &effects)
        case .gone(let ticket): release(ticket, at: now, into: &effects)
        case .permitted(let isPermitted): self.isPermitted = isPermitted
        case .checksum(let count, let sum): compareViews(count: count, sum: sum, into: &effects)
        case .proposed(let proposal): take(proposal, into: &effects)
        case .result(let result): resolve(result, at: now, into: &effects)
        case .readBack(let answer): resolve(answer, at: now, into: &effects)
        case .timePassed: checkTimes(at: now, into: &effects)
        case .control(let mode, let latch): control(mode, latch, into: &effects)
        case .settings(let settings): adopt(settings, into: &effects)
        case .epoch(let epoch): lastRequest = max(lastRequest, epoch.rawValue << 20)
        }
    }

    /// Sends what waits and may go, most urgent first; once at the end of every wake-up, so that the
    /// requests of one wake-up share a frame.
    public mutating func dispatch(at now: Instant, into effects: inout [AccountEffect]) {
        guard hasPending, isLinked, isSynchronized, isPermitted else { return }
        var waiting: [(lane: Lane, ticket: Ticket)] = []
        for (ticket, position) in held {
            guard position.isWaiting, position.notBefore <= now else { continue }
            waiting.append((position.pending?.lane ?? .profitLock, ticket))
        }
        waiting.sort { ($0.lane, $0.ticket) < ($1.lane, $1.ticket) }
        for (lane, ticket) in waiting {
            let room = lane.isUrgent ? Self.window : Self.window - Self.reserved
            guard inFlight < room else { break }
            admit(ticket, at: now, into: &effects)
        }
        hasPending = held.values.contains { $0.isWaiting }
    }

    /// The next moment at which `timePassed` or `dispatch` has something to do.
    public var nextWake: Instant {
        var next = Instant.never
        for position in held.values {
            next = min(next, position.wake)
            if position.isWaiting { next = min(next, position.notBefore) }
        }
        return next
    }

    /// Positions that some rule set is for, how many of them have a stop, and what all could lose.
    public var protection: (managed: Int, guarded: Int, worstCase: Money) {
        var managed = 0
        var guarded = 0
        var total = Money.zero
        for position in held.values {
            guard let rules = position.rules else { continue }
            managed += 1
            guard let stop = position.position.stopLoss else { continue }
            guarded += 1
            guard let valuation = valuations[position.position.symbol] else { continue }
            let worst = WorstCase(of: position.position, valuation: valuation, allowance: rules.allowance)
            total = total + max(.zero, worst.loss(at: stop))
        }
        return (managed, guarded, total)
    }

    /// Every open position, by ticket.
    public var positions: [Position] { held.values.map(\.position).sorted { $0.ticket < $1.ticket } }

    public func specification(of symbol: SymbolID) -> SymbolSpec? { specs[symbol] }
}
