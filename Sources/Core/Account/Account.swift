/// Owns what the positions of one terminal share: leases, the in-flight window, the kill latch, request
/// numbers. It admits, and its admission is the last check before the send.
///
/// Deterministic, passive, single owner. Outside shadow mode every proposal it takes ends in exactly one of:
/// settled, reconsidered, position gone, superseded by a newer proposal of the same position, or dropped by
/// an event after which the shard decides everything anew (snapshot, control, settings).
///
/// Until the snapshot of a session has arrived, what names a symbol by number is not used: the numbers of
/// the session before mean nothing any more.
///
/// Codable: the whole of it, so that a machine decoded from its code decides as the one encoded would have.
///
/// Bounds: one lease and one waiting proposal per position; requests in flight and per second as
/// `Settings.flow` says.
public struct Account: Codable, Sendable {
    /// After the cause of a command the EA may still send it for this long.
    public static let limit_ms: UInt32 = 1_000
    /// How long a managed position may be without a stop before it is said, and how often after that.
    public static let uncoveredPatience = TimeSpan.seconds(1)
    public static let uncoveredRepeat = TimeSpan.seconds(5)
    /// How long flatten waits, with no managed position left, before it becomes freeze.
    public static let flattenQuiet = TimeSpan.seconds(3)
    /// How long a snapshot is waited for before it is asked for again.
    public static let snapshotPatience = TimeSpan.seconds(2)

    public internal(set) var counters = AccountCounters()
    public internal(set) var latch: KillLevel
    public internal(set) var mode: ControlMode
    /// No later than the next moment at which `timePassed` or `dispatch` has something to do; after
    /// `timePassed` it is later than the moment given there.
    public internal(set) var nextWake = Instant.never
    var settings: Settings
    var specs = SymbolTable<SymbolSpec>()
    var valuations = SymbolTable<Valuation>()
    /// The active ones among them have something under way or due.
    var held = PositionTable()
    /// What `dispatch` sorts; kept for its storage.
    var queue = SendQueue()
    var lastRequest: UInt64 = 0
    var inFlight = 0
    var closesInFlight = 0
    /// Requests whose position closed before they were answered.
    var closedInFlight = RecentRequests()
    var marginMode = MarginMode.hedging
    var isLinked = false
    /// Whether a snapshot has arrived since the link came up.
    public internal(set) var isSynchronized = false
    var isPermitted = false
    public internal(set) var reconciliation = Reconciliation.ended
    var checksum = PositionChecksum.empty
    /// When the snapshot that is awaited was asked for.
    var snapshotAsked: Instant?
    /// The EA's clock and when it was heard, on ours.
    var clockHeard: HeardClock?
    /// Whether any proposal waits.
    var hasPending = false
    /// Since when flatten has found no managed position.
    var emptySince: Instant?
    /// What break-even and trailing moves share.
    var rate: SendRate
    var budget: DailyBudget
    /// Requests sent, by lane.
    var sent = LaneCounts()
    var dayTold = DayState(day: 0, used: 0)
    var paceTold: Int64 = 1
    /// `nil` until the terminal has told them.
    var balance: Money?
    var equity: Money?
    var terminalBreaker = Breaker(.terminal)
    var exposure = ExposureWatch()
    var warmUp = BarWarmUp()

    /// One moment on both clocks.
    struct HeardClock: Codable, Sendable, BitwiseCopyable {
        var terminal: Instant
        var local: Instant
    }

    public init(settings: Settings, epoch: Epoch, latch: KillLevel = .none) {
        self.settings = settings
        rate = SendRate(perSecond: settings.flow.ratePerSecond)
        budget = DailyBudget(settings.flow)
        self.mode = settings.mode
        self.latch = latch
        self.lastRequest = epoch.rawValue << 20
    }

