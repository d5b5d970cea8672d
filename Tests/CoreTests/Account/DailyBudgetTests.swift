import Testing

@testable import Core

@Suite struct DailyBudgetTests {
    private func used(_ count: Int, of limit: Int = 2_000, reserve: Int = 200) -> DailyBudget {
        var budget = DailyBudget(FlowLimits(budget: limit, budgetReserve: reserve))
        budget.restore(DayState(day: 100, used: count))
        return budget
    }

    private func time(day: Int64, hour: Int64 = 12) -> MarketTime {
        MarketTime(milliseconds: (day * 24 + hour) * 3_600_000)
    }

    @Test(arguments: Lane.allCases)
    func urgentLanesAreNeverBoundAndProfitLocksHaveTheReserve(lane: Lane) {
        #expect(used(1_799).allows(lane))
        #expect(used(1_800).allows(lane) == (lane <= .profitLock))
        #expect(used(1_999).allows(lane) == (lane <= .profitLock))
        #expect(used(2_000).allows(lane) == lane.isUrgent)
    }

    @Test func theBrokersNextDayBeginsAnewAndAnEarlierOneDoesNot() {
        var budget = used(500)
        budget.observe(time(day: 100, hour: 23), at: .zero)
        #expect(budget.state == DayState(day: 100, used: 500))
        budget.observe(time(day: 99), at: .zero)
        budget.observe(.unknown, at: .zero)
        #expect(budget.state == DayState(day: 100, used: 500))
        budget.observe(time(day: 101, hour: 0), at: .zero)
        #expect(budget.state == DayState(day: 101, used: 0))
    }

    @Test func aClockThatJumpsFarAheadGivesNothingBack() {
        var budget = used(500)
        let start = Instant(nanoseconds: 1)
        budget.observe(time(day: 100), at: start)
        budget.observe(time(day: 4_000), at: start)
        #expect(budget.state == DayState(day: 100, used: 500))
        budget.observe(time(day: 4_000), at: start + .seconds(599))
        #expect(budget.state == DayState(day: 100, used: 500))
        budget.observe(time(day: 100), at: start + .seconds(600))
        budget.observe(time(day: 4_000), at: start + .seconds(601))
        #expect(budget.state == DayState(day: 100, used: 500), "one look at the old day ends the doubt")
        budget.observe(time(day: 101), at: start + .seconds(602))
        #expect(budget.state == DayState(day: 101, used: 0), "an ordinary day")
    }

    @Test func aClockThatStaysFarAwayIsFollowedWithWhatWasUsed() {
        for day: Int64 in [4_000, 10] {
            var budget = used(500)
            budget.observe(time(day: 100), at: .zero)
            budget.observe(time(day: day), at: .zero)
            budget.observe(time(day: day), at: .zero + .seconds(600))
            #expect(budget.state == DayState(day: day, used: 500))
            budget.observe(time(day: day + 1), at: .zero + .seconds(601))
            #expect(budget.state == DayState(day: day + 1, used: 0))
        }
    }

    @Test func aLongWeekendIsAnOrdinaryStepAndAnOldFileOfAnyAgeToo() {
        var budget = used(500)
        budget.observe(time(day: 131), at: .zero)
        #expect(budget.state == DayState(day: 131, used: 0), "what is kept may be weeks old")
        budget.spend()
        budget.observe(time(day: 136), at: .zero)
        #expect(budget.state == DayState(day: 136, used: 0))
        budget.spend()
        budget.observe(time(day: 142), at: .zero)
        #expect(budget.state == DayState(day: 136, used: 1))
    }

    @Test func onlyATickOfAnotherDayIsNews() {
        var budget = used(0)
        #expect(budget.isNews(time(day: 100)))
        #expect(!budget.isNews(.unknown))
        budget.observe(time(day: 100, hour: 0), at: .zero)
        #expect(!budget.isNews(time(day: 100, hour: 23)))
        #expect(budget.isNews(time(day: 101, hour: 0)))
        #expect(budget.isNews(time(day: 99, hour: 23)))
    }

    @Test func theDayAdvancesWithATickAsWellAsWithAHeartbeat() {
        var rig = Rig.ready(positions: [Sample.position()])
        rig.receive(.tick(Sample.tick(100_000, time: time(day: 7).milliseconds)))
        #expect(rig.day?.day == 7)
        rig.receive(.tick(Sample.tick(100_000, time: time(day: 8, hour: 0).milliseconds)))
        #expect(rig.day == DayState(day: 8, used: 0))
    }

    @Test func whatIsKeptNeverTakesAwayFromWhatIsKnown() {
        var budget = used(500)
        budget.restore(DayState(day: 100, used: 400))
        budget.restore(DayState(day: 99, used: 900))
        #expect(budget.state == DayState(day: 100, used: 500))
        budget.restore(DayState(day: 100, used: 600))
        #expect(budget.state == DayState(day: 100, used: 600))
    }

    @Test func theStepDoublesWithEveryHalvingOfWhatIsLeft() {
        let expected: [(Int, Int64)] = [
            (0, 1), (1_000, 1), (1_001, 2), (1_500, 2), (1_501, 4), (1_750, 4), (1_751, 8), (1_875, 8),
            (1_876, 16), (1_938, 32), (1_969, 64), (2_000, 64), (9_999, 64),
        ]
        for (count, pace) in expected { #expect(used(count).pace == pace, "\(count)") }
    }
}
