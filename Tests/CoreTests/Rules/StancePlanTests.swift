import Testing

@testable import Core

@Suite struct StancePlanTests {
    private func stop(_ plan: StopPlan) -> Int64? {
        if case .move(let move) = plan { move.stop.points } else { nil }
    }

    @Test func theTighterOfCapAndTrailingWins() {
        let rules = Sample.rules(trailing: Sample.trailing(start: 10, step: 5, distance: 40))
        let stance = Sample.stance(Sample.position(), rules: rules, bid: 100_030, peak: 100_030)
        guard case .move(let move) = stance.plan() else {
            Issue.record("nothing was proposed")
            return
        }
        #expect(move.stop == Price(points: 99_990) && move.lane == .firstStop && move.rule == .trailing)
    }

    @Test func trailingMovesInWholeStepsOnly() {
        let rules = Sample.rules(trailing: Sample.trailing(start: 10, step: 5, distance: 40))
        let held = Sample.position(1, stop: 99_990)
        #expect(Sample.stance(held, rules: rules, bid: 100_034, peak: 100_034).plan() == .keep(.noRoom))
        #expect(stop(Sample.stance(held, rules: rules, bid: 100_035, peak: 100_035).plan()) == 99_995)
    }

    @Test func aStopBetweenLimitAndToleranceIsLeftAlone() {
        // Limit 95, tolerance 97.5: what a drifting valuation does in between causes no request.
        #expect(Sample.stance(Sample.position(1, stop: 99_903), bid: 100_000).plan() == .keep(.settled))
        #expect(stop(Sample.stance(Sample.position(1, stop: 99_902), bid: 100_000).plan()) == 99_905)
    }

    @Test func withinTheFreezeLevelNothingIsProposed() {
        let spec = Sample.spec(freezeLevel: 20)
        let near = Sample.position(1, takeProfit: 100_020)
        #expect(Sample.stance(near, spec: spec, bid: 100_000).plan() == .keep(.frozen))
        #expect(stop(Sample.stance(near, spec: spec, bid: 99_999).plan()) == 99_905)
    }

    @Test func aCrossedQuoteCountsTheWorsePriceForEachSide() {
        let spec = Sample.spec(stopsLevel: 100)
        #expect(
            stop(Sample.stance(Sample.position(), spec: spec, bid: 100_000, ask: 99_980).plan()) == 99_880)
        #expect(
            stop(Sample.stance(Sample.position(1, .sell), spec: spec, bid: 100_000, ask: 99_980).plan())
                == 100_100)
    }

    @Test func aReachedCapWithoutAStopClosesAndWithAStopDoesNot() {
        #expect(Sample.stance(Sample.position(), bid: 99_900).plan() == .close(.capReached))
        #expect(stop(Sample.stance(Sample.position(), bid: 99_901).plan()) == 99_900)
        #expect(Sample.stance(Sample.position(1, stop: 99_905), bid: 99_800).plan() != .close(.capReached))
    }

    @Test func nothingKnownMeansBlindAndNoCapMeansNoStop() {
        #expect(Sample.stance(Sample.position(), valuation: nil).plan() == .keep(.blind))
        #expect(
            Sample.stance(Sample.position(), rules: Sample.rules(cap: nil), bid: 100_000).plan()
                == .keep(.settled))
    }

    @Test func aMoreUrgentLaneIsProposedAgainAtTheSameStop() {
        let wanted = StopMove(
            stop: Price(points: 99_960), lane: .trailing, rule: .trailing, isCapUnreachable: false)
        let held = Sample.position(1, lots: 300, stop: 99_950)
        let stance = Sample.stance(held, bid: 100_000, wanted: wanted)
        guard case .move(let move) = stance.plan() else {
            Issue.record("nothing was proposed")
            return
        }
        #expect(move.lane == .cap && move.stop >= wanted.stop)
    }

    /// Mirroring every price about a point swaps the sides and nothing else.
    @Test func buysAndSellsAreExactMirrorImages() {
        let centre: Int64 = 400_000
        for seed: UInt64 in 0..<3_000 {
            var dice = Dice(seed: seed)
            let tick = dice.one(of: [Int64(1), 5, 10])
            func grid(_ range: ClosedRange<Int64>) -> Int64 { dice.roll(range) / tick * tick }
            let open = grid(99_000...101_000)
            let bid = open + grid(-300...300)
            let ask = bid + grid(-20...30)
            let stop = dice.chance(50) ? Optional(bid - grid(10...400)) : nil
            let goal = dice.chance(50) ? Optional(bid + grid(10...400)) : nil
            let peak = dice.chance(70) ? Optional(max(open, bid) + grid(0...200)) : nil
            let spec = Sample.spec(
                tick: tick, stopsLevel: grid(0...50), freezeLevel: dice.chance(20) ? 15 : 0)
            let rules = Sample.rules(
                cap: Sample.cap(dice.roll(50...500)),
                trailing: Sample.trailing(
                    start: dice.roll(0...100), step: dice.roll(1...20), distance: dice.roll(1...100)),
                breakEven: dice.chance(50)
                    ? Sample.breakEven(trigger: dice.roll(20...150), offset: dice.roll(0...19)) : nil,
                profitLock: dice.chance(50)
                    ? Sample.ladder([(dice.roll(31...60), dice.roll(1...30)), (dice.roll(61...90), 45)]) : nil
            )
            let lots = dice.roll(1...300)
            let plain = Sample.stance(
                Sample.position(1, .buy, lots: lots, open: open, stop: stop, takeProfit: goal),
                rules: rules, spec: spec, bid: bid, ask: ask, peak: peak)
            let mirrored = Sample.stance(
                Sample.position(
                    1, .sell, lots: lots, open: centre - open, stop: stop.map { centre - $0 },
                    takeProfit: goal.map { centre - $0 }),
                rules: rules, spec: spec, bid: centre - ask, ask: centre - bid, peak: peak.map { centre - $0 }
            )
            switch (plain.plan(), mirrored.plan()) {
            case (.move(let left), .move(var right)):
                right.stop = Price(points: centre - right.stop.points)
                #expect(left == right, "seed \(seed)")
            case (let left, let right): #expect(left == right, "seed \(seed)")
            }
            #expect(
                plain.improvementPrice?.points == mirrored.improvementPrice.map { centre - $0.points },
                "seed \(seed)")
        }
    }
}
