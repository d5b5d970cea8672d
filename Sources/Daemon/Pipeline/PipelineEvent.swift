import Bridge
import Core
import Journal
import Runtime

/// Something worth a line in the log, as the bridge thread saw it. It is put into words elsewhere: that
/// thread neither formats nor writes.
struct PipelineEvent: Sendable {
    enum Kind: Sendable {
        case linked(LinkFacts)
        case lost(LinkLoss)
        /// The EA had to drop trade events before they were acknowledged.
        case eventsLost
        case note(AccountNote)
        /// The EA acted by itself.
        case guardActed(GuardActed)
        case latched(KillLevel)
        /// A person lifted the latch, for this reason.
        case resumed(String)
        case epoch(Epoch)
        /// What was to be kept on disk could not be.
        case stateFailure(CommandFailure)
        /// The lease table did not grant what the account had decided; the command was not sent.
        case leaseRefused(Ticket, RequestID)
        /// A wake-up of the bridge thread took longer than it may.
        case loopOverBudget(TimeSpan)
        /// A worker was abandoned; a fresh one has been built from what the accounts know.
        case workerReplaced(Int, WorkerLoss)
        /// It was replaced three times within a minute: a person must look.
        case workerKeepsFailing(Int)
        /// The system grants no thread for it; it is asked again.
        case workerMissing(Int, errno: Int32)
        /// Another worker looks after the symbol, since its own has too much to do.
        case symbolMoved(String, from: Int, to: Int)
        /// The broker's books were held against the log.
        case reconciled(ReconciliationReport)
        /// Events that found no room.
        case dropped(Int)
    }

    var at: WallTime
    var account: AccountNumber
    var kind: Kind
}
