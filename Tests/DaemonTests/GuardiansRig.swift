import Core

@testable import Bridge
@testable import Daemon
@testable import Runtime

/// What tests of the guardians begin with.
enum GuardiansRig {
    static func guardians(
        in directory: StateDirectory, rules selections: [Settings.Selection] = [],
        leases: LeaseTable = LeaseTable(capacity: 64),
        events: Ring<PipelineEvent> = Ring(capacity: 16), pool: WorkerPool? = nil
    ) throws -> Guardians {
        var epochs = try EpochSource(in: directory)
        let epoch = try epochs.next()
        return Guardians(
            settings: Settings(mode: .manage, selections: selections), epochs: epochs, epoch: epoch,
            latches: LatchStore(in: directory),
            days: DayKeeper(DayStore(in: directory, limits: .standard)), leases: leases,
            events: events, pool: pool)
    }

    static func facts(of account: AccountNumber, lastEpoch: Epoch = .none) -> LinkFacts {
        LinkFacts(
            Hello(
                eaVersion: 1, terminalBuild: 1, bootID: BootID(1), account: account, marginMode: .hedging,
                accountMode: .demo, permissions: .all, lastEpoch: lastEpoch, nonce: Nonce(1, 2),
                currency: "USD", server: "S", company: "C"))
    }
}
