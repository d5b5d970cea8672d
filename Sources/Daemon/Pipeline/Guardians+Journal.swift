import Core
import Journal
import Runtime

/// What the trade log is told, and when it is handed over.
extension Guardians {
    /// Before the guardian hears a message.
    mutating func tellJournal(_ message: TerminalMessage, of index: Int, at received: Instant) {
        if case .tick = message { return }
        accounts[index].recorder.hear(message, guardian: accounts[index].guardian, at: received)
    }

    /// What the deals that the terminal has told mean for the ladders of partial closes; after the guardian has heard
    /// the message that brought them.
    mutating func tellTraded(_ index: Int, at now: Instant) {
        for (ticket, volumes) in accounts[index].recorder.ledger.takeTraded() {
            accounts[index].guardian.traded(volumes, ticket, at: now, into: &outputs)
        }
    }

    /// At the end of every wake-up: the requests have been decided, and none of them waits for this.
    mutating func flushJournal(at now: Instant) {
        guard let journal else {
            for index in accounts.indices { accounts[index].recorder.forget() }
            return
        }
        for index in accounts.indices {
            accounts[index].recorder.handOver(to: journal)
        }
        if journal.waiting > 0 { journal.flush() }
        while let kept = journal.nextDurable() {
            eventsDurable(
                DurableEvents(
                    account: kept.account,
                    upTo: Acknowledged(
                        boot: BootID(kept.delivery.boot), number: kept.delivery.number)))
        }
    }

    /// The daemon ends in good order.
    mutating func endJournal(because reason: String, at now: Instant) {
        for index in accounts.indices { accounts[index].recorder.stopped(because: reason, at: now) }
        flushJournal(at: now)
    }
}
