import Core
import Testing

@testable import Runtime

@Suite struct StallTrackerTests {
    private let stuckAt5 = Patient.Signs(progress: 5, hasWork: true, hasEnded: false)
    private let idleAt5 = Patient.Signs(progress: 5, hasWork: false, hasEnded: false)

    @Test(arguments: [1, 3, 20]) func workWithoutProgressIsAStallAfterTheLimitAndToldOnce(limit: Int) {
        var tracker = StallTracker(limit: limit)
        // The first check only shows that work waits.
        for _ in 0..<limit { #expect(tracker.check(stuckAt5, .onTime) == .unchanged) }
        #expect(tracker.check(stuckAt5, .onTime) == .stuck)
        #expect(tracker.check(stuckAt5, .onTime) == .unchanged)
    }

    @Test func aThreadWithoutWorkIsNeverStuck() {
        var tracker = StallTracker(limit: 3)
        for _ in 0..<100 { #expect(tracker.check(idleAt5, .onTime) == .unchanged) }
    }

    @Test func workThatArrivesJustBeforeACheckHasTheWholeLimit() {
        var tracker = StallTracker(limit: 3)
        for _ in 0..<10 { _ = tracker.check(idleAt5, .onTime) }
        for _ in 0..<3 { #expect(tracker.check(stuckAt5, .onTime) == .unchanged) }
        #expect(tracker.check(stuckAt5, .onTime) == .stuck)
    }

    @Test func aLateCheckCondemnsNobodyAndBeginsTheCountAnew() {
        var tracker = StallTracker(limit: 3)
        for _ in 0..<100 { #expect(tracker.check(stuckAt5, .late) == .unchanged) }
        for _ in 0..<2 { #expect(tracker.check(stuckAt5, .onTime) == .unchanged) }
        #expect(tracker.check(stuckAt5, .late) == .unchanged)
        for _ in 0..<2 { #expect(tracker.check(stuckAt5, .onTime) == .unchanged) }
        #expect(tracker.check(stuckAt5, .onTime) == .stuck)
    }

    @Test func progressKeepsAThreadWellHoweverMuchWorkWaits() {
        var tracker = StallTracker(limit: 1)
        for progress in 0..<100 {
            let signs = Patient.Signs(progress: UInt64(progress), hasWork: true, hasEnded: false)
            #expect(tracker.check(signs, .onTime) == .unchanged)
        }
    }

    @Test func progressAfterAStallIsARecovery() {
        var tracker = StallTracker(limit: 1)
        _ = tracker.check(stuckAt5, .onTime)
        #expect(tracker.check(stuckAt5, .onTime) == .stuck)
        let moved = Patient.Signs(progress: 6, hasWork: true, hasEnded: false)
        #expect(tracker.check(moved, .late) == .recovered)
        #expect(tracker.check(moved, .onTime) == .stuck)
    }

    @Test(arguments: StallTracker.Timing.allCases) func anEndIsToldOnceInEveryCondition(
        timing: StallTracker.Timing
    ) {
        let ended = Patient.Signs(progress: 5, hasWork: true, hasEnded: true)
        var well = StallTracker(limit: 1), stuck = StallTracker(limit: 1)
        for _ in 0..<2 { _ = stuck.check(stuckAt5, .onTime) }
        #expect(well.check(ended, timing) == .ended && stuck.check(ended, timing) == .ended)
        #expect(well.check(ended, timing) == .unchanged && stuck.check(stuckAt5, timing) == .unchanged)
    }
}
