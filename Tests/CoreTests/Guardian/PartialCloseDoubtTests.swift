import Testing

@testable import Core

/// S5 of parts: answers that are late, lost or never come close nothing twice.
@Suite struct PartialCloseDoubtTests {
    private typealias Base = PartialCloseTests

    @Test func oneWithoutAnAnswerIsReadBackAndNotSentAgain() throws {
        var rig = Base.rig()
        rig.tick(100_050)
        let command = try rig.takeClose()
        rig.pass(.milliseconds(1_000))
        let question = try rig.takeReadBack()
        #expect(question.request == command.request)
        rig.readBack(question, .inFlight)
        for _ in 0..<20 {
            rig.tick(100_060)
            rig.pass(.milliseconds(500))
        }
        #expect(!rig.takeSent().contains(where: Base.isClose))
    }

    @Test func oneThatTheTerminalNeverSawIsSentAgainAfterAPause() throws {
        var rig = Base.rig()
        rig.tick(100_050)
        let command = try rig.takeClose()
        rig.pass(.milliseconds(1_000))
        rig.readBack(try rig.takeReadBack(), .neverSeen)
        rig.pass(.milliseconds(900))
        #expect(rig.takeSent().isEmpty)
        // The breaker that the missing answer opened lets it through later still.
        for _ in 0..<300 where rig.counters.closesSent == 1 { rig.pass(.milliseconds(100)) }
        let again = try rig.takeClose()
        #expect(again.request > command.request && again.volume == command.volume)
    }

    @Test func oneWhoseFateNobodyKnowsIsFollowedByNone() throws {
        var rig = Base.rig()
        rig.tick(100_050)
        _ = try rig.takeClose()
        for _ in 0..<30 {
            rig.pass(.milliseconds(500))
            for case .readBackRequest(let question) in rig.takeSent() { rig.readBack(question, .fateUnknown) }
        }
        #expect(rig.guardian.account.held.values.allSatisfy { $0.request == nil }, "the lease is given back")
        rig.tick(100_300)
        rig.pass(.seconds(120))
        rig.tick(100_310)
        #expect(!rig.takeSent().contains(where: Base.isClose))
    }

    @Test func aLostLinkIsReadBackOnceItIsThereAgain() throws {
        var rig = Base.rig()
        rig.tick(100_050)
        let command = try rig.takeClose()
        rig.unlink()
        rig.pass(.seconds(20))
        rig.link()
        var position = Sample.position(1, stop: 95_000)
        position.volume = position.volume - command.volume
        rig.snapshot([position], ticks: [Sample.tick(100_060)])
        let question = try rig.takeReadBack()
        rig.readBack(question, .done)
        rig.traded(initial: 100, closed: 50)
        rig.tick(100_060)
        rig.pass(.seconds(60))
        #expect(!rig.takeSent().contains(where: Base.isClose))
        #expect(rig.counters.closesConfirmed == 1)
    }

    @Test func whatAPersonClosesMeanwhileProvesNothing() throws {
        var rig = Base.rig()
        rig.tick(100_050)
        let command = try rig.takeClose()
        var position = Sample.position(1, lots: 50, stop: 95_000)
        rig.receive(.position(position))
        rig.traded(initial: 100, closed: 50)
        #expect(rig.counters.closesConfirmed == 0)
        rig.answer(command.request, command.ticket, .refused, refusal: .levelsDiffer)
        rig.tick(100_060)
        rig.pass(.seconds(60))
        #expect(rig.takeSent().isEmpty, "the person has closed what the rung asks for")
        position.volume = .oneLot
        #expect(rig.counters.closesSent == 1)
    }

    @Test func oneThatTheBrokerRefusesHoldsBackNoStop() throws {
        var rig = Base.rig(
            rules: Base.rules(trailing: Sample.trailing(start: 60, step: 10, distance: 30)))
        rig.tick(100_050)
        let command = try rig.takeClose()
        rig.answer(command.request, command.ticket, .rejected, code: 10014)
        rig.tick(100_070)
        let stop = try rig.takeStop()
        #expect(stop.lane == .trailing && stop.stopLoss == Price(points: 100_040))
        rig.confirm(stop)
        #expect(rig.takeSent().isEmpty, "the part rests")
        rig.pass(.seconds(1))
        #expect(try rig.takeClose().volume == command.volume)
    }

    @Test func oneThatWaitedTooLongIsDecidedAtThePriceOfTheMoment() {
        var rig = Base.rig()
        rig.permit([])
        rig.tick(100_060)
        rig.pass(.seconds(1))
        rig.tick(100_010)
        rig.permit()
        rig.pass(.seconds(10))
        #expect(!rig.takeSent().contains(where: Base.isClose))
        rig.tick(100_050)
        #expect(rig.takeSent().contains(where: Base.isClose))
    }

    @Test func itsPositionsEndIsAnOrdinaryEnding() throws {
        var rig = Base.rig()
        rig.tick(100_050)
        let command = try rig.takeClose()
        rig.close(1)
        #expect(rig.counters.closesConfirmed == 0)
        #expect(rig.counters.closedInFlight == 1)
        rig.answer(command.request, command.ticket, .rejected, code: 10036)
        rig.pass(.seconds(10))
        #expect(rig.takeSent().isEmpty)
    }

    @Test func somethingUrgentThatTakesItsLeaseEndsTheLadder() throws {
        var rig = Base.rig()
        rig.tick(100_050)
        _ = try rig.takeClose()
        rig.pass(.seconds(8))
        _ = rig.takeSent()
        var position = Sample.position(1)
        position.stopLoss = nil
        rig.receive(.position(position))
        let stop = rig.takeSent().contains { if case .modifyStop = $0 { true } else { false } }
        #expect(stop, "the first stop does not wait for it")
        rig.receive(.position(Sample.position(1, stop: 95_000)))
        rig.tick(100_070)
        rig.pass(.seconds(120))
        #expect(!rig.takeSent().contains(where: Base.isClose))
    }

    @Test func anotherCommentKeepsWhatTheDealsTold() throws {
        var rig = Base.rig()
        var position = Sample.position(1, stop: 95_000)
        position.comment = "edited"
        rig.receive(.position(position))
        rig.tick(100_050)
        #expect(rig.takeSent().contains(where: Base.isClose))
    }
}
