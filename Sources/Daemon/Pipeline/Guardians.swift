import Bridge
import Core
import Journal
import Runtime

/// The guardians of all accounts, behind the link: takes what the EAs say to the machines, and what the
/// machines want to the outbox. It decides nothing about trades.
///
/// Owner: the bridge thread. Bound: as many accounts as have ever proved the link token. Events go to the log
/// through a ring; those that find it full are counted, and the count follows as soon as there is room.
struct Guardians: LinkOwner {
    /// What is overdue but cannot be done yet (no permission, no link) is looked at again after this.
    private static let patience = TimeSpan.milliseconds(10)

    var settings: Settings
    var epochs: EpochSource
    let latches: LatchStore
    private let days: DayKeeper
    var epoch: Epoch
    var accounts: [GuardedAccount] = []
    private(set) var nextWake = Instant.never
    var outputs: [Guardian.Output] = []
    /// `nil`: every guardian steps its own shard.
    var pooled: PooledShards?
    /// Workers to be replaced at the end of the wake-up at hand.
    var lost: [LostWorker] = []
    var answers: [PooledShards.Answer] = []
    /// `nil`: nobody measures.
    var stages: StageLog?
    /// `nil`: nothing is recorded.
    var journal: TradeFeed?
    /// What earlier runs recorded.
    var recollections: Recollections?
    /// `nil`: nobody records what the machines consume.
    var inputs: InputTap?
    /// When this run began, when its minute at hand did, and what had been used by then.
    let began = MonotonicClock.now()
    var minuteBegan = MonotonicClock.now()
    var usageBefore = ProcessUsage.now()
    private let leases: LeaseTable
    private let events: Ring<PipelineEvent>
    private var eventsDropped = 0
    /// A person lifts the latches at the end of the wake-up at hand.
    var resumeReason: String?
    /// In force from the end of the wake-up at hand.
    var nextSettings: Settings?
    /// Who keeps the record of trade events, and so says when they are acknowledged.
    var recordKeeping = RecordKeeping.none
    /// What became durable since the last wake-up.
    var durable: [DurableEvents] = []
    /// Leases that the watchdog has taken away, until the end of the wake-up.
    private var overdue: [ExpiredLease] = []

    init(
        settings: Settings, epochs: EpochSource, epoch: Epoch, latches: LatchStore,
        days: DayKeeper, leases: LeaseTable, events: Ring<PipelineEvent>, pool: WorkerPool? = nil
    ) {
        pooled = pool.map { PooledShards($0) }
        self.leases = leases
        self.events = events
        self.settings = settings
        self.epochs = epochs
        self.epoch = epoch
        self.latches = latches
        self.days = days
    }

    // MARK: - The link's events

    mutating func receive(_ notice: LinkNotice, received: Instant, into outbox: inout Outbox) {
        if case .established(let facts) = notice.event {
            establish(facts, at: received, into: &outbox)
            return
        }
        guard let index = accounts.firstIndex(where: { $0.number == notice.account }) else { return }
        switch notice.event {
        case .established: break
        case .clock(let clock):
            accounts[index].latencies.hear(terminalClock: clock)
            accounts[index].guardian.terminalClock(clock, at: received, into: &outputs)
        case .snapshot(let snapshot):
            accounts[index].latencies.see(snapshot.positions, at: received)
            accounts[index].recorder.hear(snapshot, at: received)
            accounts[index].guardian.snapshot(snapshot, at: received, into: &outputs)
        case .message(let message):
            observe(message, of: index, at: received)
            tellJournal(message, of: index, at: received)
            accounts[index].guardian.receive(message, at: received, into: &outputs)
        case .event(let event): keep(event, of: index, at: received, into: &outbox)
        case .eventsLost:
            record(.eventsLost, of: accounts[index].number)
            accounts[index].recorder.eventsLost(at: received)
        case .dealHistory(let history): take(history, of: index, at: received, into: &outbox)
        case .minuteBars(let answer):
            accounts[index].guardian.minuteBars(answer, at: received, into: &outputs)
        case .lost(let loss):
            accounts[index].isLinked = false
            record(.lost(loss), of: notice.account)
            accounts[index].recorder.lost(loss, at: received)
            accounts[index].guardian.linkLost(at: received, into: &outputs)
        }
        tellTraded(index, at: received)
        carryOut(for: index, at: received, into: &outbox)
    }

