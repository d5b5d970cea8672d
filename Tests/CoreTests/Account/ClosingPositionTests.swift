import Testing

@testable import Core

/// What the account does with a position from the first word of its closure to its end.
@Suite struct ClosingPositionTests {
    private var account: Account
    private var effects: [AccountEffect] = []
    private var now = Instant(nanoseconds: 1_000_000_000)
    private let covered = Sample.position(1, stop: 99_910)

    init() {
        account = Account(settings: Sample.settings(.manage), epoch: Epoch(1))
        step(.linkRestored(.hedging))
        step(.permitted(true))
        step(
            .snapshot(
                Snapshot(
                    symbols: [Sample.spec()], valuations: [Sample.valuation()], ticks: [],
                    positions: [covered, Sample.position(2)])))
        effects = []
    }

    private mutating func step(_ event: AccountEvent) { account.step(event, at: now, into: &effects) }

    private mutating func pass(_ span: TimeSpan) {
        now = now + span
        step(.timePassed)
        account.dispatch(at: now, into: &effects)
    }

    private mutating func propose(_ ticket: UInt64, _ action: Proposal.Action) {
        step(.proposed(Proposal(ticket: Ticket(ticket), action: action, cause: nil, risk: .zero)))
        account.dispatch(at: now, into: &effects)
    }

    private static func move(_ stop: Int64, _ lane: Lane = .trailing) -> Proposal.Action {
        .move(StopMove(stop: Price(points: stop), lane: lane, rule: .trailing, isCapUnreachable: false))
    }

    private func phase(_ ticket: UInt64) -> PositionPhase? { account.held[Ticket(ticket)]?.phase }

    /// The number of the last request that was sent.
    private func sent() throws -> RequestID {
        let numbers = effects.compactMap { effect -> RequestID? in
            switch effect {
            case .modify(let command): command.request
            case .close(let command): command.request
            default: nil
            }
        }
        return try #require(numbers.last)
    }

    private var denials: [Denial] {
        effects.compactMap { if case .note(.denied(_, let denial)) = $0 { denial } else { nil } }
    }

    private var sentCount: Int {
        effects.count { effect in
            switch effect {
            case .modify, .close: true
            default: false
            }
        }
    }

    private func isReconsidered(_ ticket: UInt64) -> Bool {
        effects.contains { if case .shard(.reconsider(Ticket(ticket), _)) = $0 { true } else { false } }
    }

    private mutating func answer(
        _ request: RequestID, _ ticket: UInt64, _ outcome: RequestResult.Outcome,
        refusal: RequestResult.Refusal = .none, code: UInt32 = 0
    ) {
        step(
            .result(
                RequestResult(
                    request: request, ticket: Ticket(ticket), outcome: outcome, isRepeated: false,
                    refusal: refusal, returnCode: code, stopLoss: nil, takeProfit: nil, volume: .zero,
                    order: 0, received: .zero, sent: .zero, answered: .zero)))
    }

    @Test func thePhaseFollowsThePositionThroughItsWholeLife() throws {
        var test = self
        #expect(test.phase(1) == .open)
        #expect(test.phase(2) == .opening)
        test.propose(2, Self.move(99_920, .firstStop))
        #expect(test.phase(2) == .updating)
        test.step(.position(Sample.position(2, stop: 99_920)))
        #expect(test.phase(2) == .open)
        test.step(.position(Sample.position(2)))
        #expect(test.phase(2) == .opening, "a person has removed the stop")
        test.propose(2, .close(.capReached))
        #expect(test.phase(2) == .closing(.ordered))
        test.answer(try test.sent(), 2, .rejected, code: 10004)
        #expect(test.phase(2) == .opening)
        test.step(.gone(Ticket(2)))
        #expect(test.phase(2) == nil)
    }

    @Test func nothingIsSentToAPositionThatIsSaidToBeClosed() throws {
        var test = self
        test.propose(1, Self.move(99_920))
        test.answer(try test.sent(), 1, .rejected, code: 10036)
        #expect(test.phase(1) == .closing(.reported))
        test.effects = []
        for lane in Lane.allCases { test.propose(1, Self.move(99_930, lane)) }
        test.pass(.seconds(5))
        #expect(test.sentCount == 0)
        #expect(test.denials == Lane.allCases.map { _ in .closing })
    }

    @Test func aClosureThatDoesNotShowIsAskedAboutAfterAHundredMilliseconds() throws {
        var test = self
        test.propose(1, Self.move(99_920))
        test.answer(try test.sent(), 1, .refused, refusal: .noSuchPosition)
        test.effects = []
        test.pass(.milliseconds(99))
        #expect(test.effects.isEmpty)
        test.pass(.milliseconds(1))
        #expect(test.effects.contains { if case .resynchronize = $0 { true } else { false } })
    }

    @Test func anAnsweredCloseThatDoesNotShowIsReadBackAfterAHundredMilliseconds() throws {
        var test = self
        test.propose(2, .close(.capReached))
        test.answer(try test.sent(), 2, .done, code: 10009)
        test.effects = []
        test.pass(.milliseconds(99))
        #expect(test.effects.isEmpty)
        test.pass(.milliseconds(1))
        #expect(test.effects.contains { if case .readBack = $0 { true } else { false } })
    }

    @Test func aPositionThatShowsOpenAfterAllIsDecidedAgain() throws {
        var test = self
        test.propose(1, Self.move(99_920))
        test.answer(try test.sent(), 1, .rejected, code: 10036)
        test.propose(1, Self.move(99_930))
        test.step(.position(test.covered))
        #expect(test.phase(1) == .open)
        test.effects = []
        test.pass(.zero)
        #expect(test.isReconsidered(1))
    }

    @Test(arguments: [Lane.profitLock, .breakEven, .trailing])
    func whatIsProposedDuringACloseIsDecidedAgainOnceItHasFailed(lane: Lane) throws {
        var test = self
        test.propose(2, .close(.capReached))
        let request = try test.sent()
        test.propose(2, Self.move(99_930, lane))
        #expect(test.denials == [.closing])
        #expect(test.account.held[Ticket(2)]?.pending == nil)
        test.answer(request, 2, .rejected, code: 10004)
        test.effects = []
        test.pass(.seconds(2))
        #expect(test.isReconsidered(2))
    }

    @Test func theEndOfAPositionSettlesNothingOfIt() throws {
        var test = self
        test.propose(2, .close(.capReached))
        test.effects = []
        test.step(.gone(Ticket(2)))
        let isSettled = test.effects.contains { if case .shard(.settled) = $0 { true } else { false } }
        #expect(!isSettled)
        #expect(test.effects.contains { if case .note(.confirmed) = $0 { true } else { false } })
        #expect(test.account.nextWake >= test.now + .seconds(1), "nothing is waited for any more")
    }

    /// The stop was hit while a move of it was under way: whatever the answer says, it is an ordinary ending.
    @Test(arguments: [UInt32(10009), 10016, 10036, 10012])
    func aStopHitWhileAModifyIsInFlightEndsItOnce(code: UInt32) throws {
        var test = self
        test.propose(1, Self.move(99_920))
        let request = try test.sent()
        test.step(.gone(Ticket(1)))
        test.answer(request, 1, code == 10009 ? .done : .rejected, code: code)
        let endings = test.effects.filter {
            if case .note(.ended(request, _, .gone)) = $0 { true } else { false }
        }
        #expect(endings.count == 1)
        #expect(test.account.inFlight == 0)
        test.pass(.seconds(10))
        #expect(test.sentCount == 1)
    }
}
