import Testing

@testable import Core

@Suite struct CloseTallyTests {
    @Test func aMicroLossIsALosingCloseOfLessThanTheRuleSetsAmount() {
        var rules = Sample.rules()
        rules.microLoss = Money(units: 100)
        var tally = CloseTally()
        #expect(tally["test"].microLossPermille == nil)
        for result: Int64 in [-100, -99, -1, 0, 1, 50, 700] {
            tally.count(Money(units: result), under: rules)
        }
        let figures = tally["test"]
        #expect(figures.closes == 7 && figures.losses == 3 && figures.microLosses == 2)
        #expect(figures.microLossPermille == 286)
        #expect(figures.result == Money(units: 551))
    }

    @Test func ruleSetsAreCountedApart() {
        var other = Sample.rules()
        other.name = "other"
        var tally = CloseTally()
        tally.count(Money(units: -5), under: Sample.rules())
        tally.count(Money(units: 5), under: other)
        #expect(tally.ruleSets == ["other", "test"])
        #expect(tally["test"].losses == 1 && tally["other"].losses == 0)
        #expect(tally["test"].microLosses == 0, "a rule set without an amount counts none")
    }
}
