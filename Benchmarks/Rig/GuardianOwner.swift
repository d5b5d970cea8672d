import Bridge
import Core

/// One guardian behind the bridge, for one account. Owner: the bridge's thread.
struct GuardianOwner: LinkOwner {
    private var guardian: Guardian
    private var account = AccountNumber(0)
    private var outputs: [Guardian.Output] = []

    init(settings: Settings, epoch: Epoch) {
        guardian = Guardian(settings: settings, epoch: epoch)
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
        case .lost: guardian.linkLost(at: received, into: &outputs)
        }
        carryOut(into: &outbox)
    }

    mutating func finishWakeUp(at now: Instant, into outbox: inout Outbox) {
        if now >= guardian.nextWake { guardian.timePassed(at: now, into: &outputs) }
        guardian.dispatch(at: now, into: &outputs)
        carryOut(into: &outbox)
    }

    func status(of account: AccountNumber) -> LinkStatus {
        LinkStatus(mode: .manage, latch: .none, guarded: 1, managed: 1, worstCaseLoss: .zero)
    }

    var nextWake: Instant { guardian.nextWake }

    private mutating func carryOut(into outbox: inout Outbox) {
        for output in outputs {
            switch output {
            case .send(let message): outbox.send(message, to: account)
            case .resynchronize: outbox.requestSnapshot(of: account)
            // An inline guardian steps its shard itself and gives none away.
            case .latched, .note, .lease, .shard, .budget: break
            }
        }
        outputs.removeAll(keepingCapacity: true)
    }
}
