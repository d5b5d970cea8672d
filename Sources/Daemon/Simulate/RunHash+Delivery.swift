import Broker
import Core

extension RunHash {
    /// Takes in what the broker sent to the terminal.
    mutating func add(_ delivery: Venue.Delivery, at now: Instant) {
        add(now.nanoseconds)
        switch delivery {
        case .tick(let tick):
            add(UInt64(tick.symbol.rawValue))
            add(tick.time.milliseconds)
            add(tick.quote.bid.points)
            add(tick.quote.ask.points)
        case .message(let message): add(message)
        }
    }

    private mutating func add(_ message: ServerMessage) {
        switch message {
        case .orderAdded(let order): add(10, order.ticket.rawValue)
        case .orderDeleted(let order): add(11, order.ticket.rawValue)
        case .historyAdded(let order): add(12, order.ticket.rawValue)
        case .dealAdded(let deal, let after):
            add(13, deal.ticket.rawValue)
            add(deal.price.points)
            add(deal.profit.units)
            if let after { add(after) }
        case .positionChanged(let position), .positionRestated(let position): add(position)
        case .answered(_, let result): add(UInt64(result.request.rawValue), UInt64(result.code.rawValue))
        case .connectionLost: add(14, 0)
        case .connectionRestored(let positions, let missed):
            add(15, UInt64(missed.count))
            for position in positions { add(position) }
        }
    }

    private mutating func add(_ kind: UInt64, _ word: UInt64) {
        add(kind)
        add(word)
    }

    private mutating func add(_ position: Broker.Position) {
        add(16, position.ticket.rawValue)
        add(position.revision)
        add(position.volume.units)
        add(position.stopLoss?.points ?? 0)
        add(position.takeProfit?.points ?? 0)
        add(position.swap.units)
    }
}
