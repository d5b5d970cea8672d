import Testing

@testable import Core

/// What a ladder of partial closes asks for, and how much one order closes of it.
@Suite struct PartialCloseRuleTests {
    private static func reduction(
        _ ladder: PartialCloses?, lots: Int64 = 100, side: Side = .buy, bid: Int64, ask: Int64? = nil,
        stop: Int64? = 90_000, traded: TradedVolumes? = Sample.traded(initial: 100),
        mode: ControlMode = .manage, latch: KillLevel = .none, peak: Int64? = nil
    ) -> Reduction? {
        stance(
            ladder, lots: lots, side: side, bid: bid, ask: ask, stop: stop, traded: traded, mode: mode,
            latch: latch, peak: peak
        ).reduction
    }

    private static func stance(
        _ ladder: PartialCloses?, lots: Int64 = 100, side: Side = .buy, bid: Int64, ask: Int64? = nil,
        stop: Int64? = 90_000, traded: TradedVolumes? = Sample.traded(initial: 100),
        mode: ControlMode = .manage, latch: KillLevel = .none, peak: Int64? = nil
    ) -> Stance {
        var rules = Sample.rules(cap: Sample.cap(1_000_000))
        rules.partialCloses = ladder
        var context = StanceContext()
        context.traded = traded
        return Sample.stance(
            Sample.position(1, side, lots: lots, stop: stop), rules: rules, bid: bid, ask: ask, peak: peak,
            mode: mode, latch: latch, context: context)
    }

    private static let ladder = Sample.parts([(at: 50, share: 300), (at: 80, share: 250)])

    private static func lots(_ hundredths: Int64) -> Volume {
        Volume(units: hundredths * Volume.unitsPerLot / 100)
    }

    @Test func aRungIsReachedByTheExitPriceOfTheMomentAndNotByThePeak() {
        #expect(Self.reduction(Self.ladder, bid: 100_049, peak: 100_500) == nil)
        #expect(Self.reduction(Self.ladder, bid: 100_050) == Reduction(closed: Self.lots(30)))
    }

    @Test func aSellIsMeasuredAtTheAsk() {
        #expect(Self.reduction(Self.ladder, side: .sell, bid: 99_940, ask: 99_951, stop: 110_000) == nil)
        let reached = Self.reduction(Self.ladder, side: .sell, bid: 99_940, ask: 99_950, stop: 110_000)
        #expect(reached == Reduction(closed: Self.lots(30)))
    }

    @Test func sharesOfReachedRungsAddUp() {
        #expect(Self.reduction(Self.ladder, bid: 100_080) == Reduction(closed: Self.lots(55)))
    }

    @Test func withoutAStopNothingIsClosedInParts() {
        #expect(Self.reduction(Self.ladder, bid: 100_080, stop: nil) == nil)
    }

    @Test func withoutAllDealsNothingIsClosed() {
        #expect(Self.reduction(Self.ladder, bid: 100_080, traded: nil) == nil)
        let unexplained = Sample.traded(initial: 100, closed: 10)
        #expect(Self.reduction(Self.ladder, bid: 100_080, traded: unexplained) == nil)
        let another = Sample.traded(2, initial: 100)
        #expect(Self.reduction(Self.ladder, bid: 100_080, traded: another) == nil)
    }

    @Test func modeAndLatchForbidIt() {
        #expect(Self.reduction(Self.ladder, bid: 100_080, mode: .protect) == nil)
        #expect(Self.reduction(Self.ladder, bid: 100_080, latch: .pause) == nil)
        #expect(Self.reduction(Self.ladder, bid: 100_080, latch: .freeze) == nil)
        #expect(Self.reduction(Self.ladder, bid: 100_080, mode: .shadow) != nil, "it is noted")
    }

    @Test func whatAPersonClosedCounts() {
        let some = Sample.traded(initial: 100, closed: 20)
        #expect(Self.reduction(Self.ladder, lots: 80, bid: 100_050, traded: some) != nil)
        let enough = Sample.traded(initial: 100, closed: 30)
        #expect(Self.reduction(Self.ladder, lots: 70, bid: 100_050, traded: enough) == nil)
    }

