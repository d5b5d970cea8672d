/// What an earlier run of the daemon, or a shard that was lost, knew of a position and the broker does not tell.
public struct PositionMemory: Hashable, Codable, Sendable, BitwiseCopyable {
    public var position: PositionID
    /// Where its first stop belongs: what R is measured from.
    public var firstStop: Price

    public init(position: PositionID, firstStop: Price) {
        self.position = position
        self.firstStop = firstStop
    }
}
