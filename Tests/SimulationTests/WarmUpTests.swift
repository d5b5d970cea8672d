import Broker
import Core
import Foundation
import Journal
import Testing

@testable import Daemon

/// Rules on bars of an hour, which without the terminal's own minutes would sleep for most of a day.
@Suite struct WarmUpTests {
    private static func rules(cap: Money) throws -> RuleSet {
        var rules = RuleSet(
            name: "hours", cap: LossCap(amount: cap), allowance: CostAllowance(),
            trailing: TrailingStop(
                start: .zero, step: Distance(points: 5),
                distance: try #require(RuleDistance(80, .atrPermille))))
        rules.bars = BarSettings(period: .h1)
        return rules
    }

    private static func settings(_ base: SimulationSettings) throws -> SimulationSettings {
        var settings = base
        settings.ruleSet = try rules(cap: settings.cap)
        return settings
    }

    @Test func stopsFollowByTheAverageRangeOfHoursWithinSeconds() throws {
        var base = SimulationSettings()
        base.duration = .seconds(60)
        let simulation = try Simulation(try Self.settings(base))
        let report = simulation.run()
        #expect(report.failure == nil, "\(report.failure?.description ?? "")")
        // The terminal loads when it is first asked.
        #expect(report.account.barsPostponed > 0)
        #expect(report.account.barsTaken >= 3)
        #expect(report.account.barsRefused == 0)
        #expect(Int(report.account.stopsConfirmed) > simulation.settings.positions)
    }

    @Test(arguments: UInt64(1)...2) func underEveryFaultARunIsTheSameTwiceAndReplayedByteForByte(
        seed: UInt64
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "backstop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var base = try storm(seed: seed)
        base.duration = .seconds(600)
        var settings = try Self.settings(base)
        let plain = try Simulation(settings).run()
        #expect(plain.failure == nil, "seed \(seed): \(plain.failure?.description ?? "")")
        #expect(plain.account.barsTaken > 0)
        settings.inputs = InputPlace(state: folder.path(), build: "test")
        let simulation = try Simulation(settings)
        #expect(simulation.run().hash == plain.hash)
        let account = simulation.venue.server.terms.number
        let replay = try InputReplay.run(InputFolder(account: account, in: folder.path()))
        #expect(replay.isIdentical, "seed \(seed): \(replay.differences.first.map { "\($0)" } ?? "")")
        try FileManager.default.removeItem(at: folder)
    }
}
