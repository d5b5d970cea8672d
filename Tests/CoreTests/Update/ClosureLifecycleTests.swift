import Testing

@testable import Core

/// Closures and restored take-profits: every state meets every event; the tables are the specification.
@Suite struct ClosureLifecycleTests {
    private typealias Base = RequestLifecycleTests

    enum Seen: CaseIterable {
        case whole, lessThanAsked, asMuchAsAsked, moreThanAsked, gone
    }

    private static let before = Volume(units: 150_000_000)
    private static let close = RequestLifecycle.Aim.close(volume: .oneLot, before: before)
    private static let level = Price(points: 101_000)
    private static let restore = RequestLifecycle.Aim.restore(stop: Base.wanted, takeProfit: level)

    /// What a close must do. `Sample.position` has one lot, which is more than the half lot that may be left.
    static func expectedOfClose(
        _ stage: RequestLifecycleTests.Stage, _ event: RequestLifecycleTests.Event
    ) -> RequestLifecycle.Action {
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
        case .seenAsWanted, .seenOtherwise, .early, .linkLost, .backInFlight: .wait
        case .gone, .backGone: .end(.confirmed)
        case .due:
            switch stage {
            case .inFlight, .verifying, .unknown, .unknownAgain: .readBack
            case .linkless: .wait
            }
        case .linkRestored: stage == .linkless ? .readBack : .wait
        case .backNeverSeen, .backRefused, .backRejected: .end(.notApplied)
        case .backFateUnknown: .wait
        case .backApplied, .backDone: stage == .unknownAgain ? .end(.notApplied) : .wait
        }
    }

    /// What restoring a take-profit must do: the stop alone proves nothing.
    private static func expectedOfRestore(
        _ stage: Base.Stage, _ event: Base.Event
    ) -> RequestLifecycle.Action {
        switch event {
        case .seenAsWanted: .wait
        case .backApplied: stage == .unknownAgain ? .end(.notApplied) : .wait
        case .done, .rejected, .unchanged, .positionClosed, .refused, .noSuchPosition, .unknownAnswer,
            .seenOtherwise, .gone, .early, .due, .linkLost, .linkRestored, .backNeverSeen, .backRefused,
            .backInFlight, .backDone, .backRejected, .backFateUnknown, .backGone:
            Base.expected(stage, event)
        }
    }

    @Test(arguments: RequestLifecycleTests.Stage.allCases, RequestLifecycleTests.Event.allCases)
    func everyEventInEveryStateOfACloseDoesWhatTheTableSays(
        stage: RequestLifecycleTests.Stage, event: RequestLifecycleTests.Event
    ) {
        var request = Base.request(stage, Self.close)
        let action = Base.apply(event, to: &request, at: Base.start + .milliseconds(5))
        #expect(action == Self.expectedOfClose(stage, event))
    }

    @Test(arguments: RequestLifecycleTests.Stage.allCases, RequestLifecycleTests.Event.allCases)
    func everyEventInEveryStateOfARestoreDoesWhatTheTableSays(
        stage: RequestLifecycleTests.Stage, event: RequestLifecycleTests.Event
    ) {
        var request = Base.request(stage, Self.restore)
        let action = Base.apply(event, to: &request, at: Base.start + .milliseconds(5))
        #expect(action == Self.expectedOfRestore(stage, event))
    }

    @Test(arguments: RequestLifecycleTests.Stage.allCases, Seen.allCases)
    func whateverIsLeftOpenDecidesWhetherACloseHasHappened(
        stage: RequestLifecycleTests.Stage, seen: Seen
    ) {
        var request = Base.request(stage, Self.close)
        let action =
            switch seen {
            case .whole: request.positionSeen(Sample.position(lots: 150))
            case .lessThanAsked: request.positionSeen(Sample.position(lots: 51))
            case .asMuchAsAsked: request.positionSeen(Sample.position(lots: 50))
            case .moreThanAsked: request.positionSeen(Sample.position(lots: 20))
            case .gone: request.positionGone()
            }
        switch seen {
        case .whole, .lessThanAsked: #expect(action == .wait)
        case .asMuchAsAsked, .moreThanAsked, .gone: #expect(action == .end(.confirmed))
        }
    }

    @Test(arguments: RequestLifecycleTests.Event.allCases, RequestLifecycleTests.Event.allCases)
    func aClosureAfterAnyTwoEventsIsAnOrdinaryEnding(
        first: RequestLifecycleTests.Event, second: RequestLifecycleTests.Event
    ) {
        let aims: [(RequestLifecycle.Aim, RequestLifecycle.Ending)] = [
            (.stop(Base.wanted), .gone), (Self.restore, .gone), (Self.close, .confirmed),
            (.reduce(by: .oneLot, from: Self.before), .gone),
        ]
        everyAim: for (aim, ending) in aims {
            var request = Base.request(.inFlight, aim)
            var now = Base.start
            for event in [first, second] {
                now = now + .milliseconds(5)
                if case .end = Base.apply(event, to: &request, at: now) { continue everyAim }
            }
            #expect(request.positionGone() == .end(ending))
        }
    }
}
