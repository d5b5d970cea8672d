import Broker
import Core
import Testing

@testable import Daemon

/// The harness must notice what it is there to notice: each test commits one offence and expects the run to end
/// with the rule's name.
@Suite struct CanaryTests {
    private func running() throws -> Simulation {
        var settings = SimulationSettings()
        settings.positions = 20
        settings.duration = .seconds(1_800)
        let simulation = try Simulation(settings)
        simulation.run(until: .zero + .seconds(120))
        return simulation
    }

    @Test func aRequestThatLoosensAStopEndsTheRun() throws {
        let simulation = try running()
        let position = try #require(simulation.venue.server.positions.first { $0.stopLoss != nil })
        let stop = try #require(position.stopLoss)
        simulation.venue.submit(
            TradeRequest(
                action: .stops, symbol: position.symbol, position: position.ticket, side: position.side,
                stopLoss: Price(points: stop.points - 50 * position.side.sign),
                takeProfit: position.takeProfit), at: simulation.now)
        #expect(simulation.run().failure?.rule == .checker)
    }

    @Test func aRequestThatDropsTheTakeProfitEndsTheRun() throws {
        let simulation = try running()
        simulation.run(until: .zero + .seconds(600))
        let position = try #require(
            simulation.venue.server.positions.first { $0.stopLoss != nil && $0.takeProfit != nil })
        simulation.venue.submit(
            TradeRequest(
                action: .stops, symbol: position.symbol, position: position.ticket, side: position.side,
                stopLoss: position.stopLoss, takeProfit: nil), at: simulation.now)
        #expect(simulation.run().failure?.rule == .checker)
    }

    @Test func aRequestUnderAFreezeEndsTheRun() throws {
        let simulation = try running()
        simulation.agent.press(.freeze, at: simulation.now)
        simulation.run(until: simulation.now + .seconds(5))
        let position = try #require(simulation.venue.server.positions.first { $0.stopLoss != nil })
        simulation.venue.submit(
            TradeRequest(
                action: .stops, symbol: position.symbol, position: position.ticket, side: position.side,
                stopLoss: position.stopLoss, takeProfit: position.takeProfit), at: simulation.now)
        simulation.run(until: simulation.now + .seconds(5))
        #expect(simulation.failure?.rule == .kill)
    }

    @Test func aViewThatStaysDifferentEndsTheRun() throws {
        let simulation = try running()
        simulation.run(until: .zero + simulation.settings.stormEnd + Simulation.aftermath + .seconds(5))
        #expect(simulation.failure == nil)
        // An EA that has stopped talking: the daemon's view grows old.
        simulation.agent.end()
        simulation.venue.terminal(isUp: false, at: simulation.now)
        let ticket = try #require(simulation.venue.server.positions.first?.ticket)
        _ = simulation.venue.person { $0.personCloses(ticket, at: simulation.now) }
        #expect(simulation.run().failure?.rule == .convergence)
    }

    @Test func aFreezeOnTheChartStopsEveryRequestAndSurvivesRestarts() throws {
        let simulation = try running()
        simulation.agent.press(.freeze, at: simulation.now)
        simulation.run(until: simulation.now + .seconds(2))
        let requests = simulation.venue.checker.summary.requests
        simulation.killDaemon()
        simulation.startDaemon()
        simulation.agent.start(at: simulation.now)
        simulation.run(until: simulation.now + .seconds(300))
        #expect(simulation.venue.checker.summary.requests == requests)
        #expect(simulation.daemon?.owner.guardian.account.latch == .freeze)
        #expect(simulation.agent.latch == .freeze)
    }
}
