import Bridge
import Core

/// Who keeps the record of the EAs' trade events, and so says when they are acknowledged.
enum RecordKeeping: Sendable {
    /// Nobody: an event is acknowledged as soon as it has been handed over, so that the EA keeps none.
    case none
    /// A trade log: an event is acknowledged when the log says so through `eventsDurable`.
    case log
}

/// What a record keeper has made durable.
struct DurableEvents: Sendable {
    var account: AccountNumber
    /// Every event of that start of the EA up to this number.
    var upTo: Acknowledged
}

/// Acknowledging trade events. S7: never before they are durable, where a log is kept; and nothing else waits for
/// it: the machines have what they decide by from the state that the EA tells beside its events.
extension Guardians {
    /// One event, handed over; repeats included.
    mutating func keep(_ event: TradeEvent, of index: Int, at received: Instant, into outbox: inout Outbox) {
        switch recordKeeping {
        case .none: outbox.acknowledge(event.name, of: accounts[index].number)
        case .log:
            accounts[index].recorder.hear(event, guardian: accounts[index].guardian, at: received)
        }
    }

    /// The log says that these are on the disk; the wake-up at hand tells the EA. An account without a link is
    /// not told: its EA says the events again, and the log knows them.
    mutating func eventsDurable(_ events: DurableEvents) {
        durable.append(events)
        wakeAtOnce()
    }

    mutating func acknowledgeDurable(into outbox: inout Outbox) {
        for events in durable
        where accounts.contains(where: { $0.number == events.account && $0.isLinked }) {
            outbox.acknowledge(events.upTo, of: events.account)
        }
        durable.removeAll(keepingCapacity: true)
    }
}
