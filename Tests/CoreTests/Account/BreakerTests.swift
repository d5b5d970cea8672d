import Testing

@testable import Core

/// Every state against every event.
@Suite struct BreakerTests {
    private static let start = Instant.zero + .seconds(100)
    private static let probe = RequestID(7)
    private static let other = RequestID(6)

    /// For what changes the breaker as well, which a macro's argument must not.
    private func expect(_ isTrue: Bool, _ location: SourceLocation = #_sourceLocation) {
        #expect(isTrue, sourceLocation: location)
    }

    private func opened(_ cause: BreakerCause = .timeout) -> Breaker {
        var breaker = Breaker(.position)
        expect(breaker.failed(Self.other, cause, at: Self.start))
        return breaker
    }

    private func probing(_ cause: BreakerCause = .timeout) -> Breaker {
        var breaker = opened(cause)
        expect(breaker.attempt(Self.probe))
        return breaker
    }

    @Test func whileClosedEveryLaneGoesAndOnlyAFailureChangesThat() {
        var breaker = Breaker(.position)
        for lane in Lane.allCases { #expect(breaker.allows(lane, at: Self.start)) }
        expect(!breaker.attempt(Self.probe))
        expect(!breaker.answered(Self.probe))
        breaker.withdrawn(Self.probe, at: Self.start)
        #expect(breaker.state == .closed && breaker.opensAgain == nil)
    }

    @Test(arguments: BreakerCause.allCases, Lane.allCases)
    func whileOpenOnlyUrgentLanesGoBeforeTheCoolDownIsOver(cause: BreakerCause, lane: Lane) {
        let breaker = opened(cause)
        #expect(breaker.opensAgain == Self.start + .seconds(2))
        #expect(breaker.allows(lane, at: Self.start + .milliseconds(1_999)) == lane.isUrgent)
        #expect(breaker.allows(lane, at: Self.start + .seconds(2)))
    }

    @Test(arguments: BreakerCause.allCases, Lane.allCases)
    func whileProbingNothingElseGoesAfterATimeoutAndUrgentLanesGoAfterAnythingElse(
        cause: BreakerCause, lane: Lane
    ) {
        let breaker = probing(cause)
        #expect(breaker.allows(lane, at: Self.start + .seconds(600)) == (lane.isUrgent && cause != .timeout))
        #expect(breaker.opensAgain == nil)
    }

    @Test(arguments: BreakerCause.allCases)
    func whileOpenAnswersToEarlierRequestsChangeNothing(cause: BreakerCause) {
        var breaker = opened(cause)
        let before = breaker.state
        expect(!breaker.answered(Self.other))
        expect(!breaker.failed(Self.other, .slow, at: Self.start + .seconds(1)))
        expect(!breaker.blocked(at: Self.start + .seconds(1)))
        breaker.withdrawn(Self.other, at: Self.start + .seconds(1))
        #expect(breaker.state == before)
    }

    @Test(arguments: BreakerCause.allCases)
    func aTimeoutOfAnEarlierRequestBindsUrgentLanesWithoutALongerCoolDown(cause: BreakerCause) {
        var breaker = opened(cause)
        expect(!breaker.failed(Self.probe, .timeout, at: Self.start + .seconds(1)))
        #expect(breaker.state == .open(until: Self.start + .seconds(2), .timeout))
    }

    @Test(arguments: BreakerCause.allCases)
    func onlyTheProbesOwnResultEndsTheProbing(cause: BreakerCause) {
        var breaker = probing(cause)
        expect(!breaker.answered(Self.other))
        expect(!breaker.failed(Self.other, .timeout, at: Self.start))
        expect(!breaker.blocked(at: Self.start))
        expect(!breaker.attempt(RequestID(8)))
        breaker.withdrawn(Self.other, at: Self.start)
        #expect(breaker.state == .halfOpen(probe: Self.probe, cause))
        expect(breaker.answered(Self.probe))
        #expect(breaker.state == .closed)
    }

    @Test func aProbeThatFailsDoublesTheCoolDownUpToItsMost() {
        var breaker = opened()
        var spans: [Int64] = []
        for round in 0..<7 {
            let now = Self.start + .seconds(Int64(round + 1) * 100)
            expect(breaker.attempt(RequestID(UInt64(round))))
            expect(breaker.failed(RequestID(UInt64(round)), .slow, at: now))
            spans.append(((breaker.opensAgain ?? .zero) - now).milliseconds / 1_000)
        }
        #expect(spans == [4, 8, 16, 32, 60, 60, 60])
    }

    @Test func afterAnAnswerTheCoolDownBeginsAnew() {
        var breaker = probing()
        expect(breaker.answered(Self.probe))
        expect(breaker.failed(Self.probe, .slow, at: Self.start))
        #expect(breaker.opensAgain == Self.start + .seconds(2))
    }

    @Test func aProbeThatEndsWithoutAWordLeavesItsPlaceToTheNext() {
        var breaker = probing()
        breaker.withdrawn(Self.probe, at: Self.start)
        #expect(breaker.state == .open(until: Self.start, .timeout))
        #expect(breaker.allows(.trailing, at: Self.start))
    }

    @Test func aTerminalThatWasBlockedOpensItsBreakerOnce() {
        var breaker = Breaker(.terminal)
        expect(breaker.blocked(at: Self.start))
        #expect(breaker.state == .open(until: Self.start + .seconds(1), .blocked))
        expect(!breaker.blocked(at: Self.start))
    }
}
