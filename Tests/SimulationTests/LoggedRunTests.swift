import Broker
import Core
import Journal
import Runtime
import Testing

@testable import Daemon

/// What a simulated run leaves in the trade log and the store.
@Suite struct LoggedRunTests {
    private func calm(hours: Int64 = 1) -> SimulationSettings {
        var settings = SimulationSettings()
        settings.seed = 7
        settings.positions = 20
        settings.duration = .seconds(hours * 3_600)
        return settings
    }

    private func shortStorm(seed: UInt64) throws -> SimulationSettings {
        var settings = try storm(seed: seed)
        settings.duration = .seconds(1_800)
        return settings
    }

    /// Whatever may happen to a link and a terminal while the daemon lives.
    private func rough(seed: UInt64) throws -> SimulationSettings {
        var settings = try storm(seed: seed)
        settings.faults.removeAll { $0.name == .daemonRestart }
        return settings
    }

    @Test func equalRunsWriteEqualFiles() throws {
        let first = try LoggedRun(try shortStorm(seed: 7))
        let second = try LoggedRun(try shortStorm(seed: 7))
        let files = try first.files()
        #expect(try files == second.files())
        #expect(files.values.reduce(0) { $0 + $1.count } > 100_000)
    }

    @Test(arguments: UInt64(1)...1) func keepingALogChangesNothingOfTheRun(seed: UInt64) throws {
        let plain = try Simulation(try shortStorm(seed: seed)).run()
        #expect(try LoggedRun(try shortStorm(seed: seed)).report.hash == plain.hash)
    }

    @Test(arguments: UInt64(1)...2) func theLogOfAStormIsWholeAndItsStoreIsWhatARebuildMakes(seed: UInt64)
        throws
    {
        let run = try LoggedRun(try shortStorm(seed: seed))
        let check = try LogCheck(run.folder)
        #expect(check.defects == [])
        #expect(check.missing == 0)
        #expect(check.records == run.report.journal?.records)
        let rebuilt = try StoreRebuild.run(run.folder, in: run.state)
        #expect(rebuilt.difference == .identical)
        #expect(rebuilt.applied == check.last)
        #expect(run.simulation.journal?.trouble() == nil)
    }

    @Test func everyTradeOfACalmRunIsThereOnceAndToTheCent() throws {
        try expectEveryTrade(in: try LoggedRun(calm()))
    }

    @Test(arguments: UInt64(1)...2) func everyTradeIsThereOnceHoweverTheLinkFares(seed: UInt64) throws {
        try expectEveryTrade(in: try LoggedRun(try rough(seed: seed)))
    }

    /// One opening for each position that was ever open, one close for each that is not open any more, with the
    /// profit of the broker's own deals.
    private func expectEveryTrade(in run: LoggedRun) throws {
        var opened: [Ticket: PositionOpened] = [:]
        var closed: [Ticket: PositionClosedRecord] = [:]
        for record in try run.records() {
            guard let ticket = record.ticket else { continue }
            switch record.event {
            case .opened(let event):
                #expect(opened.updateValue(event, forKey: ticket) == nil, "\(ticket) opened twice")
            case .closed(let event):
                #expect(closed.updateValue(event, forKey: ticket) == nil, "\(ticket) closed twice")
            default: continue
            }
        }
        let standing = Set(run.simulation.venue.server.positions.map(\.identifier))
        #expect(opened.count == run.report.broker.positionsOpened)
        let open = opened.filter { closed[$0.key] == nil }.map(\.value.position)
        #expect(Set(open) == standing && open.count == standing.count)
        let profits = run.profits()
        for (ticket, close) in closed { #expect(close.profit == profits[close.position], "\(ticket)") }
        #expect(closed.count > 20)
    }

    @Test func theRecordsAreDatedByTheMarketAndSaySoOfThemselves() throws {
        var settings = calm()
        settings.duration = .seconds(600)
        let records = try LoggedRun(settings).records()
        guard case .started(let start) = try #require(records.first).event else {
            Issue.record("the log begins with \(records[0].event.name)")
            return
        }
        #expect(start.environment == .simulated)
        #expect(start.process == 1)
        let zero = Market(seed: settings.seed).start.milliseconds * 1_000_000
        // The text of a moment ends with the microsecond.
        #expect(
            records.allSatisfy { (0..<1_000).contains(zero + $0.instant.nanoseconds - $0.at.nanoseconds) })
        guard case .stopped = try #require(records.last).event else {
            Issue.record("the log ends with \(records[records.count - 1].event.name)")
            return
        }
    }
}
