/// Finds a deal that is missing, doubled or damaged in an answer of the deal history: a sum over (deal, volume,
/// price, profit), independent of order.
public struct DealChecksum: Hashable, Sendable, BitwiseCopyable {
    public static let empty = DealChecksum(rawValue: 0)

    public private(set) var rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public mutating func add(_ deal: Deal) {
        var hash = WireHash()
        hash.mix(deal.deal)
        hash.mix(UInt64(bitPattern: deal.volume.units))
        hash.mix(UInt64(bitPattern: deal.price.points))
        hash.mix(UInt64(bitPattern: deal.profit.units))
        rawValue &+= hash.value
    }

    public static func of(_ deals: some Sequence<Deal>) -> DealChecksum {
        var sum = DealChecksum.empty
        for deal in deals { sum.add(deal) }
        return sum
    }
}
