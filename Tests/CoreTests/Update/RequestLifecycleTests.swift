import Testing

@testable import Core

/// Every state meets every event; the table is the specification.
@Suite struct RequestLifecycleTests {
    enum Stage: CaseIterable { case inFlight, verifying, unknown, unknownAgain, linkless }

    enum Event: CaseIterable {
        case done, rejected, unchanged, positionClosed, refused, noSuchPosition, unknownAnswer
        case seenAsWanted, seenOtherwise, gone, early, due, linkLost, linkRestored
        case backApplied, backNeverSeen, backRefused, backInFlight, backDone, backRejected, backFateUnknown
        case backGone
    }

    static let start = Instant(nanoseconds: 1_000_000_000)
    static let wanted = Price(points: 99_000)

    static func request(_ stage: Stage, _ aim: RequestLifecycle.Aim = .stop(wanted)) -> RequestLifecycle {
        var request = RequestLifecycle(
            request: RequestID(1), aim: aim, lane: .firstStop, sent: start, timing: .standard)
        switch stage {
        case .inFlight: break
        case .verifying: _ = request.answered(result(.done), at: start)
        case .unknown: _ = request.timePassed(at: request.wake)
        case .unknownAgain:
            _ = request.timePassed(at: request.wake)
            _ = request.timePassed(at: request.wake)
        case .linkless: request.linkLost(at: start)
        }
        return request
    }

    static func result(
        _ outcome: RequestResult.Outcome, code: UInt32 = 10009, _ refusal: RequestResult.Refusal = .none
    ) -> RequestResult {
        RequestResult(
            request: RequestID(1), ticket: Ticket(1), outcome: outcome, isRepeated: false, refusal: refusal,
            returnCode: code, stopLoss: nil, takeProfit: nil, volume: .oneLot, order: 0, received: .zero,
            sent: .zero, answered: .zero)
    }

    static func back(
        _ state: ReadBack.RequestState, open: Bool = true, stop: Price? = nil, volume: Volume = .oneLot
    ) -> ReadBack {
        ReadBack(
            request: RequestID(1), ticket: Ticket(1), isOpen: open, state: state, returnCode: 0,
            volume: volume, stopLoss: stop, takeProfit: nil, seen: .zero)
    }

    static func apply(
        _ event: Event, to request: inout RequestLifecycle, at now: Instant
    ) -> RequestLifecycle.Action {
        switch event {
        case .done: return request.answered(result(.done), at: now)
        case .rejected: return request.answered(result(.rejected, code: 10016), at: now)
        case .unchanged: return request.answered(result(.rejected, code: 10025), at: now)
        case .positionClosed: return request.answered(result(.rejected, code: 10036), at: now)
        case .refused: return request.answered(result(.refused, .levelsDiffer), at: now)
        case .noSuchPosition: return request.answered(result(.refused, .noSuchPosition), at: now)
        case .unknownAnswer: return request.answered(result(.unknown, code: 10012), at: now)
        case .seenAsWanted: return request.positionSeen(Sample.position(stop: wanted.points))
        case .seenOtherwise: return request.positionSeen(Sample.position(stop: 98_000))
        case .gone: return request.positionGone()
        case .early: return request.timePassed(at: start)
        case .due: return request.timePassed(at: max(now, min(request.wake, start + .seconds(60))))
        case .linkLost:
            request.linkLost(at: now)
            return .wait
        case .linkRestored: return request.linkRestored(at: now)
        case .backApplied: return request.readBack(back(.done, stop: wanted), at: now)
        case .backNeverSeen: return request.readBack(back(.neverSeen), at: now)
        case .backRefused: return request.readBack(back(.refused), at: now)
        case .backInFlight: return request.readBack(back(.inFlight), at: now)
        case .backDone: return request.readBack(back(.done), at: now)
        case .backRejected: return request.readBack(back(.rejected), at: now)
        case .backFateUnknown: return request.readBack(back(.fateUnknown), at: now)
        case .backGone: return request.readBack(back(.done, open: false), at: now)
        }
    }

