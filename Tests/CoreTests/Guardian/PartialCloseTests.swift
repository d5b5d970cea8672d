import Testing

@testable import Core

/// A part of a position is closed at a target: once, whatever happens on the way.
@Suite struct PartialCloseTests {
    static func rules(trailing: TrailingStop? = nil) -> RuleSet {
        var rules = Sample.rules(cap: Sample.cap(10_000), trailing: trailing)
        rules.partialCloses = Sample.parts([(at: 50, share: 500), (at: 80, share: 250)])
        return rules
    }

    static func rig(
        _ mode: ControlMode = .manage, rules: RuleSet = PartialCloseTests.rules(),
        flow: FlowLimits = .standard, marginMode: MarginMode = .hedging
    ) -> Rig {
        let settings = Settings(
            mode: mode, selections: [.init(filter: PositionFilter(), rules: rules)], flow: flow)
        var rig = Rig.ready(
            settings, positions: [Sample.position(1, stop: 95_000)], ticks: [Sample.tick(100_000)],
            marginMode: marginMode)
        rig.traded(initial: 100)
        rig.tick(100_000)
        return rig
    }

    private static let half = Volume(units: Volume.unitsPerLot / 2)

    /// The broker closes it, and tells the deal.
    static func execute(_ command: ClosePosition, _ rig: inout Rig) {
        guard var position = rig.told[command.ticket] else { return }
        position.volume = position.volume - command.volume
        rig.receive(.position(position))
        rig.answer(command.request, command.ticket, .done, code: 10009)
        let closed = (Volume.oneLot - position.volume).units * 100 / Volume.unitsPerLot
        rig.traded(initial: 100, closed: closed)
    }

    @Test func atATargetItsShareOfTheInitialVolumeIsClosed() throws {
        var rig = Self.rig()
        rig.tick(100_049)
        #expect(rig.takeSent().isEmpty)
        rig.tick(100_050)
        let command = try rig.takeClose()
        #expect(command.volume == Self.half && command.expectedVolume == .oneLot)
        #expect(command.lane == .profitLock)
        #expect(rig.takeNotes().contains(.partSent(command.request, Ticket(1), Self.half)))
    }

    @Test func aRungThatIsDoneIsNeverDoneAgain() throws {
        var rig = Self.rig()
        rig.tick(100_050)
        Self.execute(try rig.takeClose(), &rig)
        for price: Int64 in [100_060, 100_000, 100_050, 99_000, 100_079] { rig.tick(price) }
        rig.pass(.seconds(60))
        rig.snapshot(Array(rig.told.values), ticks: [Sample.tick(100_060)])
        rig.tick(100_060)
        #expect(rig.takeSent().isEmpty)
        rig.tick(100_080)
        #expect(try rig.takeClose().volume == Volume(units: Volume.unitsPerLot / 4))
    }

    @Test func aJumpOverTwoRungsClosesBothSharesWithOneOrder() throws {
        var rig = Self.rig()
        rig.tick(100_200)
        #expect(try rig.takeClose().volume == Volume(units: Volume.unitsPerLot / 4 * 3))
    }

    @Test func afterARestartTheDealsTellWhatIsDone() throws {
        let settings = Sample.settings(.manage, Self.rules())
        var rig = Rig.ready(
            settings, positions: [Sample.position(1, lots: 50, stop: 95_000)],
            ticks: [Sample.tick(100_060)])
        rig.tick(100_060)
        rig.pass(.seconds(30))
        #expect(rig.takeSent().isEmpty, "nobody knows what it was opened with")
        rig.traded(initial: 100, closed: 50)
        rig.tick(100_060)
        #expect(rig.takeSent().isEmpty)
        rig.tick(100_080)
        #expect(try rig.takeClose().volume == Volume(units: Volume.unitsPerLot / 4))
    }

    @Test func whileADealIsMissingNothingFollows() throws {
        var rig = Self.rig()
        rig.tick(100_050)
        let command = try rig.takeClose()
        var position = Sample.position(1, stop: 95_000)
        position.volume = Self.half
        rig.receive(.position(position))
        rig.answer(command.request, command.ticket, .done, code: 10009)
        rig.tick(100_100)
        rig.pass(.seconds(60))
        #expect(rig.takeSent().isEmpty)
        rig.traded(initial: 100, closed: 50)
        #expect(try rig.takeClose().volume == Volume(units: Volume.unitsPerLot / 4))
    }

