import Core

/// The number the terminal gives a request handed to the network (`request_id`); from 1 in each session.
public struct RequestNumber: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let rawValue: UInt32
    @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable public static func < (left: RequestNumber, right: RequestNumber) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What a terminal asks the broker for (`MqlTradeRequest`, as far as this broker trades).
public struct TradeRequest: Equatable, Sendable {
    public enum Action: UInt8, Sendable {
        /// A deal at market (`TRADE_ACTION_DEAL`): opens, or closes `position`.
        case deal
        /// New stop-loss and take-profit, both of them (`TRADE_ACTION_SLTP`).
        case stops
        /// Anything this broker does not offer, such as pending orders; answered with `invalid`.
        case unsupported
    }

    public var action: Action
    public var symbol: SymbolIndex
    /// The position meant; on netting accounts the symbol says it and this may be absent.
    public var position: Ticket?
    /// The deal's own direction: closing a buy is a sell.
    public var side: Side
    public var volume: Volume
    /// Absent means: remove it.
    public var stopLoss: Price?
    public var takeProfit: Price?
    public var magic: Magic
    public var comment: String

    public init(
        action: Action, symbol: SymbolIndex, position: Ticket? = nil, side: Side = .buy,
        volume: Volume = .zero, stopLoss: Price? = nil, takeProfit: Price? = nil, magic: Magic = .manual,
        comment: String = ""
    ) {
        self.action = action
        self.symbol = symbol
        self.position = position
        self.side = side
        self.volume = volume
        self.stopLoss = stopLoss
        self.takeProfit = takeProfit
        self.magic = magic
        self.comment = comment
    }
}

/// The broker's answer to one request (`MqlTradeResult`).
public struct TradeResult: Equatable, Sendable {
    public var request: RequestNumber
    public var code: ReturnCode
    public var deal: DealTicket?
    public var order: OrderTicket?
    public var volume: Volume
    public var price: Price?
    /// The market when the request was executed; absent before the first quote.
    public var quote: Quote?

    public init(
        request: RequestNumber, code: ReturnCode, deal: DealTicket? = nil, order: OrderTicket? = nil,
        volume: Volume = .zero, price: Price? = nil, quote: Quote? = nil
    ) {
        self.request = request
        self.code = code
        self.deal = deal
        self.order = order
        self.volume = volume
        self.price = price
        self.quote = quote
    }
}
