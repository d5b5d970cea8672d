/// One number for each lane.
public struct LaneCounts: Hashable, Codable, Sendable {
    private var counts = [UInt64](repeating: 0, count: Lane.allCases.count)

    public init() {}

    public subscript(_ lane: Lane) -> UInt64 {
        get { counts[Int(lane.rawValue)] }
        set { counts[Int(lane.rawValue)] = newValue }
    }
}
