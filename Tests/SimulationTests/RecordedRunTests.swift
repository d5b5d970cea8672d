import Broker
import Core
import Foundation
import Journal
import Testing

@testable import Daemon

/// S8 over whole runs: with faults, restarts, links that break and people who press buttons.
@Suite struct RecordedRunTests {
    @Test(arguments: UInt64(1)...4) func aRunIsReplayedByteForByte(seed: UInt64) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "backstop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var settings = try storm(seed: seed)
        settings.duration = .seconds(1_800)
        let plain = try Simulation(settings).run()
        settings.inputs = InputPlace(state: folder.path(), build: "test")
        let simulation = try Simulation(settings)
        let recorded = simulation.run()
        // Recording changes nothing.
        #expect(recorded.hash == plain.hash)
        let account = simulation.venue.server.terms.number
        let report = try InputReplay.run(InputFolder(account: account, in: folder.path()))
        #expect(report.isIdentical, "seed \(seed): \(report.differences.first.map { "\($0)" } ?? "")")
        #expect(report.runs == recorded.daemonStarts)
        #expect(report.gaps == [])
        #expect(report.passedOver == 0)
        #expect(report.steps == simulation.inputs?.figures.steps)
        #expect(report.decisions > 100)
        try FileManager.default.removeItem(at: folder)
    }
}
