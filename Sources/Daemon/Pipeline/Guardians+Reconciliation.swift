import Bridge
import Core
import Journal

/// Holding the broker's books against the log, and what has to wait for it. Where nobody keeps a log, nothing is
/// compared and nothing waits.
extension Guardians {
    /// Before the first link of an account: nothing is tightened until its first comparison has ended; caps hold
    /// from the first snapshot on.
    mutating func awaitReconciliation(_ guardian: inout Guardian, at now: Instant) {
        guard journal != nil else { return }
        guardian.awaitReconciliation(at: now, into: &outputs)
    }

    /// In each wake-up, before the accounts dispatch.
    mutating func reconcile(at now: Instant, into outbox: inout Outbox) {
        guard journal != nil else { return }
        for index in accounts.indices {
            if !accounts[index].recorder.books.isRecalled,
                let book = recollections?.take(accounts[index].number)
            {
                accounts[index].recorder.books.recall(book)
            }
            let question = accounts[index].recorder.reconcile(accounts[index].guardian, at: now)
            ask(question, of: index, into: &outbox)
            tellTraded(index, at: now)
            carryOut(for: index, at: now, into: &outbox)
            settleReconciliation(of: index, at: now, into: &outbox)
            askAgain(index, into: &outbox)
        }
    }

    /// The terminal has answered a question about its history.
    mutating func take(
        _ history: DealHistory, of index: Int, at now: Instant, into outbox: inout Outbox
    ) {
        let question = accounts[index].recorder.hear(history, accounts[index].guardian, at: now)
        ask(question, of: index, into: &outbox)
    }

    private func ask(_ question: DealHistoryRequest?, of index: Int, into outbox: inout Outbox) {
        guard let question else { return }
        outbox.send(.dealHistoryRequest(question), to: accounts[index].number)
    }

    private mutating func settleReconciliation(
        of index: Int, at now: Instant, into outbox: inout Outbox
    ) {
        guard let last = accounts[index].recorder.books.last,
            accounts[index].recorder.books.reconciler.ended != accounts[index].reconciliationsTold
        else { return }
        accounts[index].reconciliationsTold = accounts[index].recorder.books.reconciler.ended
        record(.reconciled(last.report), of: accounts[index].number)
        guard accounts[index].guardian.account.reconciliation == .awaited else { return }
        let memories = accounts[index].recorder.ledger.memories
        if !memories.isEmpty { accounts[index].guardian.recall(memories, at: now, into: &outputs) }
        accounts[index].guardian.reconciled(at: now, into: &outputs)
        carryOut(for: index, at: now, into: &outbox)
    }

    /// What found no room in the log comes again with the next snapshot.
    private mutating func askAgain(_ index: Int, into outbox: inout Outbox) {
        guard accounts[index].recorder.hasRefused, accounts[index].isLinked, journal?.waiting == 0
        else { return }
        accounts[index].recorder.refusedIsAskedFor()
        outbox.requestSnapshot(of: accounts[index].number)
    }
}
