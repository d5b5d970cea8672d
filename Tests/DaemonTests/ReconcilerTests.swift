import Core
import Journal
import Testing

@testable import Bridge
@testable import Daemon

/// When the terminal is asked for its history, and what its answers lead to.
@Suite struct ReconcilerTests {
    private let start = Instant(nanoseconds: 1_000_000_000)
    private let since = MarketTime(milliseconds: 1_000_000)
    private let serverTime = MarketTime(milliseconds: 5_000_000)

    private func asking(_ request: inout DealHistoryRequest?) -> Reconciler {
        var reconciler = Reconciler()
        reconciler.begin(.start, at: start)
        request = reconciler.ask(since: since)
        return reconciler
    }

    private func answer(_ request: DealHistoryRequest, _ outcome: DealHistory.Outcome) -> DealHistory {
        DealHistory(request: request.request, outcome: outcome)
    }

    @Test func oneWholeAnswerEndsIt() throws {
        var asked: DealHistoryRequest?
        var reconciler = asking(&asked)
        let request = try #require(asked)
        #expect(request.from == since)
        #expect(request.to == nil)
        let step = reconciler.take(answer(request, .complete([])), serverTime: serverTime, at: start)
        #expect(step == .end(.complete))
    }

    @Test func anAnswerToAnotherQuestionIsNobodys() throws {
        var asked: DealHistoryRequest?
        var reconciler = asking(&asked)
        var other = try #require(asked)
        other.request += 1
        #expect(reconciler.take(answer(other, .complete([])), serverTime: serverTime, at: start) == nil)
        #expect(!reconciler.isAsking(other.request))
    }

    @Test(arguments: [DealHistory.Reason.changed, .damaged])
    func whatIsNoAnswerIsAskedForAgainAtOnce(reason: DealHistory.Reason) throws {
        var asked: DealHistoryRequest?
        var reconciler = asking(&asked)
        let request = try #require(asked)
        let step = reconciler.take(answer(request, .failed(reason)), serverTime: serverTime, at: start)
        guard case .ask(let again) = step else {
            Issue.record("not asked again: \(String(describing: step))")
            return
        }
        #expect(again.request != request.request)
        #expect(again.from == request.from)
    }

    @Test func aTerminalThatCannotTellIsAskedAgainAfterAPause() throws {
        var asked: DealHistoryRequest?
        var reconciler = asking(&asked)
        let request = try #require(asked)
        #expect(
            reconciler.take(answer(request, .failed(.terminal)), serverTime: serverTime, at: start) == nil)
        let early = reconciler.timePassed(at: start + .milliseconds(999))
        #expect(early == nil)
        guard case .ask = reconciler.timePassed(at: start + Reconciler.retryPause) else {
            Issue.record("not asked again")
            return
        }
    }

    @Test func aSpanOfTooManyDealsIsHalvedUntilEveryPartIsAnswered() throws {
        var asked: DealHistoryRequest?
        var reconciler = asking(&asked)
        var request = try #require(asked)
        var spans: [(from: Int64, to: Int64?)] = []
        var rounds = 0
        while true {
            rounds += 1
            try #require(rounds < 1_000)
            // No more than ten minutes fit into an answer.
            let end = request.to ?? serverTime
            let fits = end.milliseconds - request.from.milliseconds <= 600_000
            if fits { spans.append((request.from.milliseconds, request.to?.milliseconds)) }
            let outcome: DealHistory.Outcome = fits ? .complete([]) : .failed(.tooMany)
            let taken = reconciler.take(answer(request, outcome), serverTime: serverTime, at: start)
            let step = try #require(taken)
            if case .ask(let next) = step {
                request = next
                continue
            }
            #expect(step == .end(.complete))
            break
        }
        // Together they are the whole, without a hole, and open at the end.
        #expect(spans.first?.from == since.milliseconds)
        #expect(spans.last?.to == nil)
        for (earlier, later) in zip(spans, spans.dropFirst()) {
            let end = try #require(earlier.to)
            #expect(end + 1 == later.from)
        }
    }

    @Test func withoutAnyAnswerItFailsAfterThirtySeconds() {
        var asked: DealHistoryRequest?
        var reconciler = asking(&asked)
        #expect(reconciler.timePassed(at: start + .milliseconds(29_999)) == nil)
        #expect(reconciler.timePassed(at: start + .seconds(30)) == .end(.failed))
    }

    @Test func aPartOfTheAnswersIsNoWhole() throws {
        var asked: DealHistoryRequest?
        var reconciler = asking(&asked)
        let request = try #require(asked)
        var step = reconciler.take(answer(request, .failed(.tooMany)), serverTime: serverTime, at: start)
        guard case .ask(let half) = step else {
            Issue.record("not halved")
            return
        }
        step = reconciler.take(answer(half, .complete([])), serverTime: serverTime, at: start)
        #expect(step != .end(.complete))
        #expect(reconciler.timePassed(at: start + .seconds(30)) == .end(.partial))
    }

    @Test func theNextOneIsDueThirtySecondsAfterTheLastEnded() {
        var asked: DealHistoryRequest?
        var reconciler = asking(&asked)
        reconciler.finish(at: start)
        #expect(reconciler.timePassed(at: start + .milliseconds(29_999)) == nil)
        #expect(reconciler.waiting == nil)
        #expect(reconciler.timePassed(at: start + .seconds(30)) == nil)
        #expect(reconciler.waiting == .periodic)
    }

    @Test func aGapDuringOneIsFollowedByAnother() {
        var asked: DealHistoryRequest?
        var reconciler = asking(&asked)
        reconciler.begin(.sequenceGap, at: start)
        #expect(reconciler.underWay?.cause == .start)
        reconciler.finish(at: start)
        #expect(reconciler.waiting == .sequenceGap)
    }

    @Test func aLostLinkEndsItAndNothingIsDueUntilThereIsAnother() {
        var asked: DealHistoryRequest?
        var reconciler = asking(&asked)
        reconciler.linkLost()
        #expect(reconciler.timePassed(at: start + .seconds(3_600)) == nil)
        #expect(reconciler.waiting == nil)
    }
}
