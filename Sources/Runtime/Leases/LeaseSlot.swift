/// Names one slot of a `LeaseTable` for as long as it is open; after `close` every call with it is refused,
/// even when the slot serves another position by then.
public struct LeaseSlot: Hashable, Sendable, BitwiseCopyable {
    let index: UInt32
    /// Odd, and different at every opening of the slot.
    let version: UInt64
}

/// Who a lease was taken for: the bridge thread itself or one incarnation of a worker, so that everything a
/// dead worker holds can be reclaimed at once.
public struct LeaseOwner: Hashable, Sendable, BitwiseCopyable {
    /// The bridge thread, where the shard runs inline.
    public static let inline = LeaseOwner(0)

    public let rawValue: UInt16
    public init(_ rawValue: UInt16) { self.rawValue = rawValue }
}
