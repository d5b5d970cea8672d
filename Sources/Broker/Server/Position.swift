import Core

/// The number of an order. A position's ticket is at first that of the order that opened it.
public struct OrderTicket: Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt64
    @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// The number of a deal.
public struct DealTicket: Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt64
    @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// Who or what caused an order, a deal or a position (`ENUM_DEAL_REASON`).
public enum TradeReason: UInt8, Sendable {
    /// A person at a desktop terminal.
    case client = 0
    case expert = 3
    case stopLoss = 4
    case takeProfit = 5
    case stopOut = 6
}

/// One open position as the broker keeps it.
public struct Position: Equatable, Sendable {
    /// May change while the position lives; `identifier` does not.
    public var ticket: Ticket
    public var identifier: PositionID
    public var symbol: SymbolIndex
    public var side: Side
    public var volume: Volume
    /// On netting accounts the volume-weighted average, rounded to the nearest point.
    public var openPrice: Price
    public var stopLoss: Price?
    public var takeProfit: Price?
    /// Credited so far; negative is a cost.
    public var swap: Money
    /// What the position's deals have cost so far; negative is a cost.
    public var commission: Money
    public var magic: Magic
    public var reason: TradeReason
    public var comment: String
    public var opened: MarketTime
    public var updated: MarketTime
    /// Grows with every change; a copy with a lower one is older, whatever the order of arrival.
    public var revision: UInt64
}

/// One market order, as the terminal's history shows it.
public struct Order: Equatable, Sendable {
    public var ticket: OrderTicket
    public var symbol: SymbolIndex
    public var side: Side
    public var volume: Volume
    public var price: Price
    public var position: PositionID
    public var magic: Magic
    public var reason: TradeReason
    public var time: MarketTime
    public var comment: String
}

/// One deal: volume that changed hands at a price, with what it cost and earned.
public struct Deal: Equatable, Sendable {
    public enum Entry: UInt8, Sendable {
        case `in` = 0
        case out = 1
        case inOut = 2
    }

    public var ticket: DealTicket
    public var order: OrderTicket
    public var position: PositionID
    public var symbol: SymbolIndex
    public var side: Side
    public var entry: Entry
    public var volume: Volume
    public var price: Price
    /// Rounded to cents when realised.
    public var profit: Money
    public var commission: Money
    public var swap: Money
    public var magic: Magic
    public var reason: TradeReason
    public var stopLoss: Price?
    public var takeProfit: Price?
    public var time: MarketTime
    public var comment: String
}