    mutating func finishWakeUp(at now: Instant, into outbox: inout Outbox) {
        if let next = nextSettings { goBy(next, at: now, into: &outbox) }
        if let reason = resumeReason { liftLatches(because: reason, at: now, into: &outbox) }
        for expired in overdue { readBack(expired.lease, at: now, into: &outbox) }
        overdue.removeAll(keepingCapacity: true)
        for failed in days.takeFailures() { record(.stateFailure(failed.failure), of: failed.account) }
        nextWake = .never
        acknowledgeDurable(into: &outbox)
        settlePool(at: now, into: &outbox)
        reconcile(at: now, into: &outbox)
        for index in accounts.indices {
            if accounts[index].guardian.nextWake <= now {
                accounts[index].guardian.timePassed(at: now, into: &outputs)
            }
            accounts[index].guardian.dispatch(at: now, into: &outputs)
            carryOut(for: index, at: now, into: &outbox)
            nextWake = min(nextWake, max(accounts[index].guardian.nextWake, now + Self.patience))
        }
        nextWake = min(nextWake, releasePool(at: now))
        flushJournal(at: now)
    }

    /// The next poll does not wait.
    mutating func wakeAtOnce() { nextWake = .zero }

    func status(of account: AccountNumber) -> LinkStatus {
        guard let guarded = accounts.first(where: { $0.number == account }) else {
            return LinkStatus(
                mode: settings.mode, latch: .none, guarded: 0, managed: 0, worstCaseLoss: .zero)
        }
        let protection = guarded.guardian.account.protection
        return LinkStatus(
            mode: guarded.guardian.account.mode, latch: guarded.guardian.account.latch,
            guarded: UInt32(clamping: protection.guarded), managed: UInt32(clamping: protection.managed),
            worstCaseLoss: protection.worstCase)
    }

    /// The frames of a wake-up have been handed to the socket.
    mutating func framesSent(at now: Instant) {
        stages?.sent(at: now)
        for index in accounts.indices {
            if accounts[index].hasRequested, let received = accounts[index].tickReceived {
                accounts[index].latencies.tickToRequest.record(now - received)
            }
            accounts[index].hasRequested = false
            accounts[index].tickReceived = nil
        }
        settleInputs(at: now)
    }

    /// The watchdog took a lease away: the wake-up at hand has the account read back what became of the request.
    mutating func expire(_ expired: ExpiredLease) {
        overdue.append(expired)
        wakeAtOnce()
    }

    /// A wake-up took longer than it may.
    mutating func noteLoopOverBudget(_ span: TimeSpan, at now: Instant) {
        record(.loopOverBudget(span), of: AccountNumber(0))
        for index in accounts.indices { accounts[index].recorder.loopOverBudget(span, at: now) }
    }

    // MARK: - One account

    private mutating func establish(
        _ facts: LinkFacts, at now: Instant, into outbox: inout Outbox
    ) {
        let index = place(of: facts, at: now)
        accounts[index].facts = facts
        accounts[index].isLinked = true
        accounts[index].links += 1
        record(.linked(facts), of: facts.account)
        accounts[index].recorder.linked(facts, at: now)
        if facts.lastEpoch >= epoch { raiseEpoch(above: facts.lastEpoch, at: now, into: &outbox) }
        accounts[index].guardian.linkRestored(
            marginMode: facts.marginMode, at: now, into: &outputs)
        sendPolicy(to: index, into: &outbox)
        carryOut(for: index, at: now, into: &outbox)
    }

