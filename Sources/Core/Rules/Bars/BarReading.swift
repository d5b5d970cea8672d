/// What the closed bars of one side say until the next one closes. Prices in the side's own direction.
struct BarReading: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Points times `AverageTrueRange.scale`.
    let atr: Int64
    /// The true range of the last closed bar, points.
    let lastRange: Int64
    /// Over the chandelier's bars.
    let highest: Int64
    /// Over the swing's bars.
    let lowest: Int64
    /// `nil` while the price goes against this side.
    let parabolic: Int64?
}
