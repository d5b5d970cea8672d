import Core
import Journal

/// What the machines consume and decide, on its way to the recorder. With a pool that is the accounts' part: the
/// workers step the shards.
extension Guardians {
    /// Begins to record a guardian that has not had a step.
    ///
    /// - Returns: the number of its log; `nil` where nobody records.
    mutating func record(_ guardian: inout Guardian, of account: AccountNumber, at now: Instant) -> Int? {
        guard inputs != nil else { return nil }
        guardian.tape = MachineTape()
        let start = checkpoint(of: guardian)
        return inputs?.open(account, epoch: epoch, start, at: now)
    }

    /// What one call of a guardian has done.
    mutating func handOverInputs(of index: Int) {
        guard let place = accounts[index].inputs else { return }
        inputs?.empty(&accounts[index].guardian.tape, of: place)
    }

    /// Behind a wake-up, when its frames have gone: only then is a checkpoint worth its while.
    mutating func settleInputs(at now: Instant) {
        for index in accounts.indices {
            guard let place = accounts[index].inputs, inputs?.needsCheckpoint(place) == true else { continue }
            let reached = checkpoint(of: accounts[index].guardian)
            inputs?.settle(place, reached, at: now)
        }
        inputs?.checkpointsAreDone()
    }

    private func checkpoint(of guardian: Guardian) -> MachineCheckpoint {
        MachineCheckpoint(account: guardian.account, shard: pooled == nil ? guardian.shard : nil)
    }
}
