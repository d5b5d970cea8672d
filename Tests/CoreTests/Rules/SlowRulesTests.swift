import Foundation
import Testing

@testable import Core

/// Each rule against an independent slow model of its published definition, on every tick of recorded markets.
///
/// Decimal arithmetic is slow: the first ticks of each file by default, whole files with BACKSTOP_MEASURE set.
@Suite(
    .enabled(
        if: RecordedTicks.folder != nil, "skipped: no ticks in BACKSTOP_DATA or ../shared/data"))
struct SlowRulesTests {
    private static let rowsMax = Measure.isWanted ? Int.max : 2_000

    private static func money(_ cents: Int64) -> RuleDistance {
        RuleDistance(unit: .money, amount: cents * 1_000_000)
    }

    private static func risk(_ permille: Int64) -> RuleDistance {
        RuleDistance(unit: .riskPermille, amount: permille)
    }

    /// Every rule at once; `variant` chooses units and sizes.
    private static func rules(_ variant: Int) throws -> RuleSet {
        let isEven = variant % 2 == 0
        var rules = Sample.rules(cap: Sample.cap(250))
        rules.allowance = CostAllowance(
            slippage: Distance(points: 2), commissionPerLot: Money(units: 3 * Money.unitsPerWhole))
        rules.breakEven = BreakEven(
            trigger: money(2_050), offset: money(333), costs: isEven ? .covered : .ignored)
        rules.profitLock =
            isEven
            ? ProfitLock([
                .init(at: money(1_500), lock: money(501)), .init(at: money(4_777), lock: money(2_999)),
            ])
            : ProfitLock([
                .init(at: risk(300), lock: risk(111)), .init(at: risk(777), lock: risk(555)),
            ])
        rules.steps =
            isEven
            ? ProfitSteps(every: risk(100), behind: risk(77))
            : ProfitSteps(
                every: money(1_010), behind: money(1_010), start: money(3_030), most: money(9_999))
        rules.share = PeakShare(
            [
                .init(at: money(1_234), keepPermille: 600), .init(at: money(4_000), keepPermille: 750),
            ], step: money(250), most: money(20_000))
        let entry = RuleDistance(unit: .entryMillionths, amount: 777)
        let average = RuleDistance(unit: .atrPermille, amount: 2_718)
        rules.trailing = TrailingStop(
            start: money(700), step: Distance(points: 3), distance: isEven ? average : entry,
            most: isEven ? nil : money(15_000))
        rules.bars = BarSettings(
            period: isEven ? .m1 : .m5, atrBars: isEven ? 14 : 7, chandelierBars: 22, swingBars: 6)
        rules.chandelier = ChandelierStop(
            multiplePermille: 3_141, start: money(100), step: Distance(points: 1))
        rules.swing = SwingStop(buffer: isEven ? average : entry, step: Distance(points: 1))
        rules.parabolic = ParabolicStop(step: Distance(points: 1))
        rules.ageTightening = AgeTightening(
            after: .seconds(7_200), distance: isEven ? entry : average, step: Distance(points: 1))
        rules.ageBreakEven = AgeBreakEven(after: .seconds(3_600), offset: money(100), costs: .covered)
        rules.sessionEnd = ClosingTime(
            .daily, minute: 20 * 60, lead: .seconds(7_200), distance: money(2_222), step: Distance(points: 1))
        #expect(rules.problems.isEmpty)
        return rules
    }

    @Test(
        arguments: [
            "EURUSD_20140502.csv", "XAUUSD_20140502.csv", "XAUUSD_20140504.csv", "EURUSD.fxcm_20140508.csv",
        ], [0, 1])
    func everyRuleAsksForWhatItsDefinitionSaysOnEveryTick(file: String, variant: Int) throws {
        let isGold = file.hasPrefix("XAU")
        let rows = try RecordedTicks.rows(file, digits: isGold ? 3 : 5)
        try #require(rows.count > 9_000)
        let rules = try Self.rules(variant)
        let tick: Int64 = isGold ? 5 : 1
        var shard = Shard(settings: Sample.settings(.manage, rules))
        var effects: [ShardEffect] = []
        shard.step(
            .snapshot(
                Snapshot(
                    symbols: [Sample.spec(tick: tick)],
                    valuations: [Sample.valuation(whole: 7, reference: isGold ? 100 : 9)], ticks: [],
                    positions: [])), at: .zero, into: &effects)
        let start = rows[0]
        var models: [SlowRules] = []
        for side in [Side.buy, .sell] {
            var position = Sample.position(
                side == .buy ? 1 : 2, side, lots: 130, open: side == .buy ? start.ask : start.bid,
                swap: -55_000_000, commission: -44_000_000)
            position.opened = MarketTime(milliseconds: start.time_ms)
            shard.step(.position(position, .opened), at: .zero, into: &effects)
            let worth = Decimal(7) * 130 / 100 / (isGold ? 100 : 9)
            models.append(
                SlowRules(
                    rules, isBuy: side == .buy, open: position.openPrice.points, opened: start.time_ms,
                    worth: worth, costs: Decimal(99) / 100 + 3 * Decimal(130) / 100 + 2 * worth, tick: tick))
        }
        var wishes = 0
        for (number, row) in rows.enumerated() where number < Self.rowsMax {
            let time = row.time_ms
            shard.step(
                .tick(Sample.tick(row.bid, row.ask, time: time, seen: time)), at: .zero, into: &effects)
            for place in 0..<2 {
                shard.decide(desk: 0, place: place, cause: nil, into: &effects)
                models[place].add(bid: row.bid, ask: row.ask, at: time)
                guard let stance = shard.desks[0]?.stance(of: place, under: shard.orders) else { continue }
                wishes += try compare(stance.candidates.stops, models[place], "row \(number + 2), \(place)")
            }
            effects.removeAll(keepingCapacity: true)
        }
        #expect(wishes > min(rows.count, Self.rowsMax) / 2, "the rules hardly asked for anything")
    }

    /// - Returns: how many rules asked for something.
    private func compare(_ stops: RuleStops, _ model: SlowRules, _ place: String) throws -> Int {
        let pairs: [(Rule, SlowRules.Wish?)] = [
            (.breakEven, model.breakEven), (.profitLock, model.profitLock), (.profitSteps, model.steps),
            (.peakShare, model.share), (.trailing, model.trailing), (.chandelier, model.chandelier),
            (.swing, model.swing), (.parabolic, model.parabolic), (.ageTightening, model.ageTightening),
            (.ageBreakEven, model.ageBreakEven), (.sessionEnd, model.sessionEnd),
        ]
        var asked = 0
        for (rule, wish) in pairs {
            let expected = wish.map { model.stops(of: $0) } ?? []
            let stop = stops[rule]?.points
            if stop != nil { asked += 1 }
            let isRight = stop.map { expected.contains($0) } ?? (wish == nil)
            try #require(isRight, "\(place): \(rule) asks for \(stop ?? 0), the model for \(expected)")
        }
        return asked
    }
}
