import Core

/// A rule set in which nothing is left out, and the minutes that make its bars ready.
///
/// No rule asks for more than the scene's stop while the bid is at the opening price, so a tick there crosses nothing.
enum EveryRule {
    static func rules() throws -> RuleSet {
        var rules = RuleSet(
            name: "every", cap: LossCap(amount: money(1_000), balanceMillionths: 500_000),
            allowance: CostAllowance(slippage: Distance(points: 1), commissionPerLot: money(1)),
            trailing: TrailingStop(
                start: try points(10), step: Distance(points: Scene.step), distance: try atr(10_000)),
            breakEven: BreakEven(trigger: try risk(800), offset: try risk(100), costs: .covered),
            profitLock: ProfitLock([
                .init(at: try cash(60), lock: try cash(30)), .init(at: try cash(120), lock: try cash(80)),
            ]))
        rules.initial = InitialStop(
            distance: try points(500), atrPermille: 50_000, balanceMillionths: 100_000)
        rules.steps = ProfitSteps(every: try cash(40), behind: try cash(40))
        rules.share = PeakShare([.init(at: try cash(50), keepPermille: 750)], step: try cash(10))
        rules.bars = BarSettings(period: .m1)
        rules.chandelier = ChandelierStop(multiplePermille: 20_000, step: step)
        rules.swing = SwingStop(buffer: try points(60), step: step)
        rules.parabolic = ParabolicStop(start: try points(50), step: step)
        rules.ageBreakEven = AgeBreakEven(after: .seconds(3_600), costs: .covered)
        rules.ageTightening = AgeTightening(after: .seconds(7_200), distance: try points(100), step: step)
        rules.sessionEnd = ClosingTime(
            .daily, minute: 1_430, lead: .seconds(600), distance: try points(100), step: step)
        rules.weekEnd = ClosingTime(
            .weekly, minute: 7_140, lead: .seconds(600), distance: try points(100), step: step)
        rules.guarding = TighteningGuard(
            spreadPermille: 1_500, buffer: try points(5), atrFloorPermille: 500, calmPermille: 3_000)
        rules.microLoss = money(1)
        guard rules.problems.isEmpty, rules.cap != nil, rules.trailing != nil, rules.breakEven != nil,
            rules.profitLock != nil, rules.initial != nil, rules.steps != nil, rules.share != nil,
            rules.bars != nil, rules.chandelier != nil, rules.swing != nil, rules.parabolic != nil,
            rules.ageBreakEven != nil, rules.ageTightening != nil, rules.sessionEnd != nil,
            rules.weekEnd != nil, rules.guarding != nil
        else { throw BenchmarkFailure("a rule is missing") }
        return rules
    }

    /// Enough for every window. The scene's ticks are all of one minute, so that no bar closes while it is measured.
    static func history() throws -> BarHistory {
        let minutes = (0..<40).map { number in
            MinuteBar(
                start: MarketTime(milliseconds: number * 60_000), high: Price(points: Scene.open + 5),
                low: Price(points: Scene.open - 5), close: Price(points: Scene.open),
                spread: Distance(points: 10))
        }
        guard let history = BarHistory(symbol: Scene.symbol, minutes: minutes) else {
            throw BenchmarkFailure("the minutes are not valid")
        }
        return history
    }

    private static let step = Distance(points: Scene.step)
    private static func money(_ whole: Int64) -> Money { Money(units: whole * Money.unitsPerWhole) }
    private static func points(_ amount: Int64) throws -> RuleDistance { try distance(amount, .points) }
    private static func risk(_ permille: Int64) throws -> RuleDistance {
        try distance(permille, .riskPermille)
    }
    private static func atr(_ permille: Int64) throws -> RuleDistance { try distance(permille, .atrPermille) }
    private static func cash(_ whole: Int64) throws -> RuleDistance {
        try distance(whole * Money.unitsPerWhole, .money)
    }

    private static func distance(_ amount: Int64, _ unit: RuleDistance.Unit) throws -> RuleDistance {
        guard let distance = RuleDistance(amount, unit) else {
            throw BenchmarkFailure("\(amount) is no distance")
        }
        return distance
    }
}
