/// One account and its shard: what the thread that owns the link steps for each terminal.
///
/// Routes the terminal's messages to the two machines and carries what each wants of the other, until
/// nothing is left to do; a proposal of this wake-up is admitted and sent in this wake-up. With shards
/// `.elsewhere` it hands their events out instead, ticks included, and takes proposals by `propose`.
/// Deterministic: the simulation steps the very same type. Owner: the thread that owns the link. Not for sharing.
public struct Guardian: Sendable {
    /// What the outside must do.
    public enum Output: Sendable {
        case send(DaemonMessage)
        /// Ask the terminal for a snapshot.
        case resynchronize
        /// Latched without the daemon's doing: a person pressed a button on the chart, the EA came back with
        /// one latched, or a flatten has done its work. To be persisted, with the next epoch.
        case latched(KillLevel)
        case note(AccountNote)
        /// Comes before the message it belongs to.
        case lease(LeaseChange)
        /// For the shards, with `ShardHome.elsewhere` only.
        case shard(ShardEvent)
        /// What is remembered of the day has changed: to be kept, and given back by `restore` after a restart.
        case day(DayState)
    }

    public private(set) var account: Account
    /// Stepped inline only; with shards elsewhere it knows nothing.
    public private(set) var shard: Shard
    private let home: ShardHome
    /// Money and margin as the terminal last reported them.
    public private(set) var funds: AccountState?
    public private(set) var settings: Settings
    /// The latch of the EA's last heartbeat in this session.
    private var heardLatch = KillLevel.none
    private var accountEffects: [AccountEffect] = []
    private var shardEffects: [ShardEffect] = []
    /// `nil`: nobody records. Whoever sets it empties it after each call.
    public var tape: MachineTape?

    public init(
        settings: Settings, epoch: Epoch, latch: KillLevel = .none, shards home: ShardHome = .inline
    ) {
        self.settings = settings
        self.home = home
        account = Account(settings: settings, epoch: epoch, latch: latch)
        shard = Shard(settings: settings, latch: latch)
    }

    /// The daemon's part of the guard the EA keeps by itself.
    public func guardPolicy(version: UInt64, liftsLocalLatch: Bool = false) -> GuardPolicy {
        GuardPolicy(
            settings, version: version, latch: account.latch, liftsLocalLatch: liftsLocalLatch)
    }

    /// A session is established and a snapshot has been asked for.
    public mutating func linkRestored(
        marginMode: MarginMode = .hedging, at now: Instant, into outputs: inout [Output]
    ) {
        heardLatch = .none
        tell(.linkRestored(marginMode), at: now, into: &outputs)
    }

    public mutating func linkLost(at now: Instant, into outputs: inout [Output]) {
        tell(.linkLost, at: now, into: &outputs)
    }

    /// The EA's clock as the header of the frame at hand carries it; before the frame's messages.
    public mutating func terminalClock(_ clock: Instant, at now: Instant, into outputs: inout [Output]) {
        tell(.terminalClock(clock), at: now, into: &outputs)
    }

    public mutating func snapshot(_ snapshot: Snapshot, at now: Instant, into outputs: inout [Output]) {
        tell(.snapshot(snapshot), at: now, into: &outputs)
    }

