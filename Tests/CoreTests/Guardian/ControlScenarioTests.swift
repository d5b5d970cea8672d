import Testing

@testable import Core

/// Kill levels, modes and settings, seen from the far end of the link.
@Suite struct ControlScenarioTests {
    private func isClose(_ message: DaemonMessage) -> Bool {
        if case .closePosition = message { true } else { false }
    }

    @Test func shadowSendsNothingAndArmingSendsWhatItHadComputed() {
        var rig = Rig.ready(
            Sample.settings(.shadow), positions: [Sample.position()], ticks: [Sample.tick(100_000)])
        rig.pass(.seconds(10))
        #expect(rig.takeSent().isEmpty)
        #expect(rig.counters.shadowed == 1)
        rig.wake { $0.adopt(Sample.settings(.manage), at: $1, into: &$2) }
        #expect(rig.resynchronizations == 1)
        #expect(rig.takeSent().count == 1)
        rig.snapshot([Sample.position()], ticks: [Sample.tick(100_000)])
        rig.pass(.seconds(5))
        #expect(!rig.takeSent().contains { if case .modifyStop = $0 { true } else { false } })
    }

    @Test func protectSendsTheFirstStopAndTheCapAndNoTrailing() throws {
        let rules = Sample.rules(trailing: Sample.trailing(start: 0, step: 1, distance: 50))
        var rig = Rig.ready(Sample.settings(.protect, rules))
        rig.tick(100_000)
        rig.receive(.position(Sample.position()))
        rig.confirm(try rig.takeStop())
        for bid: Int64 in [100_100, 100_300, 100_500] { rig.tick(bid) }
        #expect(rig.takeSent().isEmpty)
        rig.receive(.position(Sample.position(1, lots: 300, stop: 99_905)))
        #expect(try rig.takeStop().lane == .cap)
    }

    @Test func pauseKeepsTheFirstStopAndTheCapAndStopsTightening() throws {
        let rules = Sample.rules(trailing: Sample.trailing(start: 0, step: 1, distance: 50))
        var rig = Rig.ready(
            Sample.settings(.manage, rules), latch: .pause, positions: [Sample.position(1, stop: 99_950)])
        for bid: Int64 in [100_100, 100_300, 100_500] { rig.tick(bid) }
        #expect(rig.takeSent().isEmpty)
        rig.receive(.position(Sample.position(2)))
        #expect(try rig.takeStop().lane == .firstStop)
        rig.latch(.none)
        #expect(try rig.takeStop().stopLoss == Price(points: 100_450))
    }

    @Test func freezeSendsNothingWhateverHappens() {
        var rig = Rig.ready(latch: .freeze, positions: [Sample.position(1)])
        rig.tick(100_000)
        rig.receive(.position(Sample.position(2)))
        rig.tick(90_000)
        rig.pass(.seconds(60))
        #expect(rig.takeSent().isEmpty)
        rig.latch(.none)
        #expect(rig.takeSent().count == 2)
    }

    @Test func whatWaitedBeforeAFreezeDiesWithIt() {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.permit([])
        rig.receive(.position(Sample.position()))
        rig.latch(.freeze)
        rig.permit()
        rig.pass(.seconds(10))
        #expect(rig.takeSent().isEmpty)
    }

    @Test(arguments: ControlMode.allCases)
    func flattenClosesEveryManagedPositionInEveryModeLaterOnesToo(mode: ControlMode) throws {
        var rig = Rig.ready(
            Sample.settings(mode),
            positions: [Sample.position(1, stop: 99_950), Sample.position(2, magic: 0)],
            ticks: [Sample.tick(100_000)])
        rig.latch(.flatten)
        #expect(try rig.takeClose().ticket == Ticket(1))
        rig.receive(.position(Sample.position(3)))
        #expect(try rig.takeClose().ticket == Ticket(3))
        rig.close(1)
        rig.close(3)
        rig.pass(.seconds(10))
        #expect(rig.takeSent().isEmpty)
        #expect(rig.guardian.account.latch == .freeze)
        #expect(rig.latches == [.freeze])
    }

    @Test func flattenTakesTheWorstLossFirst() {
        let opens: [Int64] = [100_050, 99_950, 100_400, 100_090]
        let positions = opens.enumerated().map { Sample.position(UInt64($0) + 1, open: $1, stop: 99_000) }
        let settings = Sample.settings(.manage, Sample.rules(cap: Sample.cap(100_000)))
        var rig = Rig.ready(settings, positions: positions, ticks: [Sample.tick(100_000)])
        rig.latch(.flatten)
        let order = rig.takeSent().compactMap { message -> UInt64? in
            if case .closePosition(let command) = message { command.ticket.rawValue } else { nil }
        }
        #expect(order == [3, 4, 1, 2])
    }

    @Test func onANettingAccountOneCloseIsUnderWayAtATime() throws {
        var rig = Rig.ready(
            positions: [Sample.position(1, stop: 99_950), Sample.position(2, stop: 99_950)],
            ticks: [Sample.tick(100_000)], marginMode: .netting)
        rig.latch(.flatten)
        let first = try rig.takeClose()
        rig.pass(.milliseconds(500))
        #expect(rig.takeSent().isEmpty)
        rig.close(first.ticket.rawValue)
        #expect(try rig.takeClose().ticket != first.ticket)
    }

