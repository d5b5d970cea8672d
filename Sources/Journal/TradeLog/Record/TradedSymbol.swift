/// A symbol as a record needs it: the name people know it by, and the decimals of its prices.
public struct TradedSymbol: Hashable, Sendable {
    public static let digitsMax = 8

    public var name: String
    /// 0 to 8.
    public var digits: UInt8

    public init(name: String, digits: UInt8) {
        precondition(digits <= Self.digitsMax, "a price has at most 8 decimals")
        self.name = name
        self.digits = digits
    }
}
