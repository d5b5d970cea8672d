import Core
import Runtime
import Synchronization

/// The producer's end of an input log: hands over what machines consumed and decided, and never waits.
///
/// A step goes over whole, with all its decisions, or not at all. One that finds no room begins a gap: nothing more
/// is handed over, only counted, until `settle` finds room for the count and a checkpoint, with which the log goes
/// on. No lock and no system call; no allocation but for a checkpoint.
///
/// Owner: the thread that steps the machines.
public struct InputTap: Sendable {
    private struct Recorded: Sendable {
        let account: AccountNumber
        let epoch: Epoch
        let machines: RecordedMachines
        var stage = Stage.new(steps: 0)
    }

    private enum Stage: Sendable {
        /// Nothing of this life has been handed over; it has had so many steps.
        case new(steps: UInt64)
        case recording
        case broken(steps: UInt64)
    }

    private let lines: InputLines
    private var accounts: [Recorded] = []

    init(_ lines: InputLines) { self.lines = lines }

    /// A life of an account's machines begins, in the state given: call it before their first step.
    ///
    /// - Returns: the number under which it goes from here on.
    public mutating func open(
        _ account: AccountNumber, epoch: Epoch, _ start: MachineCheckpoint,
        at now: Instant
    ) -> Int {
        accounts.append(
            Recorded(
                account: account, epoch: epoch,
                machines: start.shard == nil ? .accountAlone : .accountAndShard))
        settle(accounts.count - 1, start, at: now)
        return accounts.count - 1
    }

    /// Takes what the machines have done since the last call. The tape keeps its storage.
    public mutating func empty(_ tape: inout MachineTape?, of place: Int) {
        // Taken out meanwhile: a second reference would cost a copy when it is emptied.
        guard var full = tape.take() else { return }
        take(full, of: place)
        full.removeAll()
        tape = full
    }

    mutating func take(_ tape: MachineTape, of place: Int) {
        var next = 0
        for step in tape.steps {
            hand(over: step, tape.decisions[next..<next + step.decisions], of: place)
            next += step.decisions
        }
    }

    /// Whether the recorder, or a gap, waits for a checkpoint of this account.
    public func needsCheckpoint(_ place: Int) -> Bool {
        switch accounts[place].stage {
        case .new, .broken: hasRoom(for: 3)
        case .recording: lines.wantsCheckpoint.load(ordering: .relaxed) && hasRoom(for: 1)
        }
    }

    /// All accounts have been asked whether they need one.
    public func checkpointsAreDone() { lines.wantsCheckpoint.store(false, ordering: .relaxed) }

    /// Hands over a checkpoint, taken between two wake-ups.
    public mutating func settle(_ place: Int, _ checkpoint: MachineCheckpoint, at now: Instant) {
        let recorded = accounts[place]
        switch recorded.stage {
        case .new(let steps):
            guard hasRoom(for: 3) else { return }
            _ = lines.ring.push(.opened(recorded.account, recorded.epoch, recorded.machines))
            if steps > 0 { _ = lines.ring.push(.gap(recorded.account, steps: steps)) }
        case .recording: guard hasRoom(for: 1) else { return }
        case .broken(let steps):
            guard hasRoom(for: 2) else { return }
            _ = lines.ring.push(.gap(recorded.account, steps: steps))
        }
        _ = lines.ring.push(.checkpoint(recorded.account, checkpoint, at: now))
        accounts[place].stage = .recording
    }

    private mutating func hand(
        over step: MachineTape.Step, _ decisions: ArraySlice<MachineDecision>, of place: Int
    ) {
        switch accounts[place].stage {
        case .new(let steps): accounts[place].stage = .new(steps: steps + 1)
        case .broken(let steps): accounts[place].stage = .broken(steps: steps + 1)
        case .recording:
            guard hasRoom(for: 1 + decisions.count) else {
                accounts[place].stage = .broken(steps: 1)
                return
            }
            let account = accounts[place].account
            _ = lines.ring.push(.step(account, step))
            for decision in decisions { _ = lines.ring.push(.decision(account, decision)) }
            if lines.isHalfFull { lines.doorbell.ring() }
        }
    }

    /// The consumer only makes more of it.
    private func hasRoom(for items: Int) -> Bool { lines.ring.capacity - lines.ring.count >= items }
}