    @Test func aVolumeAboveTheLargestOrderIsClosedInParts() throws {
        var rig = Rig.ready(
            positions: [Sample.position(1, lots: 250, stop: 99_990)], specs: [Sample.spec(volumeMax: 1)],
            ticks: [Sample.tick(100_000)])
        rig.latch(.flatten)
        #expect(try rig.takeClose().volume == .oneLot)
        rig.receive(.position(Sample.position(1, lots: 150, stop: 99_990)))
        #expect(try rig.takeClose().volume == .oneLot)
        rig.receive(.position(Sample.position(1, lots: 50, stop: 99_990)))
        #expect(try rig.takeClose().volume == Volume(units: 50_000_000))
    }

    @Test func resumingDropsTheClosesThatHadNotBeenSent() {
        var rig = Rig.ready(positions: [Sample.position(1, stop: 99_950)], ticks: [Sample.tick(100_000)])
        rig.permit([])
        rig.latch(.flatten)
        rig.latch(.none)
        rig.permit()
        rig.pass(.seconds(10))
        #expect(!rig.takeSent().contains(where: isClose))
    }

    @Test func aPanelButtonLatchesAndIsReportedForKeeping() {
        var rig = Rig.ready(positions: [Sample.position(1, stop: 99_950)], ticks: [Sample.tick(100_000)])
        rig.receive(.panel(PanelPressed(level: .freeze)))
        #expect(rig.latches == [.freeze])
        #expect(rig.guardian.account.latch == .freeze)
    }

    @Test func aLatchTheEAHoldsIsTakenOverOnceAndDoesNotUndoAResume() {
        var rig = Rig.ready()
        rig.heartbeat(latch: .freeze)
        #expect(rig.guardian.account.latch == .freeze)
        rig.latch(.none)
        rig.heartbeat(latch: .freeze)
        #expect(rig.guardian.account.latch == .none)
        #expect(rig.latches == [.freeze])
    }

    @Test func anUncoveredPositionThatHasUsedItsCapIsClosed() throws {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.permit([])
        rig.receive(.position(Sample.position()))
        rig.tick(99_901)
        rig.tick(99_900)
        rig.permit()
        let command = try rig.takeClose()
        #expect(command.lane == .cap && command.volume == .oneLot)
    }

    @Test func aCloseForWantOfAStopIsDroppedOnceAStopIsThere() throws {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        let command = try rig.takeStop()
        rig.tick(99_900)
        rig.confirm(command)
        rig.pass(.seconds(5))
        #expect(!rig.takeSent().contains(where: isClose))
    }

    @Test func theWindowHoldsAndSomeOfItIsKeptForTheUrgent() {
        let rules = Sample.rules(
            cap: Sample.cap(100_000), trailing: Sample.trailing(start: 0, step: 1, distance: 50))
        let covered = (1...40).map { Sample.position(UInt64($0), stop: 99_000) }
        var rig = Rig.ready(Sample.settings(.manage, rules), positions: covered)
        rig.tick(100_100)
        #expect(rig.takeSent().count == FlowLimits.standard.window - FlowLimits.standard.reserved)
        for ticket: UInt64 in 41...50 { rig.receive(.position(Sample.position(ticket))) }
        #expect(rig.takeSent().count == FlowLimits.standard.reserved)
    }

    @Test func symbolNumbersOfAnotherSessionDoNotReachTheRules() throws {
        let rules = Sample.rules(trailing: Sample.trailing(start: 0, step: 1, distance: 50))
        var rig = Rig.ready(
            Sample.settings(.manage, rules), positions: [Sample.position(1, stop: 99_950)])
        rig.tick(100_010)
        _ = rig.takeSent()
        rig.unlink()
        rig.link()
        // The number of the position's symbol is another symbol's in this session.
        rig.receive(.symbolSpec(Sample.spec(name: "USDJPY")))
        rig.tick(150_000)
        rig.snapshot(
            [Sample.position(1, stop: 99_950, symbol: SymbolID(1))],
            specs: [Sample.spec(name: "USDJPY"), Sample.spec(SymbolID(1))],
            valuations: [Sample.valuation(), Sample.valuation(SymbolID(1))],
            ticks: [Sample.tick(100_000, symbol: SymbolID(1))])
        rig.receive(.tick(Sample.tick(100_020, symbol: SymbolID(1))))
        for message in rig.takeSent() {
            guard case .modifyStop(let command) = message else { continue }
            #expect(command.stopLoss <= Price(points: 99_970) && command.symbol == SymbolID(1))
        }
    }

    @Test func aNettingReversalIsAnotherPosition() throws {
        let rules = Sample.rules(trailing: Sample.trailing(start: 0, step: 1, distance: 50))
        var rig = Rig.ready(
            Sample.settings(.manage, rules), positions: [Sample.position(1, .buy, stop: 99_950)],
            marginMode: .netting)
        rig.tick(100_020)
        _ = try rig.takeStop()
        rig.receive(.position(Sample.position(1, .sell, open: 100_020)))
        let stop = try rig.takeStop()
        #expect(stop.side == .sell && stop.stopLoss == Price(points: 100_115) && stop.lane == .firstStop)
    }

    @Test func anUrgentStopDoesNotWaitForATrailingFailure() throws {
        let rules = Sample.rules(trailing: Sample.trailing(start: 0, step: 1, distance: 50))
        var rig = Rig.ready(Sample.settings(.manage, rules), positions: [Sample.position(1, stop: 99_950)])
        rig.tick(100_020)
        let trailing = try rig.takeStop()
        rig.answer(trailing.request, trailing.ticket, .rejected, code: 10006)
        rig.receive(.position(Sample.position(1, lots: 300, stop: 99_950)))
        #expect(try rig.takeStop().lane == .cap)
    }
}
