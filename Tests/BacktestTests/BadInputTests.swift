import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import Daemon

/// What cannot be used is refused with its place and the exit code that says what kind of mistake it was.
@Suite struct BadInputTests {
    private func message(_ rows: String, header: String = BacktestScene.header) throws -> String {
        let scene = try BacktestScene()
        try scene.positions(rows, header: header)
        let failure = try scene.failure(
            try scene.command("--positions", scene.folder.path(of: "positions.csv")))
        #expect(failure.code == .data)
        return failure.message
    }

    @Test func everyMistakeOfAPositionFileIsNamedWithItsLine() throws {
        let message = try message(
            """
            1,EURUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,,
            0,EURUSD,long,0.105,05.01.2026,1.1000001,-1,,
            1,XAGUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,,
            4,EURUSD,buy,0.10,2026-01-05 10:00:05,1.10000,,,2026-01-05 10:00:04
            5,EURUSD,buy,0.10,2026-01-05 10:00:05
            """)
        // Lines with too few fields are a mistake of the table, told before what is in it.
        #expect(message.contains("positions.csv:6: there are 5 fields and 9 columns"))
        let rest = try self.message(
            """
            1,EURUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,,
            0,EURUSD,long,0.105,05.01.2026,1.1000001,-1,,
            1,XAGUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,,
            4,EURUSD,buy,0.10,2026-01-05 10:00:05,1.10000,,,2026-01-05 10:00:04
            """)
        for part in [
            ":3: \"ticket\" is \"0\"", ":3: \"side\" is \"long\"; it must be buy or sell", ":3: \"lots\"",
            ":3: \"open_time\"", ":3: \"open_price\" is \"1.1000001\"", ":3: \"stop_loss\" is \"-1\"",
            ":4: \"symbol\" is \"XAGUSD\"; it must be a symbol that is quoted: EURUSD",
            ":4: ticket 1 is on line 2 already", ":5: \"close_time\" must be later than \"open_time\"",
        ] { #expect(rest.contains(part), "\(part)") }
        #expect(rest.split(separator: "\n").count == 9)
    }

    @Test func anUnknownColumnIsNamedWithTheNearestOne() throws {
        let message = try message(
            "1,EURUSD,buy,0.10,2026-01-05 10:00:01,1.1,1.0",
            header: "ticket,symbol,side,lots,open_time,open_price,stoploss")
        #expect(message.contains(":1: column \"stoploss\" is not known; the nearest is \"stop_loss\""))
        let missing = try self.message("1,EURUSD", header: "ticket,symbol")
        #expect(missing.contains("column \"open_price\" is missing"))
    }

    @Test func aPositionOutsideTheQuotesIsRefused() throws {
        let early = try message("7,EURUSD,buy,0.10,2026-01-05 09:59:59,1.10000,,,")
        #expect(early.contains("line 2: ticket 7 opens at 2026-01-05 09:59:59, before the first quote"))
        let late = try message("7,EURUSD,buy,0.10,2026-01-05 10:00:11,1.10000,,,")
        #expect(late.contains("after the last quote"))
    }

    @Test func aBinaryFileIsNoPositionFileAndNoTickFile() throws {
        let scene = try BacktestScene()
        let path = scene.folder.path(of: "noise.csv")
        try Data([0x7F, 0x45, 0x4C, 0x46, 0, 1, 0xFF, 0xFE, 10, 0]).write(to: URL(filePath: path))
        let positions = try scene.failure(try scene.command("--positions", path))
        #expect(positions.code == .data && positions.message.contains("not UTF-8 text"))
        let ticks = try BacktestCommand.parse(
            ["--config", scene.folder.path(of: "rules.toml"), "--ticks", path])
        let failure = try scene.failure(ticks)
        #expect(failure.code == .data && failure.message.contains("has no usable line"))
    }

    @Test func emptyMissingAndWrongFilesHaveTheirOwnCodes() throws {
        let scene = try BacktestScene()
        let empty = try scene.folder.write("EURUSD_empty.csv", "")
        func failure(_ arguments: String...) throws -> CommandFailure {
            try scene.failure(try BacktestCommand.parse(arguments))
        }
        let config = scene.folder.path(of: "rules.toml")
        let ticks = scene.folder.path(of: "EURUSD_tiny.csv")
        #expect(try failure("--config", config, "--ticks", empty).code == .data)
        #expect(try failure("--config", config, "--ticks", "/nowhere.csv").code == .noInput)
        #expect(try failure("--config", "/nowhere.toml", "--ticks", ticks).code == .noInput)
        #expect(try failure("--config", config).code == .usage)
        #expect(try failure("--config", config, "--ticks", ticks, "--from", "noon").code == .usage)
        #expect(try failure("--config", config, "--ticks", ticks, "--balance", "0").code == .usage)
        #expect(try failure("--config", config, "--ticks", ticks, "--events", empty).code == .usage)
        let broken = try scene.folder.write("broken.toml", BacktestScene.rules + "\ncpa = \"1.00\"\n")
        let wrong = try failure("--config", broken, "--ticks", ticks)
        #expect(wrong.code == .configuration && wrong.message.contains("cpa"))
        // Allowed in shadow mode, as long as nothing moves a stop.
        let capless = try scene.folder.write(
            "capless.toml",
            """
            [link]
            token_env = "NONE"
            [[rules]]
            name = "watched"
            manual = true
            """)
        let unarmed = try failure("--config", capless, "--ticks", ticks)
        #expect(unarmed.code == .configuration && unarmed.message.contains("has no \"cap\""))
    }
}
