import Testing

@testable import Core

@Suite struct InitialStopTests {
    private func rules(
        points: Int64? = nil, atr: Int64? = nil, balance: Int64? = nil,
        _ existing: InitialStop.Existing = .respected
    ) -> RuleSet {
        var rules = Sample.rules(cap: Sample.cap(100))
        rules.initial = InitialStop(
            distance: points.flatMap { RuleDistance($0, .points) }, atrPermille: atr,
            balanceMillionths: balance, existing: existing)
        return rules
    }

    private func stop(_ plan: StopPlan) -> Int64? {
        if case .move(let move) = plan { move.stop.points } else { nil }
    }

    private func context(atr: Int64? = nil, balance: Int64? = nil, traders: Int64? = nil) -> StanceContext {
        var context = StanceContext()
        context.balance = balance.map { Money(units: $0 * Money.unitsPerWhole) }
        context.tradersStop = traders.map { Price(points: $0) }
        context.bars = atr.map {
            BarReading(
                atr: $0 * AverageTrueRange.scale, lastRange: $0, highest: 100_000, lowest: 99_000,
                parabolic: nil)
        }
        return context
    }

    @Test func theTightestOfAllThatIsSetIsTheFirstStop() {
        let bare = Sample.position()
        func first(_ rules: RuleSet, _ context: StanceContext) -> Int64? {
            stop(Sample.stance(bare, rules: rules, bid: 100_000, context: context).plan())
        }
        #expect(first(rules(points: 300), context()) == 99_905, "the cap is tighter")
        #expect(first(rules(points: 30), context()) == 99_970)
        #expect(first(rules(points: 30, atr: 2_000), context(atr: 10)) == 99_980)
        #expect(first(rules(points: 30, atr: 2_000), context()) == 99_970, "no bars yet")
        #expect(first(rules(balance: 5_000), context(balance: 1_000)) == 99_995)
        #expect(first(rules(balance: 5_000), context()) == 99_905, "no balance yet")
    }

    @Test func aTradersOwnStopIsRespectedWithinTheCapUnlessItIsToBeTakenOver() {
        let held = Sample.position(1, stop: 99_920)
        let known = context(traders: 99_920)
        let respected = Sample.stance(held, rules: rules(points: 30), bid: 100_000, context: known)
        #expect(respected.plan() == .keep(.settled))
        let taken = Sample.stance(held, rules: rules(points: 30, .takenOver), bid: 100_000, context: known)
        #expect(stop(taken.plan()) == 99_970)
        let beyond = Sample.stance(
            Sample.position(1, stop: 99_800), rules: rules(points: 300), bid: 100_000,
            context: context(traders: 99_800))
        #expect(stop(beyond.plan()) == 99_905, "the cap asks nobody")
    }

    @Test func theRiskUnitIsTheFirstStopsDistanceAndStaysIt() {
        var rules = rules(points: 40)
        rules.profitLock = ProfitLock([
            .init(
                at: RuleDistance(unit: .riskPermille, amount: 1_500),
                lock: RuleDistance(unit: .riskPermille, amount: 500))
        ])
        var shard = Shard(settings: Sample.settings(.manage, rules))
        var effects: [ShardEffect] = []
        shard.step(
            .snapshot(
                Snapshot(
                    symbols: [Sample.spec()], valuations: [Sample.valuation()], ticks: [],
                    positions: [Sample.position()])), at: .zero, into: &effects)
        #expect(shard.desks[0]?.positions[0].initialStop == Price(points: 99_960))
        shard.step(.position(Sample.position(1, stop: 99_960), .expected), at: .zero, into: &effects)
        shard.step(.settled(Ticket(1)), at: .zero, into: &effects)
        effects.removeAll()
        shard.step(.tick(Sample.tick(100_059)), at: .zero, into: &effects)
        #expect(effects.isEmpty)
        shard.step(.tick(Sample.tick(100_060)), at: .zero, into: &effects)
        guard case .propose(let proposal)? = effects.first, case .move(let move) = proposal.action else {
            Issue.record("1.5 R locks 0.5 R")
            return
        }
        #expect(move.stop == Price(points: 100_020))
    }

    @Test func aCapThatCannotBePlacedIsAnsweredAsTheRulesSay() {
        var rules = Sample.rules(cap: Sample.cap(100))
        let spec = Sample.spec(stopsLevel: 200)
        let tightest = Sample.stance(Sample.position(), rules: rules, spec: spec, bid: 99_990)
        guard case .move(let move) = tightest.plan() else {
            Issue.record("the tightest stop protects best")
            return
        }
        #expect(move.stop.points == 99_790 && move.isCapUnreachable)
        rules.unreachable = .close
        let close = Sample.stance(Sample.position(), rules: rules, spec: spec, bid: 99_990)
        #expect(close.plan() == .close(.capUnreachable))
        let covered = Sample.stance(Sample.position(1, stop: 99_905), rules: rules, spec: spec, bid: 99_990)
        #expect(covered.plan() == .keep(.settled), "a stop within the cap needs no room")
    }

    @Test func aStopBeyondTheCapIsNoReasonToLoseMore() {
        let wide = Sample.position(1, stop: 99_800)
        #expect(Sample.stance(wide, bid: 99_900).plan() == .close(.capReached))
        #expect(Sample.stance(wide, bid: 99_901).plan() != .close(.capReached))
    }

    @Test func theSmallerOfCapAndShareOfTheBalanceCounts() throws {
        let cap = try #require(
            LossCap(amount: Money(units: 100 * Money.unitsPerWhole), balanceMillionths: 10_000))
        func amount(_ balance: Int64?) -> Int64 {
            cap.bounded(by: balance.map { Money(units: $0 * Money.unitsPerWhole) }).amount.units
                / Money.unitsPerWhole
        }
        #expect(amount(nil) == 100 && amount(50_000) == 100 && amount(5_000) == 50)
        #expect(cap.bounded(by: Money(units: 5)).amount == Money(units: 1), "a cap is never nothing")
    }
}
