import Core

/// What makes a record the same as an earlier one, however often the EA delivers it: the broker's own
/// numbers, and where an event has none, the EA's name for the message.
///
/// The daemon's own decisions have no key: each happened once.
enum TradeKey: Hashable, Sendable {
    /// How many of the latest are remembered at least. A delivery that comes again after a crash is among the last
    /// few; what the broker's history tells again from longer ago is held against the `TradeBook`.
    static let generation = 16_384

    /// By identifier: the broker may change a ticket.
    case opened(PositionID)
    case closed(PositionID)
    case deal(UInt64)
    case delivered(Delivery, EventName, Ticket?)

    init?(_ event: LogEvent, ticket: Ticket?, delivery: Delivery?) {
        if case .opened(let opened) = event {
            self = .opened(opened.position)
        } else if case .closed(let trade) = event {
            self = .closed(trade.position)
        } else if case .deal(let deal) = event {
            self = .deal(deal.deal)
        } else if let delivery {
            self = .delivered(delivery, event.name, ticket)
        } else {
            return nil
        }
    }
}
