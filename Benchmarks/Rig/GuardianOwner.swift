import Bridge
import Core
import Runtime

/// One guardian behind the bridge, for one account; its shard inline or in a pool, in the order in which the
/// daemon drives them. Owner: the bridge's thread.
struct GuardianOwner: LinkOwner {
    private let settings: Settings
    private var guardian: Guardian
    private var account = AccountNumber(0)
    private var outputs: [Guardian.Output] = []
    private var pooled: PooledShards?
    private var answers: [PooledShards.Answer] = []
    private(set) var nextWake = Instant.zero
    /// `nil`: nothing is recorded.
    private var records: StopRecords?

    /// - Parameter pool: `nil` to step the shard inline.
    init(settings: Settings, epoch: Epoch, pool: WorkerPool?, records: StopRecords? = nil) {
        self.records = records
        self.settings = settings
        guardian = Guardian(settings: settings, epoch: epoch, shards: pool == nil ? .inline : .elsewhere)
        pooled = pool.map { PooledShards($0) }
        pooled?.open(settings, latch: .none, at: MonotonicClock.now())
        outputs.reserveCapacity(256)
    }

    mutating func receive(_ notice: LinkNotice, received: Instant, into outbox: inout Outbox) {
        account = notice.account
        switch notice.event {
        case .established(let facts):
            guardian.linkRestored(marginMode: facts.marginMode, at: received, into: &outputs)
        case .clock(let clock): guardian.terminalClock(clock, at: received, into: &outputs)
        case .snapshot(let snapshot): guardian.snapshot(snapshot, at: received, into: &outputs)
        case .message(let message): guardian.receive(message, at: received, into: &outputs)
        case .minuteBars(let answer): guardian.minuteBars(answer, at: received, into: &outputs)
        case .event, .eventsLost, .dealHistory: break
        case .lost: guardian.linkLost(at: received, into: &outputs)
        }
        carryOut(at: received, into: &outbox)
    }

    mutating func finishWakeUp(at now: Instant, into outbox: inout Outbox) {
        if pooled != nil { takeAnswers(at: now, into: &outbox) }
        if now >= guardian.nextWake { guardian.timePassed(at: now, into: &outputs) }
        guardian.dispatch(at: now, into: &outputs)
        carryOut(at: now, into: &outbox)
        records?.handOver()
        pooled?.pool.ring()
        nextWake = guardian.nextWake
    }

    func status(of account: AccountNumber) -> LinkStatus {
        LinkStatus(mode: .manage, latch: .none, guarded: 1, managed: 1, worstCaseLoss: .zero)
    }

    mutating func willSleep() {
        guard let pool = pooled?.pool else { return }
        pool.announceSleep()
        if pool.hasAnswers { nextWake = .zero }
    }

    mutating func didWake() { pooled?.pool.announceAwake() }

    func stop() { pooled?.pool.stop() }

    private mutating func takeAnswers(at now: Instant, into outbox: inout Outbox) {
        pooled?.pool.ring()
        pooled?.pool.lingerForAnswers()
        pooled?.collect(into: &answers)
        for answer in answers {
            guardian.propose(answer.proposal, at: now, into: &outputs)
            carryOut(at: now, into: &outbox)
        }
        answers.removeAll(keepingCapacity: true)
    }

    private mutating func carryOut(at now: Instant, into outbox: inout Outbox) {
        for output in outputs {
            switch output {
            case .send(let message): outbox.send(message, to: account)
            case .resynchronize: outbox.requestSnapshot(of: account)
            case .shard(let event): pooled?.pass(event, of: 0, at: now)
            case .note(let note): records?.note(note, of: guardian, in: account, at: now)
            case .latched, .lease, .day: break
            }
        }
        outputs.removeAll(keepingCapacity: true)
    }
}
