import Core

/// Records in the thread of the machines: for the simulation, where nobody waits for the disk but the run itself.
///
/// Owner: the thread that made it.
public final class DirectInputs {
    private var recorders: InputRecorders

    public init(_ place: InputPlace) { recorders = InputRecorders(place) }

    /// A life of the account's machines begins.
    public func open(_ guardian: Guardian, account: AccountNumber, epoch: Epoch, at now: Instant) {
        recorders.take(.opened(account, epoch, .accountAndShard))
        checkpoint(guardian, account: account, at: now)
    }

    /// Takes what the guardian has done since the last call.
    public func empty(_ tape: inout MachineTape?, of account: AccountNumber) {
        if let full = tape { take(full, of: account) }
        tape?.removeAll()
    }

    func take(_ tape: MachineTape, of account: AccountNumber) {
        var next = 0
        for step in tape.steps {
            recorders.take(.step(account, step))
            for decision in tape.decisions[next..<next + step.decisions] {
                recorders.take(.decision(account, decision))
            }
            next += step.decisions
        }
    }

    /// At the end of a wake-up.
    public func settle(_ guardian: Guardian, account: AccountNumber, at now: Instant) {
        if recorders.needsCheckpoint { checkpoint(guardian, account: account, at: now) }
    }

    /// Hands to the system what is left; at the end of a run.
    public func flush() { recorders.flush() }

    public var figures: InputFigures { recorders.figures }

    private func checkpoint(_ guardian: Guardian, account: AccountNumber, at now: Instant) {
        let checkpoint = MachineCheckpoint(account: guardian.account, shard: guardian.shard)
        recorders.take(.checkpoint(account, checkpoint, at: now))
    }
}
