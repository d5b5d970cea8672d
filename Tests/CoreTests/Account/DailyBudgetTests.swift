import Testing

@testable import Core

@Suite struct DailyBudgetTests {
    private func used(_ count: Int, of limit: Int = 2_000, reserve: Int = 200) -> DailyBudget {
        var budget = DailyBudget(FlowLimits(budget: limit, budgetReserve: reserve))
        budget.restore(BudgetState(day: 100, used: count))
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
        budget.observe(time(day: 100, hour: 23))
        #expect(budget.state == BudgetState(day: 100, used: 500))
        budget.observe(time(day: 99))
        budget.observe(.unknown)
        #expect(budget.state == BudgetState(day: 100, used: 500))
        budget.observe(time(day: 101, hour: 0))
        #expect(budget.state == BudgetState(day: 101, used: 0))
    }

    @Test func whatIsKeptNeverTakesAwayFromWhatIsKnown() {
        var budget = used(500)
        budget.restore(BudgetState(day: 100, used: 400))
        budget.restore(BudgetState(day: 99, used: 900))
        #expect(budget.state == BudgetState(day: 100, used: 500))
        budget.restore(BudgetState(day: 100, used: 600))
        #expect(budget.state == BudgetState(day: 100, used: 600))
    }

    @Test func theStepDoublesWithEveryHalvingOfWhatIsLeft() {
        let expected: [(Int, Int64)] = [
            (0, 1), (1_000, 1), (1_001, 2), (1_500, 2), (1_501, 4), (1_750, 4), (1_751, 8), (1_875, 8),
            (1_876, 16), (1_938, 32), (1_969, 64), (2_000, 64), (9_999, 64),
        ]
        for (count, pace) in expected { #expect(used(count).pace == pace, "\(count)") }
    }
}
