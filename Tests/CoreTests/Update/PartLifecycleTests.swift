import Testing

@testable import Core

/// The life of a request to close a part: every state meets every event; the table is the specification.
@Suite struct PartLifecycleTests {
    private typealias Base = RequestLifecycleTests

    private static let before = Volume(units: 150_000_000)
    private static let part = RequestLifecycle.Aim.reduce(by: .oneLot, from: before)

    /// As a close, but that a position which is gone is no proof: a part was to stay open.
    private static func expected(_ stage: Base.Stage, _ event: Base.Event) -> RequestLifecycle.Action {
        switch event {
        case .gone, .backGone: .end(.gone)
        case .done, .rejected, .unchanged, .positionClosed, .refused, .noSuchPosition, .unknownAnswer,
            .seenAsWanted, .seenOtherwise, .early, .due, .linkLost, .linkRestored, .backNeverSeen,
            .backRefused, .backApplied, .backInFlight, .backDone, .backRejected, .backFateUnknown:
            ClosureLifecycleTests.expectedOfClose(stage, event)
        }
    }

    @Test(arguments: RequestLifecycleTests.Stage.allCases, RequestLifecycleTests.Event.allCases)
    func everyEventInEveryStateDoesWhatTheTableSays(
        stage: RequestLifecycleTests.Stage, event: RequestLifecycleTests.Event
    ) {
        var request = Base.request(stage, Self.part)
        let action = Base.apply(event, to: &request, at: Base.start + .milliseconds(5))
        #expect(action == Self.expected(stage, event))
    }

    /// A person may have closed as much.
    @Test(arguments: RequestLifecycleTests.Stage.allCases)
    func aSmallerPositionProvesItOnlyTogetherWithAnAnswer(stage: RequestLifecycleTests.Stage) {
        var request = Base.request(stage, Self.part)
        let action = request.positionSeen(Sample.position(lots: 50))
        #expect(action == (stage == .verifying ? .end(.confirmed) : .wait))
    }

    @Test func aReadBackProvesItOnlyWhereTheTerminalSaysThatItIsDone() {
        for state in ReadBack.RequestState.allCases {
            var request = Base.request(.unknown, Self.part)
            let answer = ReadBack(
                request: RequestID(1), ticket: Ticket(1), isOpen: true, state: state, returnCode: 0,
                volume: Volume(units: 50_000_000), stopLoss: nil, takeProfit: nil, seen: .zero)
            let action = request.readBack(answer, at: Base.start + .milliseconds(5))
            #expect((action == .end(.confirmed)) == (state == .done), "\(state)")
        }
    }

    @Test func anAnswerThatShowsWhatIsLeftProvesItAtOnce() {
        for (left, isProven) in [(Int64(50_000_000), true), (150_000_000, false), (0, false)] {
            var request = Base.request(.inFlight, Self.part)
            let result = RequestResult(
                request: RequestID(1), ticket: Ticket(1), outcome: .done, isRepeated: false, refusal: .none,
                returnCode: 10009, stopLoss: nil, takeProfit: nil, volume: Volume(units: left), order: 1,
                received: .zero, sent: .zero, answered: .zero)
            let action = request.answered(result, at: Base.start)
            #expect((action == .end(.confirmed)) == isProven)
        }
    }
}