    /// What a stop request must do, for every pair.
    static func expected(_ stage: Stage, _ event: Event) -> RequestLifecycle.Action {
        switch event {
        case .done, .unchanged: .wait
        case .rejected: .end(.rejected(.repriced))
        case .positionClosed, .noSuchPosition: .end(.gone)
        case .refused: .end(.refused(.levelsDiffer))
        case .unknownAnswer:
            switch stage {
            case .inFlight, .verifying: .readBack
            case .unknown, .unknownAgain, .linkless: .wait
            }
        case .seenAsWanted, .backApplied: .end(.confirmed)
        case .seenOtherwise, .early, .linkLost, .backInFlight: .wait
        case .gone, .backGone: .end(.gone)
        case .due:
            switch stage {
            case .inFlight, .verifying, .unknown, .unknownAgain: .readBack
            case .linkless: .wait
            }
        case .linkRestored: stage == .linkless ? .readBack : .wait
        case .backNeverSeen, .backRefused, .backRejected, .backFateUnknown: .end(.notApplied)
        case .backDone: stage == .unknownAgain ? .end(.notApplied) : .wait
        }
    }

    @Test(arguments: Stage.allCases, Event.allCases)
    func everyEventInEveryStateDoesWhatTheTableSays(stage: Stage, event: Event) {
        var request = Self.request(stage)
        let action = Self.apply(event, to: &request, at: Self.start + .milliseconds(5))
        #expect(action == Self.expected(stage, event))
    }

    @Test(arguments: Stage.allCases, Event.allCases)
    func whatIsNotEndedAlwaysHasATimeUnlessTheLinkIsDown(stage: Stage, event: Event) {
        var request = Self.request(stage)
        let now = Self.start + .seconds(60)
        if case .end = Self.apply(event, to: &request, at: now) { return }
        if event == .linkLost { #expect(request.wake == .never) }
        if request.wake == .never { #expect(event == .linkLost || stage == .linkless) }
        if event == .due, stage != .linkless { #expect(request.wake > now) }
    }

    @Test func readBacksAreAskedLessAndLessOftenUpToEightTimesTheFirstPause() {
        var request = Self.request(.inFlight)
        var pauses: [Int64] = []
        var last = request.wake
        for _ in 0..<7 {
            #expect(request.timePassed(at: request.wake) == .readBack)
            pauses.append((request.wake - last).milliseconds)
            last = request.wake
        }
        #expect(pauses == [500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000])
    }

    @Test func aCloseIsProvenByTheVolumeAloneAndByNothingElse() {
        let aim = RequestLifecycle.Aim.close(volume: .oneLot, before: Volume(units: 150_000_000))
        var request = Self.request(.inFlight, aim)
        #expect(request.positionSeen(Sample.position(lots: 150, stop: 99_000)) == .wait)
        #expect(request.positionSeen(Sample.position(lots: 80)) == .wait)
        #expect(request.positionSeen(Sample.position(lots: 50)) == .end(.confirmed))
        #expect(request.positionGone() == .end(.confirmed))
    }

    @Test func aCloseWithoutATraceStaysUnknownForTheLongestLeaseAndNoLonger() {
        let aim = RequestLifecycle.Aim.close(volume: .oneLot, before: .oneLot)
        var request = Self.request(.unknown, aim)
        let early = Self.start + .milliseconds(4_999)
        #expect(request.readBack(Self.back(.fateUnknown), at: early) == .wait)
        #expect(request.readBack(Self.back(.fateUnknown), at: Self.start + .seconds(5)) == .end(.notApplied))
    }

    @Test func aRestoredTakeProfitIsProvenByTheTakeProfit() {
        let aim = RequestLifecycle.Aim.restore(stop: Self.wanted, takeProfit: Price(points: 101_000))
        var request = Self.request(.inFlight, aim)
        #expect(request.positionSeen(Sample.position(stop: 99_000, takeProfit: 102_000)) == .wait)
        #expect(request.positionSeen(Sample.position(stop: 99_000, takeProfit: 101_000)) == .end(.confirmed))
    }
}
