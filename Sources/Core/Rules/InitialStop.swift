/// Where the first stop of a position belongs, besides the cap: the tightest of what is set. It is worked out once,
/// when all of it is known, and does not move with the market.
public struct InitialStop: Hashable, Codable, Sendable, BitwiseCopyable {
    /// What becomes of a stop that a position already has when it is first seen.
    public enum Existing: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
        /// It stays as long as the cap allows it.
        case respected = 0
        /// It is brought to the initial stop if it is looser.
        case takenOver = 1
    }

    /// From the opening price, at least 1; in points, money, the opening price's or the balance's share, or average
    /// true ranges, not in R. `nil` for none.
    public let distance: RuleDistance?
    /// Thousandths of the average true range; `nil` for none.
    public let atrPermille: Int64?
    /// What may be lost, in millionths of the balance; `nil` for none.
    public let balanceMillionths: Int64?
    public let existing: Existing

    public init?(
        distance: RuleDistance? = nil, atrPermille: Int64? = nil, balanceMillionths: Int64? = nil,
        existing: Existing = .respected
    ) {
        guard distance.map({ $0.amount > 0 && $0.unit != .riskPermille }) != false,
            atrPermille.map({ (1...1_000_000).contains($0) }) != false,
            balanceMillionths.map({ (1...1_000_000).contains($0) }) != false,
            distance != nil || atrPermille != nil || balanceMillionths != nil
        else { return nil }
        self.distance = distance
        self.atrPermille = atrPermille
        self.balanceMillionths = balanceMillionths
        self.existing = existing
    }
}