    private mutating func place(of facts: LinkFacts, at now: Instant) -> Int {
        if let known = accounts.firstIndex(where: { $0.number == facts.account }) { return known }
        var latch = KillLevel.freeze
        do throws(CommandFailure) {
            latch = try latches.level(of: facts.account)
        } catch {
            // A latch that cannot be read may have been one: nothing is sent until a person has looked.
            record(.stateFailure(error), of: facts.account)
        }
        let settings = settings.restricted(to: facts.account)
        var guardian = Guardian(
            settings: settings, epoch: epoch, latch: latch, shards: pooled == nil ? .inline : .elsewhere)
        pooled?.open(settings, latch: latch, at: now)
        let recorded = record(&guardian, of: facts.account, at: now)
        awaitReconciliation(&guardian, at: now)
        do throws(CommandFailure) {
            guardian.restore(try days.day(of: facts.account), at: now, into: &outputs)
        } catch {
            // The day is counted from here; what is urgent is not bound by it anyway.
            record(.stateFailure(error), of: facts.account)
        }
        accounts.append(
            GuardedAccount(facts, guardian: guardian, leases: LeaseBook(leases, account: facts.account)))
        accounts[accounts.count - 1].recorder.begin(
            facts, mode: settings.mode, epoch: epoch, latch: latch, at: now)
        accounts[accounts.count - 1].inputs = recorded
        accounts[accounts.count - 1].recorder.settings = settings
        return accounts.count - 1
    }

    mutating func carryOut(for index: Int, at now: Instant, into outbox: inout Outbox) {
        handOverInputs(of: index)
        guard !outputs.isEmpty else { return }
        let number = accounts[index].number
        var done = 0
        while done < outputs.count {
            let output = outputs[done]
            done += 1
            switch output {
            case .lease(let change): mirror(change, of: index, at: now)
            case .shard(let event): pooled?.pass(event, of: index, at: now)
            case .send(let message):
                accounts[index].recorder.sending(message, guardian: accounts[index].guardian, at: now)
                if let request = message.request, request == accounts[index].refusedRequest { continue }
                if case .modifyStop(let command) = message { noteRequest(command, of: index) }
                outbox.send(message, to: number)
            case .resynchronize: outbox.requestSnapshot(of: number)
            case .latched(let level): latch(level, on: index, at: now, into: &outbox)
            case .note(let note):
                observe(note, of: index, at: now)
                accounts[index].recorder.note(note, guardian: accounts[index].guardian, at: now)
                record(.note(note), of: number)
            case .day(let state): days.tell(state, of: number)
            }
        }
        outputs.removeAll(keepingCapacity: true)
    }

    /// Repeats in the table what the account decides. A lease that the table does not grant is our own bug;
    /// its command stays here, and the account finds out as for any request without an answer.
    private mutating func mirror(_ change: LeaseChange, of index: Int, at now: Instant) {
        switch change {
        case .taken(let ticket, let request, let lane):
            if accounts[index].leases.take(ticket, request, for: lane, owner: .inline, at: now) { return }
            accounts[index].refusedRequest = request
            record(.leaseRefused(ticket, request), of: accounts[index].number)
        case .wanted(let ticket, let lane): accounts[index].leases.want(ticket, lane, at: now)
        case .returned(let ticket, let request): accounts[index].leases.giveBack(ticket, request, at: now)
        }
    }

    private mutating func readBack(_ lease: Lease, at now: Instant, into outbox: inout Outbox) {
        guard let index = accounts.firstIndex(where: { $0.number == lease.account }) else { return }
        accounts[index].guardian.leaseExpired(lease.ticket, lease.request, at: now, into: &outputs)
        carryOut(for: index, at: now, into: &outbox)
    }

    mutating func record(_ kind: PipelineEvent.Kind, of account: AccountNumber) {
        if eventsDropped > 0, push(.dropped(eventsDropped), of: AccountNumber(0)) { eventsDropped = 0 }
        if eventsDropped > 0 || !push(kind, of: account) { eventsDropped += 1 }
    }

    private func push(_ kind: PipelineEvent.Kind, of account: AccountNumber) -> Bool {
        events.push(PipelineEvent(at: WallClock.now(), account: account, kind: kind))
    }
}
