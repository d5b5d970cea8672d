import Testing

@testable import Core

/// What becomes of one request when the world does not answer as it should.
@Suite struct RequestScenarioTests {
    private func uncovered() throws -> (Rig, ModifyStop) {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        let command = try rig.takeStop()
        return (rig, command)
    }

    @Test func aLostAnswerIsReadBackAndConfirmedAndNeverDoubled() throws {
        var (rig, command) = try uncovered()
        rig.pass(.seconds(1))
        let question = try rig.takeReadBack()
        #expect(question.request == command.request)
        rig.receive(.position(Sample.position(1, stop: command.stopLoss.points)))
        #expect(rig.counters.stopsConfirmed == 1 && rig.counters.stopsUnknown == 1)
        rig.pass(.seconds(30))
        #expect(rig.takeSent().isEmpty)
    }

    @Test func aLostCommandIsReadBackBeforeItIsSentAgain() throws {
        var (rig, command) = try uncovered()
        rig.pass(.seconds(1))
        rig.readBack(try rig.takeReadBack(), .neverSeen)
        #expect(rig.takeSent().isEmpty)
        rig.pass(.milliseconds(50))
        let again = try rig.takeStop()
        #expect(again.request > command.request && again.stopLoss == command.stopLoss)
    }

    @Test func aReadBackThatShowsTheStopIsTheProofEvenWithoutAPositionEvent() throws {
        var (rig, command) = try uncovered()
        rig.pass(.seconds(1))
        let question = try rig.takeReadBack()
        rig.receive(
            .readBack(
                ReadBack(
                    request: question.request, ticket: question.ticket, isOpen: true, state: .done,
                    returnCode: 10009, volume: .oneLot, stopLoss: command.stopLoss, takeProfit: nil,
                    seen: .zero)))
        rig.pass(.seconds(5))
        #expect(rig.takeSent().isEmpty)
        #expect(rig.counters.stopsConfirmed == 1)
        #expect(rig.guardian.account.positions.first?.stopLoss == command.stopLoss)
    }

    @Test func aReadBackThatIsNotAnsweredIsAskedAgainAndNothingElseIsSent() throws {
        var (rig, _) = try uncovered()
        rig.pass(.seconds(60))
        let sent = rig.takeSent()
        #expect(sent.allSatisfy { if case .readBackRequest = $0 { true } else { false } })
        #expect((12...20).contains(sent.count), "\(sent.count)")
    }

    @Test func aDuplicateOrLateResultChangesNothing() throws {
        var (rig, command) = try uncovered()
        rig.confirm(command)
        let before = rig.guardian.account.positions
        rig.answer(command.request, command.ticket, .done, code: 10009)
        #expect(rig.counters.lateAnswers == 0)
        rig.answer(RequestID(3), command.ticket, .rejected, code: 10016)
        #expect(rig.counters.lateAnswers == 1)
        #expect(rig.guardian.account.positions == before)
        rig.pass(.seconds(5))
        #expect(rig.takeSent().isEmpty)
    }

    @Test func aLinkLostInMidFlightIsReadBackAfterTheSnapshotAndNotBefore() throws {
        var (rig, command) = try uncovered()
        rig.unlink()
        rig.pass(.seconds(20))
        #expect(rig.takeSent().isEmpty)
        rig.link()
        rig.pass(.seconds(5))
        #expect(rig.takeSent().isEmpty)
        rig.snapshot([Sample.position()], ticks: [Sample.tick(100_000)])
        #expect(try rig.takeReadBack().request == command.request)
    }

    @Test func aSnapshotWithinASessionLeavesRequestsInFlightAlone() throws {
        var (rig, command) = try uncovered()
        rig.snapshot([Sample.position()], ticks: [Sample.tick(100_000)])
        #expect(rig.takeSent().isEmpty)
        rig.confirm(command)
        #expect(rig.counters.stopsConfirmed == 1 && rig.counters.stopsUnknown == 0)
    }

    @Test func aStopHitInFlightEndsTheRequestAsGone() throws {
        var (rig, command) = try uncovered()
        rig.close(1)
        #expect(rig.takeNotes().contains(.ended(command.request, command.ticket, .gone)))
        rig.pass(.seconds(10))
        #expect(rig.takeSent().isEmpty)
        #expect(rig.guardian.nextWake == .never)
    }

