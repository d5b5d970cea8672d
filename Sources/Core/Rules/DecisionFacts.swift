/// What led to a proposal: for the record and for people. Nothing is admitted or refused by it.
public struct DecisionFacts: Hashable, Codable, Sendable, BitwiseCopyable {
    /// The quote; `nil` where none was known.
    public var bid: Price?
    public var ask: Price?
    /// The best exit price so far.
    public var peak: Price?
    /// The average true range that rules went by, 1/4096 points; `nil` while there is none.
    public var atr: Int64?
    /// Where the first stop belongs, which R is measured from; `nil` until that is settled.
    public var firstStop: Price?
    /// What each rule asked for.
    public var candidates = RuleStops()
    /// What changed or bounded the winner's wish.
    public var limits: StopLimits = []

    public init() {}
}
