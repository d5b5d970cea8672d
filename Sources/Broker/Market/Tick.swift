import Core

/// A symbol's place in the broker's list of contracts, dense from 0.
public struct SymbolIndex: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let rawValue: Int
    @inlinable public init(_ rawValue: Int) { self.rawValue = rawValue }
    @inlinable public static func < (left: SymbolIndex, right: SymbolIndex) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What the broker buys (bid) and sells (ask) at. May be crossed (bid above ask), as real feeds are.
public struct Quote: Equatable, Sendable, BitwiseCopyable {
    public var bid: Price
    public var ask: Price

    @inlinable public init(bid: Price, ask: Price) {
        self.bid = bid
        self.ask = ask
    }

    /// The price at which a position of `side` is valued, stopped and closed.
    @inlinable public func closing(_ side: Side) -> Price { side == .buy ? bid : ask }
    /// The price at which a position of `side` is opened.
    @inlinable public func opening(_ side: Side) -> Price { side == .buy ? ask : bid }
    @inlinable public var spread: Distance { ask - bid }
}

/// One quote of one symbol at one moment of the broker's clock.
public struct Tick: Equatable, Sendable, BitwiseCopyable {
    public var symbol: SymbolIndex
    public var time: MarketTime
    public var quote: Quote

    @inlinable public init(symbol: SymbolIndex, time: MarketTime, quote: Quote) {
        self.symbol = symbol
        self.time = time
        self.quote = quote
    }
}
