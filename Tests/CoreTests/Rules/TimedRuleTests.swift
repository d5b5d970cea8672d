import Testing

@testable import Core

@Suite struct TimedRuleTests {
    private static let hour: Int64 = 3_600_000
    private static let fifty = RuleDistance(unit: .points, amount: 50)

    private func shard(_ rules: RuleSet, opened: Int64, stop: Int64 = 99_000) -> Shard {
        var shard = Shard(settings: Sample.settings(.manage, rules))
        var effects: [ShardEffect] = []
        var position = Sample.position(1, stop: stop)
        position.opened = MarketTime(milliseconds: opened)
        shard.step(
            .snapshot(
                Snapshot(
                    symbols: [Sample.spec()], valuations: [Sample.valuation()], ticks: [],
                    positions: [position])), at: .zero, into: &effects)
        return shard
    }

    private func stop(_ shard: inout Shard, bid: Int64, at time: Int64) -> StopMove? {
        var effects: [ShardEffect] = []
        shard.step(.tick(Sample.tick(bid, time: time)), at: .zero, into: &effects)
        for effect in effects {
            if case .propose(let proposal) = effect, case .move(let move) = proposal.action { return move }
        }
        return nil
    }

    @Test func aPositionOfAgeIsFollowedCloselyFromTheFirstTickOfThatAge() {
        var rules = Sample.rules(cap: Sample.cap(10_000))
        rules.ageTightening = AgeTightening(
            after: .seconds(3_600), distance: Self.fifty, step: Distance(points: 5))
        var shard = shard(rules, opened: Self.hour)
        #expect(stop(&shard, bid: 100_000, at: Self.hour) == nil)
        #expect(stop(&shard, bid: 100_000, at: 2 * Self.hour - 1) == nil)
        let before = shard.counters.decisions
        #expect(stop(&shard, bid: 100_000, at: 2 * Self.hour)?.stop.points == 99_950)
        #expect(shard.counters.decisions == before + 1)
        #expect(stop(&shard, bid: 100_004, at: 2 * Self.hour) == nil)
        #expect(stop(&shard, bid: 100_005, at: 2 * Self.hour)?.stop.points == 99_955)
    }

    @Test func breakEvenByAgeWaitsUntilItFitsUnderThePrice() {
        var rules = Sample.rules(cap: Sample.cap(10_000))
        rules.ageBreakEven = AgeBreakEven(after: .seconds(60), offset: RuleDistance(unit: .points, amount: 3))
        var shard = shard(rules, opened: 1)
        #expect(stop(&shard, bid: 100_003, at: 60_001) == nil)
        let move = stop(&shard, bid: 100_004, at: 60_002)
        #expect(move?.stop.points == 100_003 && move?.lane == .breakEven)
    }

    /// 1970-01-02 was a Friday.
    @Test func theWeekEndsOnFridayNightAndTheDayEveryNight() throws {
        let friday: Int64 = 86_400_000
        let week = try #require(
            ClosingTime(
                .weekly, minute: 4 * 1_440 + 23 * 60, lead: .seconds(1_800), distance: Self.fifty,
                step: Distance(points: 1)))
        let day = try #require(
            ClosingTime(
                .daily, minute: 23 * 60, lead: .seconds(1_800), distance: Self.fifty,
                step: Distance(points: 1)))
        let begins = MarketTime(milliseconds: friday + 22 * Self.hour + 1_800_000)
        let before = MarketTime(milliseconds: begins.milliseconds - 1)
        let last = MarketTime(milliseconds: friday + 23 * Self.hour - 1)
        let end = MarketTime(milliseconds: friday + 23 * Self.hour)
        for rule in [week, day] {
            #expect(!rule.applies(at: before) && rule.applies(at: begins))
            #expect(rule.applies(at: last) && !rule.applies(at: end))
            #expect(rule.nextBeginning(after: before) == begins)
        }
        let tomorrow = MarketTime(milliseconds: begins.milliseconds + 86_400_000)
        #expect(day.applies(at: tomorrow) && !week.applies(at: tomorrow))
        #expect(day.nextBeginning(after: begins) == tomorrow)
        #expect(week.nextBeginning(after: end).milliseconds == begins.milliseconds + 7 * 86_400_000)
    }

    @Test func aYoungPositionKeepsItsStopAndCatchesUpAtTheMomentItIsOfAge() {
        var rules = Sample.rules(
            cap: Sample.cap(10_000), trailing: Sample.trailing(start: 10, step: 5, distance: 20))
        rules.guarding = TighteningGuard(ageMin: .seconds(60))
        var shard = shard(rules, opened: 1)
        #expect(stop(&shard, bid: 100_100, at: 1) == nil)
        #expect(stop(&shard, bid: 100_200, at: 60_000) == nil)
        #expect(stop(&shard, bid: 100_190, at: 60_001)?.stop.points == 100_180)
    }

    @Test func aCapIsNoMatterOfAge() {
        var rules = Sample.rules(cap: Sample.cap(100))
        rules.guarding = TighteningGuard(ageMin: .seconds(60))
        let held = Sample.position(1, stop: 99_000)
        guard case .move(let move) = Sample.stance(held, rules: rules, bid: 100_000).plan() else {
            Issue.record("nothing was proposed")
            return
        }
        #expect(move.lane == .cap)
    }

    @Test func theSpreadBufferKeepsAStopAwayFromAWideMarket() {
        var rules = Sample.rules(
            cap: Sample.cap(10_000), trailing: Sample.trailing(start: 0, step: 1, distance: 20))
        rules.guarding = TighteningGuard(spreadPermille: 2_000)
        let held = Sample.position(1, stop: 99_000)
        let wide = Sample.stance(held, rules: rules, bid: 100_100, ask: 100_130, peak: 100_100)
        guard case .move(let move) = wide.plan() else {
            Issue.record("nothing was proposed")
            return
        }
        #expect(move.stop.points == 100_040)
        let narrow = Sample.stance(held, rules: rules, bid: 100_100, ask: 100_105, peak: 100_100)
        guard case .move(let free) = narrow.plan() else {
            Issue.record("nothing was proposed")
            return
        }
        #expect(free.stop.points == 100_080)
    }

    @Test func whileABarIsTooWideNothingIsTightened() {
        var rules = Sample.rules(
            cap: Sample.cap(10_000), trailing: Sample.trailing(start: 0, step: 1, distance: 20))
        rules.guarding = TighteningGuard(calmPermille: 2_000)
        var context = StanceContext()
        let held = Sample.position(1, stop: 99_000)
        for (range, isTightened) in [(Int64(20), true), (21, false)] {
            context.bars = BarReading(
                atr: 10 * AverageTrueRange.scale, lastRange: range, highest: 0, lowest: 0, parabolic: nil)
            let stance = Sample.stance(held, rules: rules, bid: 100_100, peak: 100_100, context: context)
            if isTightened {
                #expect(stance.plan() != .keep(.guarded))
            } else {
                #expect(stance.plan() == .keep(.guarded))
            }
        }
    }
}
