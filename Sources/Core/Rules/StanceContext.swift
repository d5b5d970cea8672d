/// What a decision depends on besides the position, its market and its orders.
public struct StanceContext: Hashable, Codable, Sendable, BitwiseCopyable {
    public static let none = StanceContext()

    /// The account's; `nil` until the terminal has told it.
    public var balance: Money?
    /// Of the position's side; `nil` until enough bars have closed.
    var bars: BarReading?
    /// The stop that the position had when it was first seen, or that a person gave it since.
    public var tradersStop: Price?
    /// Where the first stop belongs, once that is settled; what R is measured from.
    public var initialStop: Price?

    /// What its deals have opened and closed; `nil` until they are known.
    var traded: TradedVolumes?

    public init() {}
}
