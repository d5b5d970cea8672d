/// Which way a position earns: a buy when the price rises, a sell when it falls.
///
/// A buy is valued, stopped and closed at the bid; a sell at the ask.
public enum Side: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    case buy = 0
    case sell = 1

    /// +1 for a buy, -1 for a sell: the sign of profit per point of rising price.
    @inlinable public var sign: Int64 { self == .buy ? 1 : -1 }

    public var opposite: Side { self == .buy ? .sell : .buy }
}