    /// One message of an established session. Those of handshake and snapshot are the session's own.
    public mutating func receive(
        _ message: TerminalMessage, at now: Instant, into outputs: inout [Output]
    ) {
        switch message {
        case .tick(let tick):
            if account.isNews(tick.time) { tell(.serverTime(tick.time), at: now, into: &outputs) }
            switch home {
            case .inline:
                step(.tick(tick), at: now)
                if !shardEffects.isEmpty { settle(at: now, into: &outputs) }
            case .elsewhere: outputs.append(.shard(.tick(tick)))
            }
        case .symbolSpec(let spec): tell(.symbol(spec), at: now, into: &outputs)
        case .valuation(let valuation): tell(.valuation(valuation), at: now, into: &outputs)
        case .position(let position): tell(.position(position), at: now, into: &outputs)
        case .positionClosed(let closed): tell(.gone(closed.ticket), at: now, into: &outputs)
        case .result(let result): tell(.result(result), at: now, into: &outputs)
        case .readBack(let answer): tell(.readBack(answer), at: now, into: &outputs)
        case .account(let state):
            hear(state, at: now, into: &outputs)
            tell(.permitted(state.permissions.isSuperset(of: .all)), at: now, into: &outputs)
        case .heartbeat(let beat): hear(beat, at: now, into: &outputs)
        case .panel(let pressed):
            latch(pressed.level, at: now, into: &outputs)
            outputs.append(.latched(pressed.level))
        case .guardActed(let act): tell(.guardActed(act), at: now, into: &outputs)
        // For the record; what they change in the state is told beside them.
        case .deal, .tradeEvent, .dealHistoryBegin, .dealHistoryEnd: break
        // The session puts their parts together.
        case .minuteBars, .minuteBarsEnd: break
        case .hello, .proof, .snapshotBegin, .snapshotEnd: break
        }
    }

    /// A shard elsewhere has decided.
    public mutating func propose(_ proposal: Proposal, at now: Instant, into outputs: inout [Output]) {
        tell(.proposed(proposal), at: now, into: &outputs)
    }

    /// What is due by time alone.
    public mutating func timePassed(at now: Instant, into outputs: inout [Output]) {
        tell(.timePassed, at: now, into: &outputs)
    }

    /// Sends what waits; once at the end of every wake-up.
    public mutating func dispatch(at now: Instant, into outputs: inout [Output]) {
        let before = accountEffects.count
        account.dispatch(at: now, into: &accountEffects)
        tape?.record(.dispatch, at: now, accountEffects[before...])
        settle(at: now, into: &outputs)
    }

    /// A shard elsewhere is lost, and a fresh one decides its symbols anew: what it had proposed is forgotten.
    public mutating func shardLost(_ symbols: [SymbolID], at now: Instant, into outputs: inout [Output]) {
        tell(.shardLost(symbols), at: now, into: &outputs)
    }

    /// Somebody who watches the leases has found that a request lasts too long.
    public mutating func leaseExpired(
        _ ticket: Ticket, _ request: RequestID, at now: Instant, into outputs: inout [Output]
    ) {
        tell(.leaseExpired(ticket, request), at: now, into: &outputs)
    }

    /// No later than the next moment at which `timePassed` and `dispatch` have something to do.
    public var nextWake: Instant { account.nextWake }

    public mutating func latch(_ level: KillLevel, at now: Instant, into outputs: inout [Output]) {
        guard level != account.latch else { return }
        tell(.control(account.mode, level), at: now, into: &outputs)
    }

    /// Other rules, another mode: every position is matched and decided anew.
    public mutating func adopt(_ settings: Settings, at now: Instant, into outputs: inout [Output]) {
        self.settings = settings
        tell(.settings(settings), at: now, into: &outputs)
    }

    public mutating func adopt(_ epoch: Epoch, at now: Instant, into outputs: inout [Output]) {
        tell(.epoch(epoch), at: now, into: &outputs)
    }

    /// What an earlier run has kept of the day; before the first link.
    public mutating func restore(_ kept: DayState, at now: Instant, into outputs: inout [Output]) {
        tell(.day(kept), at: now, into: &outputs)
    }

    /// What an earlier run knew of positions; once their snapshot has come.
    public mutating func recall(_ memories: [PositionMemory], at now: Instant, into outputs: inout [Output]) {
        tell(.recalled(memories), at: now, into: &outputs)
    }

    /// Before the first link: nothing but flatten, cap and first stop is sent until `reconciled`.
    public mutating func awaitReconciliation(at now: Instant, into outputs: inout [Output]) {
        tell(.reconciliation(.awaited), at: now, into: &outputs)
    }

    /// What the deals of a position have opened and closed so far. Only for a position whose deals are all known.
    public mutating func traded(
        _ volumes: TradedVolumes, _ ticket: Ticket, at now: Instant, into outputs: inout [Output]
    ) {
        tell(.traded(ticket, volumes), at: now, into: &outputs)
    }

