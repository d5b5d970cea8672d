import Testing

@testable import Core

@Suite struct ProfitRulesTests {
    private func move(_ plan: StopPlan) -> StopMove? {
        if case .move(let move) = plan { move } else { nil }
    }

    @Test func breakEvenActsAtItsTriggerAndNotBefore() {
        let rules = Sample.rules(breakEven: Sample.breakEven(trigger: 50, offset: 5))
        let held = Sample.position(1, stop: 99_950)
        let before = Sample.stance(held, rules: rules, bid: 100_049, peak: 100_049)
        #expect(move(before.plan()) == nil)
        let reached = move(Sample.stance(held, rules: rules, bid: 100_050, peak: 100_050).plan())
        #expect(reached?.stop.points == 100_005)
        #expect(reached?.lane == .breakEven && reached?.rule == .breakEven)
    }

    @Test func theHighestRungThatThePeakReachedCounts() {
        let rules = Sample.rules(profitLock: Sample.ladder([(30, 10), (60, 35), (90, 70)]))
        let held = Sample.position(1, stop: 99_950)
        let reached = move(Sample.stance(held, rules: rules, bid: 100_050, peak: 100_089).plan())
        #expect(reached?.stop.points == 100_035)
        #expect(reached?.lane == .profitLock && reached?.rule == .profitLock)
    }

    @Test func aTighterTrailingStopTravelsInTheLaneOfTheLockThatItFulfils() {
        let rules = Sample.rules(
            trailing: Sample.trailing(start: 10, step: 5, distance: 20), profitLock: Sample.ladder([(30, 5)]))
        let held = Sample.position(1, stop: 99_950)
        let reached = move(Sample.stance(held, rules: rules, bid: 100_040, peak: 100_040).plan())
        #expect(reached?.stop.points == 100_020)
        #expect(reached?.lane == .profitLock && reached?.rule == .trailing)
    }

    @Test func aStopThatAlreadyKeepsMoreIsLeftAlone() {
        let rules = Sample.rules(
            breakEven: Sample.breakEven(trigger: 20, offset: 0), profitLock: Sample.ladder([(30, 10)]))
        let held = Sample.position(1, stop: 100_010)
        #expect(move(Sample.stance(held, rules: rules, bid: 100_050, peak: 100_050).plan()) == nil)
    }

    @Test(arguments: [ControlMode.protect, .manage])
    func onlyManageWithoutALatchKeepsProfits(mode: ControlMode) {
        let rules = Sample.rules(profitLock: Sample.ladder([(30, 10)]))
        let held = Sample.position(1, stop: 99_950)
        for latch in [KillLevel.none, .pause] {
            let stance = Sample.stance(
                held, rules: rules, bid: 100_050, peak: 100_050, mode: mode, latch: latch)
            #expect((move(stance.plan()) != nil) == (mode == .manage && latch == .none))
        }
    }

    @Test func rulesThatContradictThemselvesCannotBeBuilt() {
        #expect(Sample.breakEven(trigger: 0, offset: 0) == nil)
        #expect(Sample.breakEven(trigger: 5, offset: 5) == nil)
        #expect(Sample.breakEven(trigger: 5, offset: -1) == nil)
        #expect(Sample.ladder([]) == nil)
        #expect(Sample.ladder([(10, 10)]) == nil)
        #expect(Sample.ladder([(10, 5), (10, 6)]) == nil)
        #expect(Sample.ladder([(10, 5), (20, 5)]) == nil)
        #expect(Sample.ladder((1...16).map { ($0 * 10, $0) }) != nil)
        #expect(Sample.ladder((1...17).map { ($0 * 10, $0) }) == nil)
    }

    /// What a watch lets pass must be what deciding on every tick would have kept as well.
    @Test func aTickShortOfTheWatchChangesNoPlan() {
        for seed: UInt64 in 0..<4_000 {
            var dice = Dice(seed: seed)
            let tick = dice.one(of: [Int64(1), 5, 10])
            let side = dice.one(of: [Side.buy, .sell])
            let rules = Sample.rules(
                cap: Sample.cap(1_000),
                trailing: dice.chance(50)
                    ? Sample.trailing(
                        start: dice.roll(0...100), step: dice.roll(1...20), distance: dice.roll(1...100))
                    : nil,
                breakEven: Sample.breakEven(trigger: dice.roll(20...150), offset: dice.roll(0...19)),
                profitLock: dice.chance(70)
                    ? Sample.ladder([(dice.roll(31...60), dice.roll(1...30)), (dice.roll(61...120), 45)])
                    : nil)
            let stopsLevel = dice.one(of: [Int64(0), 0, 20, 50])
            let open: Int64 = 100_000
            let stop = open - side.sign * dice.roll(-4...30) * 10
            var exit = max(dice.roll(-20...100), side.sign * (stop - open) + 1)
            var peak = exit
            var wanted: StopMove?
            var watch = PositionWatch(ticket: Ticket(1), side: side)
            func stance() -> Stance {
                let price = open + side.sign * exit
                return Sample.stance(
                    Sample.position(1, side, open: open, stop: stop), rules: rules,
                    spec: Sample.spec(tick: tick, stopsLevel: stopsLevel),
                    bid: price, ask: price, peak: open + side.sign * peak, wanted: wanted)
            }
            for step in 0..<60 {
                var present = stance()
                let plan = present.plan()
                let isCrossed =
                    step == 0 || watch.isRestless
                    || side.sign * (open + side.sign * exit) >= watch.improvement
                if !isCrossed, case .move(let missed) = plan {
                    Issue.record("seed \(seed), step \(step): the watch slept through \(missed)")
                }
                if isCrossed {
                    if case .move(let move) = plan { wanted = move }
                    watch.peak = Price(points: open + side.sign * peak)
                    watch.rearm(for: &present, after: plan)
                }
                exit += dice.roll(-12...14)
                peak = max(peak, exit)
            }
        }
    }
}
