import Core

/// What goes to the recorder, in the order in which it happened.
enum InputItem: Sendable {
    /// A life of an account's machines begins; a checkpoint of it follows.
    case opened(AccountNumber, Epoch, RecordedMachines)
    /// Its decisions follow at once.
    case step(AccountNumber, MachineTape.Step)
    case decision(AccountNumber, MachineDecision)
    case checkpoint(AccountNumber, MachineCheckpoint, at: Instant)
    /// So many steps found no room; a checkpoint follows.
    case gap(AccountNumber, steps: UInt64)
}