    public mutating func step(
        _ event: AccountEvent, at now: Instant, into effects: inout [AccountEffect]
    ) {
        scheduleExposure(after: event, at: now)
        switch event {
        case .linkRestored(let marginMode): openLink(marginMode, at: now, into: &effects)
        case .linkLost: loseLink(at: now, into: &effects)
        case .terminalClock(let clock): clockHeard = HeardClock(terminal: clock, local: now)
        case .snapshot(let snapshot): replaceAll(with: snapshot, at: now, into: &effects)
        case .symbol(let spec): specify(spec, at: now, into: &effects)
        case .valuation(let valuation):
            guard isSynchronized else { return }
            valuations[valuation.symbol] = valuation
            effects.append(.shard(.valuation(valuation)))
        case .position(let position):
            guard isSynchronized else { return }
            observe(position, at: now, into: &effects)
        case .gone(let ticket):
            release(ticket, at: now, into: &effects)
            if latch == .flatten { considerFlattened(at: now, into: &effects) }
        case .permitted(let isPermitted): permit(isPermitted)
        case .checksum(let count, let sum): compareViews(count: count, sum: sum, at: now, into: &effects)
        case .proposed(let proposal): take(proposal, at: now, into: &effects)
        case .result(let result): resolve(result, at: now, into: &effects)
        case .readBack(let answer): resolve(answer, at: now, into: &effects)
        case .guardActed(let act): expect(act)
        case .serverTime(let time):
            hear(time, at: now, into: &effects)
            warmUp.hear(time)
            askForBars(at: now, into: &effects)
        case .day(let kept): restore(kept, into: &effects)
        case .terminalBlocked(let call, let span): hear(call, blocked: span, at: now, into: &effects)
        case .leaseExpired(let ticket, let request):
            guard let place = held.place(of: ticket), held[place].request?.request == request
            else { return }
            expireLease(of: place, at: now, into: &effects)
        case .shardLost(let symbols):
            forget(symbols, at: now, into: &effects)
            for symbol in symbols { warmUp.renew(symbol, at: now) }
            askForBars(at: now, into: &effects)
        case .timePassed: checkTimes(at: now, into: &effects)
        case .control(let mode, let latch):
            control(mode, latch, into: &effects)
            considerFlattened(at: now, into: &effects)
        case .settings(let settings): adopt(settings, at: now, into: &effects)
        case .funds(let balance, let equity): hear(balance: balance, equity: equity, into: &effects)
        case .minuteBars(let answer): take(answer, at: now, into: &effects)
        case .recalled(let memories): recall(memories, into: &effects)
        case .traded(let ticket, let traded): hear(traded, of: ticket, into: &effects)
        case .epoch(let epoch): lastRequest = max(lastRequest, epoch.rawValue << 20)
        case .reconciliation(let state): reconciliation = state
        }
    }

    /// Whether the broker takes requests for this symbol at this moment.
    func isTradable(_ symbol: SymbolID) -> Bool { specs[symbol]?.isTradable ?? false }

    typealias Place = PositionTable.Place

    /// Positions that some rule set is for, how many of them have a stop, and what all could lose.
    public var protection: (managed: Int, guarded: Int, worstCase: Money) {
        var managed = 0
        var guarded = 0
        var total = Money.zero
        for entry in held.values where entry.isManaged {
            managed += 1
            guard let stop = entry.position.stopLoss else { continue }
            guarded += 1
            if let worst = worstCase(of: entry) { total = total + max(.zero, worst.loss(at: stop)) }
        }
        return (managed, guarded, total)
    }

    /// `nil` without rules or a valuation.
    @inline(__always)
    func worstCase(of entry: HeldPosition) -> WorstCase? {
        guard let allowance = entry.shared?.rules.allowance, let valuation = valuations[entry.position.symbol]
        else { return nil }
        return WorstCase(of: entry.position, valuation: valuation, allowance: allowance)
    }

    /// Every open position, by ticket.
    public var positions: [Position] { held.values.map(\.position).sorted { $0.ticket < $1.ticket } }

    /// The proposal that was last admitted, denied or, in shadow mode, noted.
    public func lastDecision(on ticket: Ticket) -> Proposal? {
        held.place(of: ticket).flatMap { held[$0].decided }
    }

    /// The most a position could cost at a stop, and what its rules let a stop we send cost; `nil` where rules,
    /// cap or valuation are missing.
    public func risk(of ticket: Ticket, at stop: Price) -> (worstCase: Money, limit: Money)? {
        guard let place = held.place(of: ticket), let cap = cap(of: held[place]),
            let worst = worstCase(of: held[place])
        else { return nil }
        return (worst.loss(at: stop), cap.limit)
    }

    /// The most a position may lose by price alone: the cap less commission, swap and allowance, or the whole cap
    /// while nothing values it; `nil` without a cap.
    public func lossLimit(of ticket: Ticket) -> Money? {
        guard let place = held.place(of: ticket), let cap = held[place].rules?.cap else { return nil }
        return worstCase(of: held[place]).map { cap.limit - $0.costs } ?? cap.limit
    }

    /// An open position as the broker last confirmed it.
    public func position(_ ticket: Ticket) -> Position? { held.place(of: ticket).map { held[$0].position } }

    public func specification(of symbol: SymbolID) -> SymbolSpec? { specs[symbol] }
}
