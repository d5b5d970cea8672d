/// What a request is for; also its place in the queue. Lower raw values go first.
public enum Lane: UInt8, Hashable, Comparable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    case flatten = 0
    case cap = 1
    case firstStop = 2
    case profitLock = 3
    case breakEven = 4
    case trailing = 5

    public static func < (left: Lane, right: Lane) -> Bool { left.rawValue < right.rawValue }

    /// Protection that must reach the broker: bound by the in-flight window alone.
    public var isUrgent: Bool { self <= .firstStop }

    /// Bound by the rate as well: a move that loses little by waiting.
    public var isRated: Bool { self >= .breakEven }
}

/// Move the stop-loss of one position; the take-profit stays as it is.
public struct ModifyStop: Hashable, Codable, Sendable, BitwiseCopyable {
    public var request: RequestID
    public var ticket: Ticket
    public var symbol: SymbolID
    public var side: Side
    /// The cap itself cannot be placed; this stop lowers the worst case or is the first one.
    public var isCapUnreachable: Bool
    /// A person ordered a looser stop.
    public var mayLoosen: Bool
    public var stopLoss: Price
    public var expectedStopLoss: Price?
    public var expectedTakeProfit: Price?
    /// What travels with the stop: the expected one, except to restore one that a request of ours overwrote.
    public var takeProfit: Price?
    /// The most the position may lose by price alone at `stopLoss`; the EA asks the terminal.
    public var maxLoss: Money
    /// The EA clock of the event that caused this; with `limit`, the deadline.
    public var cause: Instant
    /// Milliseconds after `cause` at which the EA must not send it any more.
    public var limit_ms: UInt32
    public var lane: Lane

    public init(
        request: RequestID, ticket: Ticket, symbol: SymbolID, side: Side, isCapUnreachable: Bool,
        mayLoosen: Bool, stopLoss: Price, expectedStopLoss: Price?, expectedTakeProfit: Price?,
        takeProfit: Price?, maxLoss: Money, cause: Instant, limit_ms: UInt32, lane: Lane
    ) {
        self.request = request
        self.ticket = ticket
        self.symbol = symbol
        self.side = side
        self.isCapUnreachable = isCapUnreachable
        self.mayLoosen = mayLoosen
        self.stopLoss = stopLoss
        self.expectedStopLoss = expectedStopLoss
        self.expectedTakeProfit = expectedTakeProfit
        self.takeProfit = takeProfit
        self.maxLoss = maxLoss
        self.cause = cause
        self.limit_ms = limit_ms
        self.lane = lane
    }
}

/// Close (part of) one position at market.
public struct ClosePosition: Hashable, Codable, Sendable, BitwiseCopyable {
    public var request: RequestID
    public var ticket: Ticket
    public var symbol: SymbolID
    /// Of the position, not of the closing order.
    public var side: Side
    public var volume: Volume
    /// What must be open for it to be sent: a part must never become the whole. `nil`: whatever is open.
    public var expectedVolume: Volume?
    public var cause: Instant
    public var limit_ms: UInt32
    /// Accepted slippage in points, where the broker's execution mode asks for one.
    public var deviation: UInt32
    public var lane: Lane

    public init(
        request: RequestID, ticket: Ticket, symbol: SymbolID, side: Side, volume: Volume,
        expectedVolume: Volume?, cause: Instant, limit_ms: UInt32, deviation: UInt32, lane: Lane
    ) {
        self.request = request
        self.ticket = ticket
        self.symbol = symbol
        self.side = side
        self.volume = volume
        self.expectedVolume = expectedVolume
        self.cause = cause
        self.limit_ms = limit_ms
        self.deviation = deviation
        self.lane = lane
    }
}

/// Ask the EA what became of a request and how its position stands.
public struct ReadBackRequest: Hashable, Codable, Sendable, BitwiseCopyable {
    public var request: RequestID
    public var ticket: Ticket

    public init(request: RequestID, ticket: Ticket) {
        self.request = request
        self.ticket = ticket
    }
}
