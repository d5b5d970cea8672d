import Core
import Foundation
import TestSupport
import Testing

@testable import Daemon

/// A market of six quotes in which every figure is worked out by hand.
///
/// 0.10 lots of EURUSD: a point is worth 0.10. The cap's stop lies 28 points away (0.95 x 3.00 = 2.85, rounded to the
/// tighter point). A profit of 1.00 locks 0.50, five points.
@Suite struct TinyMarketTests {
    @Test func everyFigureOfABuyAndASellIsWhatTheArithmeticSays() throws {
        let scene = try BacktestScene()
        try scene.positions(
            // Best bid 1.10030: 3.00. Its lock at 1.10005 is jumped over by the bid of 1.10003: 0.30.
            "1,EURUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,,",
            // Never in profit. Its stop at 1.10028 is jumped over by the ask of 1.10035: -3.50.
            "2,EURUSD,sell,0.10,2026-01-05 10:00:01,1.10000,,,")
        let report = try scene.report()
        let expected: [(String, FigureValue)] = [
            ("positions", .count(2)), ("closed", .count(2)), ("open_at_end", .count(0)),
            ("stops_moved", .count(3)), ("stops_by_rule.protective", .count(2)),
            ("stops_by_rule.profit_lock", .count(1)), ("exits.stop", .count(2)),
            ("stop_exits_by_rule.protective", .count(1)), ("stop_exits_by_rule.profit_lock", .count(1)),
            ("result_net", .money(Money(units: -320_000_000))),
            ("peak_profit", .money(Money(units: 300_000_000))),
            ("kept_of_peak", .money(Money(units: 30_000_000))), ("kept_share", .permille(100)),
            ("kept_share_median", .permille(100)), ("losing_closes", .count(1)),
            ("micro_losses", .count(0)), ("micro_loss_rate", .permille(0)), ("losses_beyond_cap", .count(1)),
            ("first_stops", .count(2)), ("first_stop_p50", .milliseconds(0)),
            ("first_stop_max", .milliseconds(0)), ("stops_beyond_cap", .count(0)),
            ("stops_cap_unreachable", .count(0)), ("stop_requests", .count(3)), ("close_requests", .count(0)),
            ("rejected", .count(0)), ("refused_by_terminal", .count(0)), ("days_with_requests", .count(1)),
            ("busiest_day", .word("2026-01-05")), ("busiest_day_requests", .count(3)),
            ("budget_per_day", .count(2_000)),
        ]
        for (name, value) in expected { #expect(report.total[name] == value, "\(name)") }
        let stops = report.positions.map { $0.stops.map { $0.stop?.points } }
        #expect(stops == [[nil, 109_972, 110_005], [nil, 110_028]])
        #expect(report.positions.map { $0.ending?.price.points } == [110_003, 110_035])
        #expect(report.ruleSets.map(\.name) == ["tiny"])
        #expect(report.writtenMode == .shadow, "a shadow configuration is judged as though armed")
    }

    @Test func anOwnersCloseATakeProfitAndAnOpenEndAreToldApart() throws {
        let scene = try BacktestScene()
        try scene.positions(
            // Closed by its owner between two quotes, at the earlier one: five points down, 0.05 on 0.01 lots.
            "1,EURUSD,buy,0.01,2026-01-05 10:00:00.500,1.10005,1.09900,,2026-01-05 10:00:03",
            "2,EURUSD,buy,0.01,2026-01-05 10:00:00.500,1.10000,1.09900,1.10028,",
            "3,EURUSD,sell,0.01,2026-01-05 10:00:00.500,1.10000,1.10100,,")
        let total = try scene.report().total
        #expect(total["exits.owner"] == .count(1) && total["exits.take_profit"] == .count(1))
        #expect(total["open_at_end"] == .count(1))
        #expect(total["micro_losses"] == .count(1) && total["micro_loss_rate"] == .permille(500))
        // -0.05 and +0.30: the target is filled at the quote that reaches it.
        #expect(total["result_net"] == .money(Money(units: 25_000_000)))
        #expect(total["floating_at_end"] == .money(Money(units: -6_000_000)))
        #expect(total["stops_moved"] == .count(0), "an owner's stop within the cap is left alone")
    }

    @Test func costsThatAreOnRecordCount() throws {
        let scene = try BacktestScene()
        try scene.positions(
            "1,EURUSD,buy,0.01,2026-01-05 10:00:00.500,1.10000,1.09900,2026-01-05 10:00:03,-0.07,-0.02,0,a \"b\"",
            header:
                "ticket,symbol,side,lots,open_time,open_price,stop_loss,close_time,commission,swap,magic,comment"
        )
        #expect(throws: CommandFailure.self) { try scene.report() }
        try scene.positions(
            "1,EURUSD,buy,0.01,2026-01-05 10:00:00.500,1.10000,1.09900,2026-01-05 10:00:03,-0.07,-0.02,0,\"a, b\"",
            header:
                "ticket,symbol,side,lots,open_time,open_price,stop_loss,close_time,commission,swap,magic,comment"
        )
        #expect(try scene.report().total["result_net"] == .money(Money(units: -9_000_000)))
    }

    @Test func aPositionThatNoRuleSetIsForIsShownAsSuch() throws {
        let scene = try BacktestScene()
        try scene.folder.write(
            "rules.toml", BacktestScene.rules.replacing("manual = true", with: "magics = [7]"))
        try scene.positions("1,EURUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,,")
        let report = try scene.report()
        #expect(report.ruleSets.map(\.name) == [BacktestReport.unmanaged])
        #expect(report.total["stops_moved"] == .count(0) && report.total["stop_requests"] == .count(0))
    }

    /// At 1.10020 half of it is closed for 1.00; the rest is worth 0.05 a point, so that 0.50 is ten points from
    /// there on. The bid of 1.10003 jumps over that stop: 0.15.
    @Test func aPartThatIsClosedAtATargetEarnsItsShareAndHalvesTheRest() throws {
        let scene = try BacktestScene()
        try scene.folder.write(
            "rules.toml",
            BacktestScene.rules.replacing(
                "lock_money = \"0.50\"", with: "lock_money = \"0.50\"\nclose_percent = \"50\""))
        try scene.positions("1,EURUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,,")
        let report = try scene.report()
        #expect(report.total["close_requests"] == .count(1))
        #expect(report.total["closed"] == .count(1) && report.total["exits.stop"] == .count(1))
        #expect(report.total["result_net"] == .money(Money(units: 115_000_000)))
        #expect(report.positions.first?.stops.last?.stop == Price(points: 110_010))
    }

    @Test func theBrokersLatencyDelaysTheFirstStop() throws {
        let scene = try BacktestScene()
        try scene.positions("1,EURUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,,")
        let command = try scene.command(
            "--positions", scene.folder.path(of: "positions.csv"), latency: 200)
        let report = try BacktestPlan(command).run(command.config)
        let delay = try #require(report.positions.first?.firstStopAfter)
        // Half a round trip for the news, half of one for the request, within a quarter.
        #expect(delay >= .milliseconds(175) && delay <= .milliseconds(225))
    }

    @Test func theSameInputsGiveTheSameBytesAndNoDifference() throws {
        let scene = try BacktestScene()
        func output() throws -> String {
            let command = try scene.command("--positions-count", "3", latency: 60)
            let plan = try BacktestPlan(command)
            let (first, second) = (try plan.run(command.config), try plan.run(command.config))
            let difference = second.total.difference(from: first.total)
            #expect(difference.entries.count >= 20)
            for entry in difference.entries { #expect(entry.value.isZero, "\(entry.name)") }
            return try Console.json(
                BacktestOutput(
                    config: "rules.toml", compare: "rules.toml", report: first, compared: second,
                    difference: difference))
        }
        let once = try output()
        #expect(try output() == once)
        #expect(once.contains("\"written_mode\":\"shadow\"") && once.contains("\"judged_as\":\"manage\""))
    }

    @Test func twoConfigurationsAreToldApartByTheirDifference() throws {
        let scene = try BacktestScene()
        try scene.positions("1,EURUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,,")
        let other = try scene.folder.write(
            "other.toml",
            BacktestScene.rules.replacing("lock_money = \"0.50\"", with: "lock_money = \"0.90\""))
        let command = try scene.command("--positions", scene.folder.path(of: "positions.csv"))
        let plan = try BacktestPlan(command)
        let first = try plan.run(command.config)
        let second = try plan.run(other)
        // Stopped at the same quote all the same: 1.10003 is beyond both locks.
        #expect(second.total.difference(from: first.total)["result_net"]?.isZero == true)
        #expect(second.positions[0].stops.last?.stop?.points == 110_009)
        let text = BacktestOutput(
            config: "rules.toml", compare: "other.toml", report: first, compared: second,
            difference: second.total.difference(from: first.total)
        ).text(latency: .zero)
        #expect(text.contains("rules.toml  other.toml  difference"))
        #expect(text.contains("as though in mode \"manage\" (the file says \"shadow\")"))
    }
}
