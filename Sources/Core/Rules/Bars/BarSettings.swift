/// The bars that a rule set's rules look at, and what is worked out from them when one closes.
public struct BarSettings: Hashable, Codable, Sendable, BitwiseCopyable {
    /// No average and no window looks further back.
    public static let barsMax: Int64 = 200

    public let period: BarPeriod
    /// Bars of the average true range: 1 to `barsMax`.
    public let atrBars: Int64
    /// Bars whose highest high the chandelier hangs from: 1 to `barsMax`.
    public let chandelierBars: Int64
    /// Bars whose lowest low the swing stop lies under: 1 to `barsMax`.
    public let swingBars: Int64
    /// What the parabolic's acceleration starts at and grows by: 1 to `parabolicMaxPermille`.
    public let parabolicStepPermille: Int64
    /// At most 1000.
    public let parabolicMaxPermille: Int64

    /// So many lengths of the average that what its first bars were weighs no more than a twentieth.
    private static let averagesWanted: Int64 = 4

    /// The minutes after which everything these bars say is known and no longer depends on where they began, but for
    /// a parabolic that has not turned since. One bar more, for the first need not be whole.
    var minutesWanted: Int64 {
        (max(Self.averagesWanted * atrBars, chandelierBars, swingBars) + 1) * period.rawValue
    }

    /// The defaults are those of the rules' authors: Wilder's 14 bars, 0.02 and 0.20, LeBeau's 22 bars.
    public init?(
        period: BarPeriod, atrBars: Int64 = 14, chandelierBars: Int64 = 22, swingBars: Int64 = 5,
        parabolicStepPermille: Int64 = 20, parabolicMaxPermille: Int64 = 200
    ) {
        let range = 1...Self.barsMax
        guard range.contains(atrBars), range.contains(chandelierBars), range.contains(swingBars),
            (1...1_000).contains(parabolicMaxPermille),
            (1...parabolicMaxPermille).contains(parabolicStepPermille)
        else { return nil }
        self.period = period
        self.atrBars = atrBars
        self.chandelierBars = chandelierBars
        self.swingBars = swingBars
        self.parabolicStepPermille = parabolicStepPermille
        self.parabolicMaxPermille = parabolicMaxPermille
    }
}