    public mutating func reconciled(at now: Instant, into outputs: inout [Output]) {
        tell(.reconciliation(.ended), at: now, into: &outputs)
    }

    private mutating func hear(
        _ beat: TerminalHeartbeat, at now: Instant, into outputs: inout [Output]
    ) {
        tell(.permitted(beat.permissions.isSuperset(of: .all)), at: now, into: &outputs)
        tell(.serverTime(beat.serverTime), at: now, into: &outputs)
        tell(
            .terminalBlocked(beat.slowestCall, .microseconds(Int64(beat.slowestCall_us))), at: now,
            into: &outputs)
        // Only a change is heeded: the EA's own latch outlives a resume until the guard policy lifts it.
        if beat.latch != heardLatch, beat.latch > account.latch {
            latch(beat.latch, at: now, into: &outputs)
            outputs.append(.latched(beat.latch))
        }
        heardLatch = beat.latch
        tell(.checksum(count: Int(beat.positions), sum: beat.checksum), at: now, into: &outputs)
    }

    /// The account is told what has changed of what it uses.
    private mutating func hear(_ state: AccountState, at now: Instant, into outputs: inout [Output]) {
        let isNews = funds?.balance != state.balance || funds?.equity != state.equity
        funds = state
        guard isNews else { return }
        tell(.funds(balance: state.balance, equity: state.equity), at: now, into: &outputs)
    }

    /// The answer to a *minute_bars_request*: what rules on bars begin with.
    public mutating func minuteBars(
        _ answer: MinuteBarsAnswer, at now: Instant, into outputs: inout [Output]
    ) {
        tell(.minuteBars(answer), at: now, into: &outputs)
    }

    private mutating func tell(_ event: AccountEvent, at now: Instant, into outputs: inout [Output]) {
        step(event, at: now)
        settle(at: now, into: &outputs)
    }

    private mutating func step(_ event: AccountEvent, at now: Instant) {
        let before = accountEffects.count
        account.step(event, at: now, into: &accountEffects)
        tape?.record(.account(event), at: now, accountEffects[before...])
    }

    private mutating func step(_ event: ShardEvent, at now: Instant) {
        let before = shardEffects.count
        shard.step(event, at: now, into: &shardEffects)
        tape?.record(event, at: now, shardEffects[before...])
    }

    /// Carries effects between the machines until both are at rest, in the order in which they arose.
    private mutating func settle(at now: Instant, into outputs: inout [Output]) {
        var done = 0
        while true {
            while done < accountEffects.count {
                carryOut(done, at: now, into: &outputs)
                done += 1
            }
            accountEffects.removeAll(keepingCapacity: true)
            done = 0
            guard !shardEffects.isEmpty else { return }
            for effect in shardEffects {
                switch effect {
                case .propose(let proposal):
                    step(.proposed(proposal), at: now)
                case .released: preconditionFailure("an inline shard keeps its symbols")
                }
            }
            shardEffects.removeAll(keepingCapacity: true)
        }
    }

    /// Nothing here adds to the account's effects.
    private mutating func carryOut(_ number: Int, at now: Instant, into outputs: inout [Output]) {
        switch accountEffects[number] {
        case .lease(let change): outputs.append(.lease(change))
        case .day(let state): outputs.append(.day(state))
        case .modify(let command): outputs.append(.send(.modifyStop(command)))
        case .close(let command): outputs.append(.send(.closePosition(command)))
        case .readBack(let request): outputs.append(.send(.readBackRequest(request)))
        case .minuteBars(let request): outputs.append(.send(.minuteBarsRequest(request)))
        case .resynchronize: outputs.append(.resynchronize)
        case .shard(let event):
            switch home {
            case .inline: step(event, at: now)
            case .elsewhere: outputs.append(.shard(event))
            }
        case .note(let note):
            outputs.append(.note(note))
            if note == .flattened { outputs.append(.latched(.freeze)) }
            if case .limitReached(_, _, _, let level) = note, level != .none {
                outputs.append(.latched(level))
            }
        }
    }
}
