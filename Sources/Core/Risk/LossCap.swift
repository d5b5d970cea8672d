/// The most one position may lose, and the share of it that a stop we send may use.
public struct LossCap: Hashable, Codable, Sendable, BitwiseCopyable {
    /// In account money, greater than zero.
    public let amount: Money
    /// 1 to 1000; 950 keeps 5 % back for what cannot be foreseen.
    public let marginPermille: Int64
    /// Millionths of the balance; the smaller of this and `amount` counts. `nil` for `amount` alone.
    public let balanceMillionths: Int64?

    public init?(amount: Money, marginPermille: Int64 = 950, balanceMillionths: Int64? = nil) {
        guard amount > .zero, (1...1000).contains(marginPermille),
            balanceMillionths.map({ (1...1_000_000).contains($0) }) != false
        else { return nil }
        self.amount = amount
        self.marginPermille = marginPermille
        self.balanceMillionths = balanceMillionths
    }

    /// The cap at a balance: that of `amount` while no balance is known, never less than the smallest amount.
    public func bounded(by balance: Money?) -> LossCap {
        guard let balanceMillionths, let share = share(of: balance, millionths: balanceMillionths),
            share < amount
        else { return self }
        return LossCap(
            amount: max(share, Money(units: 1)), marginPermille: marginPermille,
            balanceMillionths: balanceMillionths) ?? self
    }

    /// What a stop we send may cost at most: margin x cap, rounded down.
    public var limit: Money {
        Money(saturating: Int128(amount.units) * Int128(marginPermille) / 1000)
    }

    /// The worst case at which a stop already resting is tightened: half of the kept-back margin used.
    ///
    /// Between `limit` and this nothing is sent, so that a drifting valuation does not cause a stream of
    /// one-point changes.
    public var tolerance: Money {
        Money(saturating: (Int128(amount.units) + Int128(limit.units)) / 2)
    }
}
