import Broker
import Core

/// A request of the guardian that has left the terminal.
struct OrderUnderWay: Sendable {
    enum Kind: Sendable {
        case stop(Price, takeProfit: Price?)
        case close
    }

    let request: RequestID
    let ticket: Ticket
    let kind: Kind
    let sent: Instant
    var state = ReadBack.RequestState.inFlight
    var code: UInt32 = 0
}

/// Why the guardian sent a request: which rule asked for the stop, or what wants the position closed.
enum OrderMeaning: Sendable {
    case stop(Rule)
    case close(StopPlan.CloseReason)
}
