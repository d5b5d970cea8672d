import Testing

@testable import Core

/// Leases that last too long, owners that are lost, the rate, and the order in a frame.
@Suite struct FlowScenarioTests {
    private static let trailing = Sample.rules(
        cap: Sample.cap(100_000), trailing: Sample.trailing(start: 0, step: 1, distance: 50))

    private func stops(_ sent: [DaemonMessage]) -> [ModifyStop] {
        sent.compactMap { if case .modifyStop(let command) = $0 { command } else { nil } }
    }

    private func timeouts(_ notes: [AccountNote]) -> Int {
        notes.count { if case .leaseTimeout = $0 { true } else { false } }
    }

    @Test func aLeaseIsTakenBeforeTheSendAndReturnedWithTheProof() throws {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        let command = try rig.takeStop()
        rig.confirm(command)
        #expect(
            rig.leases.changes == [
                .taken(command.ticket, command.request, .firstStop),
                .returned(command.ticket, command.request),
            ])
    }

    @Test func aLeaseThatLastsTooLongIsSaidOnceAndNeverSentAgain() throws {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        _ = try rig.takeStop()
        rig.pass(.milliseconds(4_999))
        #expect(timeouts(rig.takeNotes()) == 0)
        rig.pass(.milliseconds(1))
        #expect(timeouts(rig.takeNotes()) == 1)
        #expect(rig.counters.leaseTimeouts == 1)
        rig.pass(.seconds(60))
        #expect(timeouts(rig.takeNotes()) == 0)
        #expect(stops(rig.takeSent()).isEmpty)
    }

    @Test func aWatchdogsWordIsHeededOnceAndOnlyForTheRequestUnderWay() throws {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        let command = try rig.takeStop()
        var account = rig.guardian.account
        var effects: [AccountEffect] = []
        account.step(.leaseExpired(command.ticket, RequestID(1)), at: rig.now, into: &effects)
        #expect(effects.isEmpty)
        account.step(.leaseExpired(command.ticket, command.request), at: rig.now, into: &effects)
        #expect(account.counters.leaseTimeouts == 1)
        let questions = effects.count { if case .readBack = $0 { true } else { false } }
        #expect(questions == 1)
        effects = []
        account.step(.leaseExpired(command.ticket, command.request), at: rig.now, into: &effects)
        #expect(effects.isEmpty)
    }

    @Test func whatALostOwnerHadUnderWayIsReadBackAndNotSentAgain() throws {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        let command = try rig.takeStop()
        var account = rig.guardian.account
        var effects: [AccountEffect] = []
        account.step(.shardLost([Sample.symbol]), at: rig.now, into: &effects)
        account.dispatch(at: rig.now, into: &effects)
        let asked = effects.compactMap {
            if case .readBack(let question) = $0 { question.request } else { nil }
        }
        #expect(asked == [command.request])
        #expect(!effects.contains { if case .modify = $0 { true } else { false } })
    }

    @Test func theRateBindsTrailingAndNotFirstStops() {
        let settings = Settings(
            mode: .manage, selections: [.init(filter: PositionFilter(), rules: Self.trailing)],
            flow: FlowLimits(ratePerSecond: 2))
        var rig = Rig.ready(settings, positions: (1...6).map { Sample.position($0, stop: 99_000) })
        rig.tick(100_100)
        #expect(stops(rig.takeSent()).count == 2)
        #expect(rig.counters.ratePostponed >= 4)
        for ticket: UInt64 in 7...12 { rig.receive(.position(Sample.position(ticket))) }
        #expect(stops(rig.takeSent()).count == 6)
        rig.pass(.milliseconds(499))
        #expect(stops(rig.takeSent()).isEmpty)
        rig.pass(.milliseconds(1))
        #expect(stops(rig.takeSent()).count == 1)
    }

    @Test func aFrameIsGroupedBySymbolWithoutChangingWhoGetsAPlace() {
        let other = SymbolID(Sample.symbol.rawValue + 1)
        let settings = Settings(
            mode: .manage, selections: [.init(filter: PositionFilter(), rules: Sample.rules())],
            flow: FlowLimits(window: 4, reserved: 1))
        let positions = (1...8).map {
            Sample.position($0, lots: Int64($0) * 10, symbol: $0 % 2 == 0 ? Sample.symbol : other)
        }
        var rig = Rig.ready(
            settings, positions: positions, specs: [Sample.spec(), Sample.spec(other, name: "GBPUSD")])
        rig.tick(100_000)
        let sent = stops(rig.takeSent())
        #expect(sent.count == 4)
        #expect(sent.map(\.symbol.rawValue) == sent.map(\.symbol.rawValue).sorted())
    }
}
