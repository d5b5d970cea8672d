import Core

/// What the guardian promised, as the checker holds it to it.
public struct CheckerSettings: Sendable {
    /// The most one position may lose.
    public var cap: Money
    /// The share of the cap that a stop may use, 1 to 1000.
    public var marginPermille: Int64
    /// Commission that closing will cost, per lot; `nil`: what the contract states.
    public var closingCommissionPerLot: Money?
    /// How long a position may be without a stop while one could be placed.
    public var uncoveredMax: TimeSpan
    /// After this a request without an answer no longer counts as in flight.
    public var requestDeadline: TimeSpan
    /// News younger than this may not have reached the guardian when it decided.
    public var newsTravel: TimeSpan
    /// How far back a conversion rate may come from.
    public var rateAge: TimeSpan
    /// The share of a position's first volume that the guardian may close while the rest stays open, permille; `nil`:
    /// any.
    public var partsMaxPermille: Int64?

    public init(
        cap: Money, marginPermille: Int64 = 950, closingCommissionPerLot: Money? = nil,
        uncoveredMax: TimeSpan = .seconds(1), requestDeadline: TimeSpan = .seconds(1),
        newsTravel: TimeSpan = .milliseconds(100), rateAge: TimeSpan = .seconds(3)
    ) {
        self.cap = cap
        self.marginPermille = marginPermille
        self.closingCommissionPerLot = closingCommissionPerLot
        self.uncoveredMax = uncoveredMax
        self.requestDeadline = requestDeadline
        self.newsTravel = newsTravel
        self.rateAge = rateAge
    }
}