    @Test func anOldRequestThatLoosensTheStopIsDetectedAndRepaired() throws {
        let rules = Sample.rules(trailing: Sample.trailing(start: 0, step: 1, distance: 50))
        var rig = Rig.ready(Sample.settings(.manage, rules))
        rig.receive(.position(Sample.position(1, stop: 99_950)))
        rig.tick(100_020)
        let slow = try rig.takeStop()
        rig.pass(.seconds(1))
        rig.readBack(try rig.takeReadBack(), .fateUnknown)
        rig.tick(100_100)
        rig.pass(.seconds(2))
        rig.confirm(try rig.takeStop())
        rig.receive(.position(Sample.position(1, stop: slow.stopLoss.points)))
        #expect(rig.counters.lateRegressions == 1 && rig.counters.foreignStops == 0)
        let repair = try rig.takeStop()
        #expect(repair.stopLoss == Price(points: 100_050) && repair.lane == .cap)
    }

    @Test func aRequestInFlightThatUndoesAPersonsTighteningIsRepaired() throws {
        let rules = Sample.rules(trailing: Sample.trailing(start: 0, step: 1, distance: 50))
        var rig = Rig.ready(Sample.settings(.manage, rules))
        rig.receive(.position(Sample.position(1, stop: 99_950)))
        rig.tick(100_020)
        let command = try rig.takeStop()
        rig.receive(.position(Sample.position(1, stop: 100_000)))
        rig.receive(.position(Sample.position(1, stop: command.stopLoss.points)))
        #expect(rig.counters.lateRegressions == 1)
        #expect(try rig.takeStop().stopLoss == Price(points: 100_000))
    }

    @Test func aTerminalThatValuesTheLossHigherGetsATighterStopAtOnceAndInTheEndTheTightest() throws {
        var (rig, command) = try uncovered()
        var stops = [command.stopLoss.points]
        for _ in 0..<4 {
            rig.answer(command.request, command.ticket, .refused, refusal: .beyondMaxLoss)
            command = try rig.takeStop()
            stops.append(command.stopLoss.points)
        }
        #expect(stops == stops.sorted())
        #expect(command.stopLoss == Price(points: 99_999) && command.isCapUnreachable)
    }

    @Test func ourBooksFollowTheTerminalsAfterADifferingChecksum() throws {
        var rig = Rig.ready(positions: [Sample.position(1, stop: 99_950)])
        rig.heartbeat()
        #expect(rig.resynchronizations == 0)
        rig.heartbeat(matching: false)
        rig.heartbeat(matching: false)
        #expect(rig.resynchronizations == 1)
        rig.pass(.seconds(2))
        rig.heartbeat(matching: false)
        #expect(rig.resynchronizations == 2)
    }

    @Test func aRequestThatOverwroteAPersonsTakeProfitPutsItBack() throws {
        let rules = Sample.rules(trailing: Sample.trailing(start: 0, step: 1, distance: 50))
        var rig = Rig.ready(Sample.settings(.manage, rules))
        rig.receive(.position(Sample.position(1, stop: 99_950, takeProfit: 101_000)))
        rig.tick(100_020)
        let command = try rig.takeStop()
        rig.receive(.position(Sample.position(1, stop: 99_950, takeProfit: 102_000)))
        rig.receive(.position(Sample.position(1, stop: command.stopLoss.points, takeProfit: 101_000)))
        let restore = try rig.takeStop()
        #expect(restore.takeProfit == Price(points: 102_000))
        #expect(restore.expectedTakeProfit == Price(points: 101_000))
        #expect(restore.stopLoss == command.stopLoss)
        rig.confirm(restore)
        #expect(rig.counters.takeProfitsOverwritten == 1)
        rig.pass(.seconds(10))
        #expect(rig.takeSent().isEmpty)
    }

    @Test func aPersonWhoMovesTheTakeProfitToAndFroIsObeyed() throws {
        let rules = Sample.rules(trailing: Sample.trailing(start: 0, step: 1, distance: 50))
        var rig = Rig.ready(Sample.settings(.manage, rules))
        rig.receive(.position(Sample.position(1, stop: 99_950, takeProfit: 101_000)))
        rig.tick(100_020)
        let command = try rig.takeStop()
        rig.answer(command.request, command.ticket, .rejected, code: 10006)
        for level: Int64 in [102_000, 101_000, 103_000, 101_000] {
            rig.receive(.position(Sample.position(1, stop: 99_950, takeProfit: level)))
        }
        #expect(rig.counters.takeProfitsOverwritten == 0)
        rig.pass(.milliseconds(60))
        #expect(try rig.takeStop().takeProfit == Price(points: 101_000))
    }
}