    @Test func whatIsAddedLaterIsNotPartOfIt() {
        let grown = Sample.traded(initial: 100, opened: 200, closed: 30)
        #expect(Self.reduction(Self.ladder, lots: 170, bid: 100_050, traded: grown) == nil)
        #expect(
            Self.reduction(Self.ladder, lots: 170, bid: 100_080, traded: grown)
                == Reduction(closed: Self.lots(55)))
    }

    @Test func theNextPriceIsThatOfTheFirstRungNotReached() {
        #expect(Self.stance(Self.ladder, bid: 100_000).reductionPrice == Price(points: 100_050))
        #expect(Self.stance(Self.ladder, bid: 100_050).reductionPrice == Price(points: 100_080))
        #expect(Self.stance(Self.ladder, bid: 100_080).reductionPrice == nil)
        let done = Sample.traded(initial: 100, closed: 30)
        #expect(
            Self.stance(Self.ladder, lots: 70, bid: 100_000, traded: done).reductionPrice
                == Price(points: 100_080))
    }

    @Test func moneyIsThatOfThePresentVolume() throws {
        let rungs = [(100, 500), (110, 250)].map { amount, share in
            PartialCloses.Rung(
                at: RuleDistance(unit: .money, amount: Int64(amount) * Money.unitsPerWhole),
                sharePermille: Int64(share))
        }
        let ladder = try #require(PartialCloses(rungs))
        #expect(Self.reduction(ladder, bid: 100_100) == Reduction(closed: Self.lots(50)))
        let half = Sample.traded(initial: 100, closed: 50)
        #expect(
            Self.reduction(ladder, lots: 50, bid: 100_219, traded: half) == nil,
            "of half the volume, twice the distance earns as much")
        #expect(
            Self.reduction(ladder, lots: 50, bid: 100_220, traded: half) == Reduction(closed: Self.lots(75)))
    }

    // MARK: - How much

    private static func part(
        lots: Int64, initial: Int64, closed: Int64 = 0, until target: Int64, least: Int64 = 1,
        step: Int64 = 1, most: Int64 = 10_000
    ) -> Volume? {
        var spec = Sample.spec()
        spec.volumeMin = Self.lots(least)
        spec.volumeStep = Self.lots(step)
        spec.volumeMax = Self.lots(most)
        return Sample.traded(initial: initial, closed: closed)
            .part(until: Self.lots(target), of: Sample.position(lots: lots), spec)
    }

    @Test func aPartIsRoundedDownToWholeSteps() {
        #expect(Self.part(lots: 100, initial: 100, until: 37, step: 10) == Self.lots(30))
        #expect(Self.part(lots: 100, initial: 100, until: 9, step: 10) == nil)
    }

    @Test func lessThanTheSmallestOrderIsNotClosed() {
        #expect(Self.part(lots: 100, initial: 100, until: 9, least: 10) == nil)
        #expect(Self.part(lots: 100, initial: 100, until: 10, least: 10) == Self.lots(10))
    }

    @Test func aPartThatWouldLeaveLessThanTheSmallestOrderIsNotClosed() {
        #expect(Self.part(lots: 15, initial: 15, until: 6, least: 10) == nil)
        #expect(Self.part(lots: 20, initial: 20, until: 10, least: 10) == Self.lots(10))
        #expect(Self.part(lots: 1, initial: 1, until: 1) == nil, "never the whole")
    }

    @Test func aPartIsNoLargerThanOneOrder() {
        #expect(Self.part(lots: 900, initial: 900, until: 600, most: 250) == Self.lots(250))
    }

    @Test func aLadderThatWouldCloseAllIsNoLadder() {
        #expect(Sample.parts([(at: 50, share: 500), (at: 80, share: 500)]) == nil)
        #expect(Sample.parts([(at: 50, share: 500), (at: 50, share: 100)]) == nil)
        #expect(Sample.parts([(at: 50, share: 0)]) == nil)
        #expect(Sample.parts([]) == nil)
        #expect(Sample.parts([(at: 50, share: 500), (at: 80, share: 499)]) != nil)
    }
}
