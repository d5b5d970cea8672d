import Bridge
import Core
import Journal

/// The guardian of the one simulated account, as the link sees it.
struct SimulatedOwner: LinkOwner {
    private(set) var guardian: Guardian
    private(set) var disk: SimulatedDisk
    /// What the guardian noted since it was last collected.
    var notes: [AccountNote] = []
    private(set) var nextWake = Instant.never
    private let account: AccountNumber
    /// As the daemon's: what is overdue but cannot be done yet is looked at again after this.
    private static let patience = TimeSpan.milliseconds(10)
    private var outputs: [Guardian.Output] = []
    private let inputs: DirectInputs?
    private var records: SimulatedRecords

    init(
        settings: Settings, account: AccountNumber, disk: SimulatedDisk, inputs: DirectInputs?,
        records: SimulatedRecords, at now: Instant
    ) {
        self.records = records
        self.account = account
        self.disk = disk
        self.inputs = inputs
        guardian = Guardian(settings: settings, epoch: disk.epoch, latch: disk.latch)
        if let inputs {
            guardian.tape = MachineTape()
            inputs.open(guardian, account: account, epoch: disk.epoch, at: now)
        }
        guardian.awaitReconciliation(at: .zero, into: &outputs)
        guardian.restore(disk.day, at: .zero, into: &outputs)
    }

    mutating func receive(_ notice: LinkNotice, received now: Instant, into outbox: inout Outbox) {
        records.hear(notice, guardian: guardian, epoch: disk.epoch, at: now)
        switch notice.event {
        case .established(let facts):
            if facts.lastEpoch >= disk.epoch { raise(to: facts.lastEpoch.next, at: now, into: &outbox) }
            guardian.linkRestored(marginMode: facts.marginMode, at: now, into: &outputs)
            sendPolicy(into: &outbox)
        case .clock(let clock): guardian.terminalClock(clock, at: now, into: &outputs)
        case .snapshot(let snapshot): guardian.snapshot(snapshot, at: now, into: &outputs)
        case .message(let message): guardian.receive(message, at: now, into: &outputs)
        case .minuteBars(let answer): guardian.minuteBars(answer, at: now, into: &outputs)
        case .event, .eventsLost, .dealHistory: break
        case .lost: guardian.linkLost(at: now, into: &outputs)
        }
        tellTraded(at: now)
        carryOut(at: now, into: &outbox)
    }

    mutating func finishWakeUp(at now: Instant, into outbox: inout Outbox) {
        if guardian.nextWake <= now { guardian.timePassed(at: now, into: &outputs) }
        reconcile(at: now, into: &outbox)
        guardian.dispatch(at: now, into: &outputs)
        carryOut(at: now, into: &outbox)
        for kept in records.settle(at: now) { outbox.acknowledge(kept, of: account) }
        nextWake = max(guardian.nextWake, now + Self.patience)
    }

    private mutating func reconcile(at now: Instant, into outbox: inout Outbox) {
        if let question = records.reconcile(guardian, at: now) {
            outbox.send(.dealHistoryRequest(question), to: account)
        }
        tellTraded(at: now)
        if records.isReconciled, guardian.account.reconciliation == .awaited {
            let memories = records.memories
            if !memories.isEmpty { guardian.recall(memories, at: now, into: &outputs) }
            guardian.reconciled(at: now, into: &outputs)
        }
    }

    private mutating func tellTraded(at now: Instant) {
        for (ticket, volumes) in records.takeTraded() {
            guardian.traded(volumes, ticket, at: now, into: &outputs)
        }
    }

    /// How closes ended in this life, by rule set.
    var closes: CloseTally { records.closes }

    func status(of account: AccountNumber) -> LinkStatus {
        let protection = guardian.account.protection
        return LinkStatus(
            mode: guardian.account.mode, latch: guardian.account.latch,
            guarded: UInt32(protection.guarded), managed: UInt32(protection.managed),
            worstCaseLoss: protection.worstCase)
    }

    /// The run is over.
    mutating func end(at now: Instant) { records.end(at: now) }

    /// At the end of a wake-up.
    func settleInputs(at now: Instant) { inputs?.settle(guardian, account: account, at: now) }

    private mutating func recordInputs() {
        inputs?.empty(&guardian.tape, of: account)
    }

    private mutating func carryOut(at now: Instant, into outbox: inout Outbox) {
        recordInputs()
        guard !outputs.isEmpty else { return }
        let wanted = outputs
        outputs.removeAll(keepingCapacity: true)
        for output in wanted {
            records.carryOut(output, guardian: guardian, at: now)
            switch output {
            case .send(let message): outbox.send(message, to: account)
            case .resynchronize: outbox.requestSnapshot(of: account)
            case .latched(let level):
                disk.latch = level
                raise(to: disk.epoch.next, at: now, into: &outbox)
                sendPolicy(into: &outbox)
            case .note(let note): notes.append(note)
            case .day(let state): disk.day = state
            case .lease: break  // one thread owns all
            case .shard: preconditionFailure("the simulation steps its shards inline")
            }
        }
    }

    private mutating func raise(to epoch: Epoch, at now: Instant, into outbox: inout Outbox) {
        disk.epoch = epoch
        outbox.adopt(epoch)
        guardian.adopt(epoch, at: now, into: &outputs)
    }

    private mutating func sendPolicy(into outbox: inout Outbox) {
        disk.policyVersion += 1
        outbox.send(.guardPolicy(guardian.guardPolicy(version: disk.policyVersion)), to: account)
    }
}
