import Core
import Runtime

/// An event on its way to the log: what its producer knows. The journal thread adds the number.
public struct LogEntry: Sendable {
    public var account: AccountNumber
    public var at: WallTime
    public var instant: Instant
    public var ticket: Ticket?
    /// The EA's message that brought it; once the record is durable, that message is acknowledged.
    public var delivery: Delivery?
    public var event: TradeEvent

    public init(
        account: AccountNumber, at: WallTime, instant: Instant, ticket: Ticket?, delivery: Delivery?,
        event: TradeEvent
    ) {
        self.account = account
        self.at = at
        self.instant = instant
        self.ticket = ticket
        self.delivery = delivery
        self.event = event
    }
}
