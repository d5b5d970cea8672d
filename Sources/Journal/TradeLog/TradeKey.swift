import Core

/// What makes a record the same as an earlier one, however often the EA delivers it: the broker's own
/// numbers, and where an event has none, the EA's name for the message.
///
/// The daemon's own decisions have no key: each happened once.
enum TradeKey: Hashable, Sendable {
    case opened(Ticket)
    case closed(Ticket)
    case deal(UInt64)
    case delivered(Delivery, EventName, Ticket?)

    init?(_ event: TradeEvent, ticket: Ticket?, delivery: Delivery?) {
        if case .opened = event, let ticket {
            self = .opened(ticket)
        } else if case .closed = event, let ticket {
            self = .closed(ticket)
        } else if case .deal(let deal) = event {
            self = .deal(deal.deal)
        } else if let delivery {
            self = .delivered(delivery, event.name, ticket)
        } else {
            return nil
        }
    }
}
