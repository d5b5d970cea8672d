import Broker
import Core
import Testing

@testable import Daemon

@Suite struct SimulationTests {
    @Test(arguments: UInt64(1)...8) func everyInvariantHoldsUnderEveryFault(seed: UInt64) throws {
        let report = try Simulation(try storm(seed: seed)).run()
        #expect(report.failure == nil, "seed \(seed): \(report.failure?.description ?? "")")
        #expect(report.account.stopsConfirmed > 0)
        #expect(report.daemonStarts > 1 || report.terminalStarts > 1 || report.reconnects > 0)
    }

    @Test(arguments: UInt64(1)...2) func everyInvariantHoldsOnANettingAccount(seed: UInt64) throws {
        let report = try Simulation(try storm(seed: seed, positions: 3, mode: .netting)).run()
        #expect(report.failure == nil, "seed \(seed): \(report.failure?.description ?? "")")
    }

    @Test(arguments: FailedSeed.all) func whatOnceFailedHolds(run: FailedSeed) throws {
        let settings = try storm(
            seed: run.seed, hours: run.hours, positions: run.positions, mode: run.mode)
        let report = try Simulation(settings).run()
        #expect(report.failure == nil, "seed \(run.seed): \(report.failure?.description ?? "")")
    }

    @Test func theSameSeedGivesTheSameRunByteForByte() throws {
        let first = try Simulation(try storm(seed: 7)).run()
        let second = try Simulation(try storm(seed: 7)).run()
        let other = try Simulation(try storm(seed: 8)).run()
        #expect(first.hash == second.hash)
        #expect(first.broker == second.broker)
        #expect(first.hash != other.hash)
    }

    @Test func withoutFaultsEveryPositionIsCoveredAndNothingIsUnknown() throws {
        var settings = SimulationSettings()
        settings.duration = .seconds(1_800)
        settings.positions = 20
        let report = try Simulation(settings).run()
        #expect(report.failure == nil)
        #expect(report.account.stopsUnknown == 0)
        #expect(report.guardActions == 0)
        #expect(report.reconnects == 0)
        #expect(report.broker.firstStop.max ?? .max <= 200)
    }

    @Test func theEAGuardCoversPositionsWhileTheDaemonIsDown() throws {
        var settings = SimulationSettings()
        settings.positions = 5
        settings.duration = .seconds(600)
        let simulation = try Simulation(settings)
        // Once linked, the EA has its policy; it keeps it.
        simulation.run(until: .zero + .milliseconds(150))
        simulation.killDaemon()
        let report = simulation.run()
        #expect(report.failure?.rule != .checker)
        #expect(report.guardActions >= 5)
        #expect(report.broker.uncoveredOver1s == 0)
    }

    @Test func aFreezeHoldsThroughAStorm() throws {
        let simulation = try Simulation(try storm(seed: 5))
        simulation.run(until: .zero + .seconds(1_200))
        while simulation.agent.latch != .freeze {
            simulation.agent.press(.freeze, at: simulation.now)
            simulation.run(until: simulation.now + .seconds(1))
        }
        let requests = simulation.venue.checker.summary.requests
        simulation.killDaemon()
        simulation.startDaemon()
        simulation.agent.start(at: simulation.now)
        let report = simulation.run()
        #expect(report.failure == nil, "\(report.failure?.description ?? "")")
        #expect(report.broker.requests == requests)
    }
}
