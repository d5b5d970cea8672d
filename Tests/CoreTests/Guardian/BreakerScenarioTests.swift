import Testing

@testable import Core

/// Slow answers, missing answers and a short budget, as the whole guardian meets them.
@Suite struct BreakerScenarioTests {
    private static let rules = Sample.rules(
        cap: Sample.cap(100_000), trailing: Sample.trailing(start: 0, step: 10, distance: 50))

    private func stops(_ sent: [DaemonMessage]) -> [ModifyStop] {
        sent.compactMap { if case .modifyStop(let command) = $0 { command } else { nil } }
    }

    private func trailing(_ flow: FlowLimits = .standard, positions: Int = 1) -> Rig {
        let settings = Settings(
            mode: .manage, selections: [.init(filter: PositionFilter(), rules: Self.rules)], flow: flow)
        return Rig.ready(
            settings, positions: (1...UInt64(positions)).map { Sample.position($0, stop: 99_000) })
    }

    @Test func aSlowSuccessIsASuccessAndLessUrgentWorkWaitsForTheCoolDown() throws {
        var rig = trailing()
        rig.tick(100_100)
        let command = try rig.takeStop()
        rig.pass(.milliseconds(600))
        rig.confirm(command)
        #expect(rig.counters.stopsConfirmed == 1 && rig.counters.slowAnswers == 1)
        #expect(rig.counters.breakersOpened == 2)
        rig.tick(100_200)
        #expect(stops(rig.takeSent()).isEmpty)
        rig.pass(.seconds(2))
        #expect(try rig.takeStop().stopLoss.points == 100_150)
    }

    @Test func afterATimeoutFirstStopsProbeOneAtATimeAndAnAnswerLetsAllThrough() throws {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position(1)))
        _ = try rig.takeStop()
        rig.pass(.seconds(1))
        _ = rig.takeSent()
        for ticket: UInt64 in 2...5 { rig.receive(.position(Sample.position(ticket))) }
        let probes = stops(rig.takeSent())
        #expect(probes.count == 1)
        rig.pass(.milliseconds(20))
        rig.confirm(try #require(probes.first))
        #expect(stops(rig.takeSent()).count == 3)
    }

    @Test func aTerminalThatSaysItWasBlockedHoldsBackTrailingAndNotFirstStops() throws {
        var rig = trailing()
        var account = rig.guardian.account
        var effects: [AccountEffect] = []
        account.step(.terminalBlocked(.orderSend, .milliseconds(500)), at: rig.now, into: &effects)
        #expect(effects.isEmpty)
        account.step(.terminalBlocked(.orderSend, .milliseconds(501)), at: rig.now, into: &effects)
        #expect(account.counters.breakersOpened == 1)
        #expect(account.counters.terminalBlocks == 1)
        let isNamed = effects.contains { effect in
            if case .note(.terminalBlocked(.orderSend, for: .milliseconds(501))) = effect {
                true
            } else {
                false
            }
        }
        #expect(isNamed, "the call that blocked is named, with its time")
        #expect(!account.terminalBreaker.allows(.trailing, at: rig.now))
        #expect(account.terminalBreaker.allows(.firstStop, at: rig.now))
        rig.tick(100_100)
        #expect(stops(rig.takeSent()).count == 1)
    }

    @Test func aLostLinkClosesTheTerminalsBreaker() throws {
        var rig = trailing()
        rig.tick(100_100)
        _ = try rig.takeStop()
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.terminalBreaker.state != .closed)
        rig.unlink()
        #expect(rig.guardian.account.terminalBreaker.state == .closed)
    }

    @Test func aPositionWhoseAnswersAreSlowIsSetAsideUntilItsMinuteIsOver() throws {
        var rig = trailing()
        let began = rig.now
        var bid: Int64 = 100_100
        var answered = 0
        while rig.counters.setAside == 0, answered < 10 {
            rig.tick(bid)
            let command = try rig.takeStop()
            rig.pass(.milliseconds(900))
            rig.confirm(command)
            answered += 1
            bid += 100
            rig.pass(.seconds(9))
            _ = rig.takeSent()
        }
        #expect(answered == 3)
        rig.tick(bid)
        #expect(stops(rig.takeSent()).isEmpty)
        rig.pass(.seconds(62))
        #expect(stops(rig.takeSent()).count == 1)
        #expect(rig.now - began > WaitingTime.window)
    }

    @Test func promptAnswersNeverSetAPositionAside() throws {
        var rig = trailing(FlowLimits(budget: 100_000))
        for round: Int64 in 0..<200 {
            rig.tick(100_100 + round * 10)
            let command = try rig.takeStop()
            rig.pass(.milliseconds(80))
            rig.confirm(command)
        }
        #expect(rig.counters.setAside == 0 && rig.counters.breakersOpened == 0)
    }

    @Test func aShortBudgetWidensTheStepStopsTrailingAndNeverAFirstStop() throws {
        var rig = trailing(FlowLimits(budget: 8, budgetReserve: 1))
        var bid: Int64 = 100_100
        var gains: [Int64] = []
        var last: Int64?
        for _ in 0..<4_000 {
            rig.tick(bid)
            for command in stops(rig.takeSent()) {
                if let last { gains.append(command.stopLoss.points - last) }
                last = command.stopLoss.points
                rig.pass(.milliseconds(20))
                rig.confirm(command)
            }
            bid += 1
        }
        #expect(gains == [10, 10, 10, 10, 20, 20])
        #expect(rig.counters.budgetDenied > 0)
        #expect(rig.day?.used == 7)
        rig.receive(.position(Sample.position(2)))
        #expect(stops(rig.takeSent()).contains { $0.ticket == Ticket(2) && $0.lane == .firstStop })
    }
}
