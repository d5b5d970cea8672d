/// What both sides compare to know that they see the same positions: a sum over (ticket, volume,
/// stop-loss, take-profit), independent of order, so that it follows each change without a pass over all.
///
/// It finds lost and stale updates; it is no defence against forgery, which the link token is for.
public struct PositionChecksum: Hashable, Codable, Sendable, BitwiseCopyable {
    public static let empty = PositionChecksum(rawValue: 0)

    public private(set) var rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public mutating func add(_ position: Position) { rawValue &+= PositionChecksum.hash(position) }

    /// Takes out a position exactly as it was added.
    public mutating func remove(_ position: Position) { rawValue &-= PositionChecksum.hash(position) }

    public static func of(_ positions: some Sequence<Position>) -> PositionChecksum {
        var sum = PositionChecksum.empty
        for position in positions { sum.add(position) }
        return sum
    }

    private static func hash(_ position: Position) -> UInt64 {
        var hash = WireHash()
        hash.mix(position.ticket.rawValue)
        hash.mix(UInt64(bitPattern: position.volume.units))
        hash.mix(UInt64(bitPattern: position.stopLoss?.points ?? 0))
        hash.mix(UInt64(bitPattern: position.takeProfit?.points ?? 0))
        return hash.value
    }
}
