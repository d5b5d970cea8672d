import Core

/// What the broker tells a terminal. Most are MT5 trade transactions; the order of arrival is not promised.
public enum ServerMessage: Sendable {
    /// `TRADE_TRANSACTION_ORDER_ADD`
    case orderAdded(Order)
    /// `TRADE_TRANSACTION_DEAL_ADD`; the position as the deal left it, `nil` when it is gone.
    case dealAdded(Deal, after: Position?)
    /// `TRADE_TRANSACTION_ORDER_DELETE`
    case orderDeleted(Order)
    /// `TRADE_TRANSACTION_HISTORY_ADD`
    case historyAdded(Order)
    /// `TRADE_TRANSACTION_POSITION`: stop-loss or take-profit changed.
    case positionChanged(Position)
    /// Swap was booked or the ticket changed; MT5 sends no transaction for it.
    case positionRestated(Position)
    /// `TRADE_TRANSACTION_REQUEST`
    case answered(TradeRequest, TradeResult)
    /// The terminal has no broker any more.
    case connectionLost
    /// It has one again; these are the positions and the deals it missed, and replace what it knew.
    case connectionRestored([Position], missed: [Deal])
}

/// What really happened at the broker, whatever the terminal is told: for the checker and the store.
public enum LedgerEvent: Sendable {
    /// The terminal handed a request to the network.
    case submitted(RequestNumber, TradeRequest)
    /// The broker has dealt with it, and this was its verdict, whether or not the answer arrives.
    case executed(RequestNumber, TradeRequest, ReturnCode)
    /// The terminal has the answer.
    case answered(RequestNumber)
    case opened(Position)
    /// Part was closed, or a netting position grew.
    case resized(from: Position, to: Position, Deal)
    case closed(Position, Deal)
    case stopsChanged(from: Position, to: Position, by: Author)
    /// Swap was booked or the ticket changed.
    case restated(Position)
    /// The terminal learned the position's present stop-loss and take-profit.
    case told(Position)
    case connected(Bool)
    /// A fault struck this request.
    case struck(RequestNumber, FaultName)

    /// Who changed a position.
    public enum Author: Equatable, Sendable {
        case terminal(RequestNumber)
        case person
    }
}

/// A `LedgerEvent` with its moment: on the caller's monotonic clock and on the market's.
public struct LedgerEntry: Sendable {
    public let at: Instant
    public let time: MarketTime
    public let event: LedgerEvent
}
