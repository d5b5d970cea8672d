import Testing

@testable import Core

@Suite struct FirstStopTests {
    @Test func aPositionGetsItsStopInTheWakeUpThatShowsIt() throws {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        let command = try rig.takeStop()
        // A cap of 100 with 5 % kept back, one unit of money per point.
        #expect(command.stopLoss == Price(points: 99_905))
        #expect(command.lane == .firstStop)
        #expect(command.maxLoss == Money("95"))
        #expect(!command.isCapUnreachable)
        rig.confirm(command)
        #expect(rig.counters.stopsConfirmed == 1)
        #expect(rig.takeSent().isEmpty)
    }

    @Test func aSnapshotWithUncoveredPositionsIsCoveredAtOnce() {
        var rig = Rig.ready(
            positions: [Sample.position(1), Sample.position(2, .sell)], ticks: [Sample.tick(100_000)])
        #expect(rig.takeSent().count == 2)
        #expect(rig.guardian.account.protection.managed == 2)
    }

    @Test func aPositionOfNobodysRulesIsLeftAlone() {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position(1, magic: 0)))
        #expect(rig.takeSent().isEmpty)
        rig.pass(.seconds(10))
        #expect(!rig.takeNotes().contains { if case .uncovered = $0 { true } else { false } })
    }

    @Test func withoutAValuationTheTightestStopGoesOut() throws {
        var rig = Rig.ready(
            specs: [Sample.spec(stopsLevel: 30)], valuations: [], ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        let command = try rig.takeStop()
        #expect(command.stopLoss == Price(points: 99_970))
        #expect(command.isCapUnreachable)
        #expect(rig.counters.capUnreachable == 1)
    }

    @Test func aCapLargerThanThePositionStillGivesAStop() throws {
        let settings = Sample.settings(.manage, Sample.rules(cap: Sample.cap(1_000_000)))
        var rig = Rig.ready(settings, specs: [Sample.spec(tick: 5)], ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position(1)))
        #expect(try rig.takeStop().stopLoss == Price(points: 5))
        rig.receive(.position(Sample.position(2, .sell)))
        #expect(try rig.takeStop().stopLoss == Price(points: 199_995))
    }

    @Test func theStopWaitsForThePermissionToTradeAndIsSentOnceItIsThere() {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.permit([.connected])
        rig.receive(.position(Sample.position()))
        rig.pass(.seconds(60))
        #expect(rig.takeSent().isEmpty)
        rig.permit()
        #expect(rig.takeSent().count == 1)
    }

    @Test func theStopWaitsForTheSessionToOpen() {
        var rig = Rig.ready(specs: [Sample.spec(open: false)], ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        rig.pass(.seconds(3_600))
        #expect(rig.takeSent().isEmpty)
        rig.receive(.symbolSpec(Sample.spec()))
        #expect(rig.takeSent().count == 1)
    }

    @Test func aMissingStopIsSaidAfterASecondAndEveryFiveSecondsWithItsReason() {
        var rig = Rig.ready(specs: [Sample.spec(open: false)], ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        rig.pass(.milliseconds(999))
        #expect(rig.counters.uncoveredNotes == 0)
        rig.pass(.milliseconds(1))
        #expect(rig.takeNotes().contains(.uncovered(Ticket(1), for: .seconds(1), .marketClosed)))
        rig.pass(.seconds(20))
        #expect(rig.counters.uncoveredNotes == 5)
        rig.receive(.position(Sample.position(1, stop: 99_000)))
        rig.pass(.seconds(20))
        #expect(rig.counters.uncoveredNotes == 5)
    }

    @Test func theReasonForAMissingStopFollowsTheRequest() throws {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        rig.pass(.milliseconds(1_500))
        #expect(rig.takeNotes().contains(.uncovered(Ticket(1), for: .seconds(1), .unknown)))
        rig.unlink()
        rig.pass(.seconds(10))
        #expect(
            rig.takeNotes().contains {
                if case .uncovered(_, _, .linkDown) = $0 { true } else { false }
            })
    }
}