    @Test(arguments: [ControlMode.shadow, .protect])
    func onlyTheModeManageClosesParts(mode: ControlMode) {
        var rig = Self.rig(mode)
        rig.tick(100_200)
        rig.pass(.seconds(10))
        #expect(!rig.takeSent().contains(where: Self.isClose))
        let noted = rig.takeNotes().contains {
            if case .wouldSend(_, .reduce) = $0 { true } else { false }
        }
        #expect(noted == (mode == .shadow))
    }

    @Test(arguments: [KillLevel.pause, .freeze])
    func aLatchWithholdsItUntilItIsLifted(level: KillLevel) throws {
        var rig = Self.rig()
        rig.latch(level)
        rig.tick(100_060)
        rig.pass(.seconds(10))
        #expect(rig.takeSent().isEmpty)
        rig.latch(.none)
        #expect(try rig.takeClose().volume == Self.half)
    }

    @Test func aLatchThatFallsWhileOneWaitsWithdrawsIt() {
        var rig = Self.rig()
        rig.permit([])
        rig.tick(100_060)
        rig.latch(.pause)
        rig.permit()
        rig.pass(.seconds(10))
        #expect(rig.takeSent().isEmpty)
    }

    @Test func aPositionWithoutAStopGetsThatFirst() throws {
        let settings = Sample.settings(.manage, Self.rules())
        var rig = Rig.ready(settings, ticks: [Sample.tick(100_060)])
        rig.tick(100_060)
        rig.receive(.position(Sample.position()))
        let stop = try rig.takeStop()
        rig.traded(initial: 100)
        rig.tick(100_061)
        #expect(rig.takeSent().isEmpty)
        rig.confirm(stop)
        #expect(try rig.takeClose().volume == Self.half)
    }

    @Test func flattenClosesTheWholeInstead() throws {
        var rig = Self.rig()
        rig.permit([])
        rig.tick(100_060)
        rig.latch(.flatten)
        rig.permit()
        let command = try rig.takeClose()
        #expect(command.volume == .oneLot && command.expectedVolume == nil)
    }

    @Test func onePartCostsOneRequestOfTheDaysBudget() throws {
        let flow = FlowLimits(budget: 1, budgetReserve: 0)
        var rig = Self.rig(flow: flow)
        rig.tick(100_050)
        Self.execute(try rig.takeClose(), &rig)
        #expect(rig.day?.used == 1)
        rig.tick(100_080)
        rig.pass(.seconds(5))
        #expect(rig.takeSent().isEmpty)
        #expect(rig.counters.budgetDenied > 0)
    }

    @Test func theStopOfWhatIsLeftIsNotLoosened() throws {
        var rules = Self.rules()
        rules.profitLock = Sample.ladder([(at: 50, lock: 20)])
        var rig = Self.rig(rules: rules)
        rig.tick(100_050)
        Self.execute(try rig.takeClose(), &rig)
        let lock = try rig.takeStop()
        #expect(lock.stopLoss == Price(points: 100_020))
        rig.confirm(lock)
        rig.tick(100_040)
        rig.pass(.seconds(60))
        #expect(rig.takeSent().isEmpty)
    }

    @Test func onANettingAccountItWaitsForAnotherClose() throws {
        var rig = Self.rig(marginMode: .netting)
        rig.receive(.position(Sample.position(2, stop: 95_000)))
        rig.traded(2, initial: 100)
        rig.tick(100_050)
        let first = try rig.takeClose()
        rig.tick(100_051)
        #expect(rig.takeSent().isEmpty)
        Self.execute(first, &rig)
        #expect(try rig.takeClose().ticket != first.ticket)
    }

    @Test func aTickThatReachesNoRungDecidesNothing() {
        var rig = Self.rig()
        let before = rig.guardian.shard.counters.decisions
        for price: Int64 in 100_001...100_049 { rig.tick(price) }
        #expect(rig.guardian.shard.counters.decisions == before)
    }

    static func isClose(_ message: DaemonMessage) -> Bool {
        if case .closePosition = message { true } else { false }
    }
}
