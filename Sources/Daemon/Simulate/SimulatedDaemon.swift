import Bridge
import Broker
import Core
import Journal

/// What a daemon keeps on disk between two lives.
struct SimulatedDisk {
    var epoch = Epoch(1)
    var latch = KillLevel.none
    var day = DayState(day: 0, used: 0)
    var policyVersion: UInt64 = 0
}

/// One life of the daemon: the link's sessions and the guardian behind them, stepped in the order in which
/// the bridge steps them.
///
///     frames -> SessionTable -> notices -> SimulatedOwner -> outbox -> SessionTable -> frames
///
/// It dies as a process does: whatever is not on the owner's `disk` is gone.
struct SimulatedDaemon {
    var owner: SimulatedOwner
    private(set) var sessions: SessionTable
    private var outbox = Outbox()
    private var notices: [LinkNotice] = []

    init(
        settings: Settings, link: LinkSettings, account: AccountNumber, disk: SimulatedDisk, seed: UInt64,
        inputs: DirectInputs?, records: SimulatedRecords, at now: Instant
    ) {
        owner = SimulatedOwner(
            settings: settings, account: account, disk: disk, inputs: inputs, records: records, at: now)
        let nonces = NonceSequence(seed: seed &+ disk.epoch.rawValue)
        sessions = SessionTable(settings: link, epoch: disk.epoch) { nonces.next() }
    }

    /// Takes one frame, lets the guardian decide, and sends what it wants sent.
    mutating func receive(
        _ frame: [UInt8], from peer: RoutingID, connection: Int32, at now: Instant,
        through network: inout SimulatedNetwork
    ) {
        frame.withUnsafeBytes {
            sessions.receive($0, from: peer, connection: connection, at: now, into: &notices)
        }
        wakeUp(at: now, through: &network)
    }

    /// One wake-up, as the bridge does it.
    mutating func wakeUp(at now: Instant, through network: inout SimulatedNetwork) {
        network.now = now
        sessions.expire(at: now, into: &notices)
        deliver(at: now)
        owner.finishWakeUp(at: now, into: &outbox)
        sessions.flush(
            &outbox, at: now, for: owner, through: &network, into: &notices)
        deliver(at: now)
        owner.settleInputs(at: now)
    }

    /// When the next wake-up is due without a frame.
    var nextDue: Instant { outbox.isEmpty ? min(sessions.nextWake, owner.nextWake) : .zero }

    private mutating func deliver(at now: Instant) {
        for notice in notices { owner.receive(notice, received: now, into: &outbox) }
        notices.removeAll(keepingCapacity: true)
    }
}

/// Nonces that repeat with the seed. A class, because the session table draws from a closure; owned by the
/// simulation's one thread.
private final class NonceSequence: @unchecked Sendable {
    private var random: Generator

    init(seed: UInt64) { random = Generator(seed: seed, purpose: 0xA0) }

    func next() -> Nonce { Nonce(random.next(), random.next()) }
}
