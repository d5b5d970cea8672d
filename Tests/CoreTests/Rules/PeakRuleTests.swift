import Testing

@testable import Core

/// The price a rule waits for is exactly the first one at which it asks for as much.
@Suite struct PeakRuleTests {
    private func yardstick(_ dice: inout Dice) -> Yardstick {
        let valuation = Sample.valuation(whole: dice.roll(1...30), reference: dice.roll(1...30))
        let position = Sample.position(
            1, dice.one(of: [.buy, .sell]), lots: dice.roll(1...400), open: dice.roll(1_000...200_000))
        return Yardstick(
            side: position.side, volume: position.volume, openPrice: position.openPrice,
            valuation: valuation, costs: Money(units: dice.roll(0...1_000_000_000)),
            risk: dice.roll(1...500), atr: dice.roll(1...400_000),
            balance: Money(units: dice.roll(1...20_000) * Money.unitsPerWhole))
    }

    private func check(_ rule: some PeakRule, _ yardstick: Yardstick, _ seed: UInt64) {
        var last: Int64?
        for gain: Int64 in 0...400 {
            let lock = rule.lock(atGain: gain, yardstick)
            if let last {
                #expect(lock ?? .min >= last, "seed \(seed): \(rule) asks for less at \(gain)")
            }
            last = lock ?? last
            guard let lock else { continue }
            let least = rule.gain(locking: lock, yardstick)
            #expect(least.map { $0 <= gain } ?? false, "seed \(seed): \(rule) at \(gain)")
        }
        for target: Int64 in stride(from: -60, through: 300, by: 3) {
            guard let first = rule.gain(locking: target, yardstick) else {
                let isNever = (0...400).allSatisfy { rule.lock(atGain: $0, yardstick) ?? .min < target }
                #expect(isNever, "seed \(seed): \(rule) does lock \(target)")
                continue
            }
            let isReached = rule.lock(atGain: first, yardstick) ?? .min >= target
            let isEarlier = first > 0 && rule.lock(atGain: first - 1, yardstick) ?? .min >= target
            #expect(isReached && !isEarlier, "seed \(seed): \(rule) locks \(target) at \(first)")
        }
    }

    @Test(arguments: UInt64(0)..<4)
    func theGainThatLocksAnAmountIsTheFirstThatDoes(block: UInt64) {
        for seed in block * 25..<(block + 1) * 25 {
            var dice = Dice(seed: seed)
            let rules = RandomRules(range: .everything).draw(&dice)
            let yardstick = yardstick(&dice)
            if let rule = rules.breakEven { check(rule, yardstick, seed) }
            if let rule = rules.profitLock { check(rule, yardstick, seed) }
            if let rule = rules.steps { check(rule, yardstick, seed) }
            if let rule = rules.share { check(rule, yardstick, seed) }
            if let rule = rules.trailing { check(rule, yardstick, seed) }
        }
    }

    @Test func whatIsUnknownHasNoLength() {
        let yardstick = Yardstick(
            side: .buy, volume: .oneLot, openPrice: Price(points: 100_000), valuation: nil, costs: nil,
            risk: nil, atr: nil, balance: nil)
        for unit in RuleDistance.Unit.allCases {
            let isKnown = unit == .points || unit == .entryMillionths
            #expect((yardstick.points(RuleDistance(unit: unit, amount: 5), .up) != nil) == isKnown)
            #expect((yardstick.worth(of: 5, in: unit) != nil) == isKnown)
        }
    }

    @Test func rulesThatContradictThemselvesCannotBeBuilt() {
        let one = RuleDistance(unit: .points, amount: 1)
        let money = RuleDistance(unit: .money, amount: 1)
        #expect(RuleDistance(-1, .points) == nil && RuleDistance(RuleDistance.amountMax + 1, .money) == nil)
        #expect(ProfitSteps(every: .zero, behind: .zero) == nil)
        #expect(ProfitSteps(every: one, behind: money) == nil)
        #expect(PeakShare([.init(at: one, keepPermille: 1_000)], step: one) == nil)
        #expect(PeakShare([.init(at: one, keepPermille: 500)], step: money) == nil)
        #expect(PeakShare([], step: one) == nil)
        #expect(TrailingStop(start: .zero, step: .zero, distance: one) == nil)
        #expect(InitialStop() == nil)
        #expect(InitialStop(distance: RuleDistance(unit: .riskPermille, amount: 5)) == nil)
        #expect(BarSettings(period: .m1, atrBars: 0) == nil)
        #expect(BarSettings(period: .m1, parabolicStepPermille: 300) == nil)
        #expect(
            ClosingTime(.daily, minute: 1_441, lead: .seconds(60), distance: one, step: Distance(points: 1))
                == nil)
        #expect(
            ClosingTime(.daily, minute: 5, lead: .seconds(61), distance: one, step: Distance(points: 1))
                == nil)
        #expect(AgeBreakEven(after: .zero) == nil)
        #expect(TighteningGuard(calmPermille: 0) == nil)
    }

    @Test func aRuleSetNamesEverythingThatIsWrongWithIt() {
        var rules = Sample.rules(cap: nil)
        rules.chandelier = ChandelierStop(step: Distance(points: 1))
        rules.breakEven = BreakEven(
            trigger: RuleDistance(unit: .riskPermille, amount: 1_000), offset: .zero)
        rules.microLoss = Money(units: -1)
        rules.sessionEnd = ClosingTime(
            .weekly, minute: 60, lead: .seconds(60), distance: RuleDistance(unit: .points, amount: 5),
            step: Distance(points: 1))
        rules.weekEnd = ClosingTime(
            .daily, minute: 60, lead: .seconds(60), distance: RuleDistance(unit: .points, amount: 5),
            step: Distance(points: 1))
        #expect(rules.problems == RuleProblem.allCases)
        #expect(Sample.rules().problems.isEmpty)
    }
}
