import ArgumentParser
import Core
import Foundation
import Testing

@testable import Daemon

/// The shipped rule sets over recorded data, where there is any.
@Suite struct RealDataTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func folder(_ name: String) -> URL? {
        let named = ProcessInfo.processInfo.environment["BACKSTOP_DATA"].map { URL(filePath: $0) }
        return [named, package.deletingLastPathComponent().appending(path: "shared/data")].compactMap { $0 }
            .map { $0.appending(path: name) }
            .first { FileManager.default.fileExists(atPath: $0.path()) }
    }

    private static func example(_ name: String) -> String {
        package.appending(path: "examples/\(name).toml").path()
    }

    @Test(
        .enabled(
            if: folder("reference-session") != nil,
            "skipped: no reference-session in BACKSTOP_DATA or ../shared/data"))
    func everyStopOfTheReferenceSessionIsDecidedAtTheReadingThatCallsForIt() throws {
        let folder = try #require(Self.folder("reference-session"))
        let command = try BacktestCommand.parse([
            "--config", Self.example("scalper"), "--positions",
            folder.appending(path: "positions.csv").path(),
            "--events", folder.appending(path: "events.csv").path(),
        ])
        let plan = try BacktestPlan(command)
        let report = try plan.run(command.config)
        #expect(report.total["positions"] == .count(59))
        #expect(report.total["stops_beyond_cap"] == .count(0))
        #expect(report.total["decisions_late"] == .count(0))
        #expect(report.total["decision_delay_max_samples"] == .count(0))
        let observer = try #require(report.observer)
        #expect(observer.ours.calls > 50 && observer.ours.evaluations > 1_000)
        #expect(observer.theirs.readings == 1_881)
        #expect(observer.valuationErrorMax <= Money(units: Money.unitsPerWhole / 100))
        let comparison = BotComparison(try #require(plan.session), report, events: plan.events)
        #expect(comparison.recorded["stop_requests"] == .count(142))
        #expect(comparison.recorded["stop_requests_accepted"] == .count(122))
    }

    /// The hour of a payroll report: 325 quotes a second, a jump of 5.568.
    @Test(
        .enabled(if: folder("ticks") != nil, "skipped: no ticks in BACKSTOP_DATA or ../shared/data"),
        arguments: ["scalper", "conservative", "swing"])
    func aShippedRuleSetMakesFewMicroLosses(name: String) throws {
        let folder = try #require(Self.folder("ticks"))
        let command = try BacktestCommand.parse([
            "--config", Self.example(name), "--ticks", folder.appending(path: "XAUUSD_20140502.csv").path(),
            folder.appending(path: "EURUSD_20140502.csv").path(), "--from", "2014-05-02 15:25", "--to",
            "2014-05-02 15:40", "--positions-count", "4",
        ])
        let total = try BacktestPlan(command).run(command.config).total
        #expect(total["stops_beyond_cap"] == .count(0))
        guard case .permille(let rate)? = total["micro_loss_rate"] else {
            Issue.record("there is no rate")
            return
        }
        #expect(rate ?? 0 < 200)
    }
}
