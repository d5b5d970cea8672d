import Core
import Foundation
import Glibc
import Testing
import TestSupport

@testable import Daemon

/// `backstop run` as a process, seen from outside: an independent EA, the command line, signals.
@Suite struct RunTests {
    @Test(.enabled(if: Programs.hasPython, "needs python3"))
    func aPositionGetsItsFirstStopAtTheCap() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (_, before) = try await scene.daemon()
            let dealer = try scene.dealer("welcome", port: before.port)
            #expect(try await dealer.ended() == .exited(0))
            let command = try #require(dealer.objects.first { $0["modify_stop"] != nil })
            // 0.01 lots at 0.01 EUR a point may lose 0.95 x 3.00: 285 points below 1.08502.
            #expect(command["stop_loss"] as? Int == 108_217)
            #expect(command["max_loss"] as? Int == 285_000_000)
            #expect(command["lane"] as? Int == Int(Lane.firstStop.rawValue))
            #expect(command["in_time"] as? Bool == true)
            let report = try await eventually("the stop is proven") {
                scene.report().flatMap { $0.accounts.first?.stopsConfirmed == 1 ? $0 : nil }
            }
            let account = try #require(report.accounts.first)
            #expect(account.guarded == 1)
            #expect(account.worstCase == "2.85")
            #expect(account.positions.first?.stop == "1.08217")
            #expect(account.firstStopMs.count == 1)
            #expect(report.loopMs.count > 0)
        }
    }

    @Test(.enabled(if: Programs.hasPython, "needs python3"))
    func inShadowNothingIsSent() async throws {
        try await Scene.play { scene in
            try scene.configure(mode: "shadow")
            let (_, before) = try await scene.daemon()
            let dealer = try scene.dealer("welcome", port: before.port, ["--seconds", "2"])
            #expect(try await dealer.ended() == .exited(0))
            #expect(!dealer.objects.contains { $0["modify_stop"] != nil })
            let account = try await eventually("a decision is made and kept back") {
                scene.report()?.accounts.first.flatMap { $0.shadowed > 0 ? $0 : nil }
            }
            #expect(account.mode == "shadow")
            #expect(account.stopsSent == 0)
            #expect(try scene.log().contains("NOT PROTECTED"))
        }
    }

    @Test(.enabled(if: Programs.hasPython, "needs python3"))
    func anEAWithAnotherTokenIsRefused() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (_, before) = try await scene.daemon()
            let dealer = try scene.dealer("wrong-token", port: before.port)
            #expect(try await dealer.ended() == .exited(0))
            #expect(dealer.objects.first?["refused"] as? Int == 2)
            #expect(scene.report()?.accounts.isEmpty == true)
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func aSignalEndsItInOrder(signal: Int32) async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (process, _) = try await scene.daemon()
            kill(process.pid, signal)
            #expect(try await process.ended() == .exited(0))
            #expect(!FileManager.default.fileExists(atPath: scene.path("state/control.sock")))
            #expect(try scene.log().contains("stopped"))
        }
    }

    @Test func aSecondDaemonOnOneStateFolderIsRefusedAndNamesTheFirst() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (first, before) = try await scene.daemon()
            let second = try scene.backstop(
                ["run", "--config", scene.path("backstop.toml"), "--state-dir", scene.path("state")],
                name: "second")
            #expect(try await second.ended() == .exited(75))
            #expect(try scene.log("second").contains("pid \(first.pid)"))
            #expect(scene.report()?.epoch == before.epoch)
        }
    }

    @Test func aTakenPortIsSaid() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (_, before) = try await scene.daemon()
            try scene.configure(port: before.port)
            let second = try scene.backstop(
                ["run", "--config", scene.path("backstop.toml"), "--state-dir", scene.path("other")],
                name: "second")
            #expect(try await second.ended() == .exited(69))
            #expect(try scene.log("second").contains("cannot listen"))
        }
    }

    /// Every number given out after a crash is above every one before it.
    @Test(.enabled(if: Programs.hasPython, "needs python3"))
    func afterAKillEpochsAndRequestsAreNumberedHigher() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (first, before) = try await scene.daemon()
            let dealer = try scene.dealer("welcome", port: before.port)
            #expect(try await dealer.ended() == .exited(0))
            kill(first.pid, SIGKILL)
            #expect(try await first.ended() == .killed(signal: SIGKILL))
            try scene.configure(port: before.port)
            let (_, after) = try await scene.daemon()
            #expect(after.epoch > before.epoch)
            let again = try scene.dealer("welcome", port: after.port, ["--boot", "2"])
            #expect(try await again.ended() == .exited(0))
            let requests = (dealer.objects + again.objects).compactMap { $0["modify_stop"] as? UInt64 }
            #expect(requests.count == 2)
            #expect(requests == requests.sorted())
        }
    }

    struct Ending: CustomStringConvertible {
        let command: String
        let code: Int32
        var description: String { command }
    }

    static let endings = [
        Ending(command: "status", code: 69), Ending(command: "positions --json", code: 69),
        Ending(command: "run --config /nowhere.toml", code: 66),
        Ending(command: "check-config /nowhere.toml", code: 66), Ending(command: "run", code: 64),
        Ending(command: "fly", code: 64), Ending(command: "demo --for 0", code: 64),
        Ending(command: "demo --positions 0", code: 64), Ending(command: "--version", code: 0),
        Ending(command: "help demo", code: 0),
    ]

    @Test(arguments: endings)
    func theExitCodeSaysWhatWasWrong(ending: Ending) async throws {
        try await Scene.play { scene in
            let arguments = ending.command.split(separator: " ").map(String.init)
            let needsFolder = ["status", "positions"].contains(arguments[0])
            let state = needsFolder ? ["--state-dir", scene.path("none")] : []
            let process = try scene.backstop(arguments + state)
            #expect(try await process.ended() == .exited(ending.code))
        }
    }

    @Test func checkConfigNamesEveryMistakeAndExitsWith78() async throws {
        try await Scene.play { scene in
            try scene.configure(mode: "manage", port: 0, cap: "-1")
            let bad = try scene.backstop(["check-config", scene.path("backstop.toml")])
            #expect(try await bad.ended() == .exited(78))
            #expect(try scene.log().components(separatedBy: "\"cap\" is not an amount").count == 3)
            try scene.configure()
            let good = try scene.backstop(["check-config", scene.path("backstop.toml"), "--json"])
            #expect(try await good.ended() == .exited(0))
            #expect(good.objects.first?["valid"] as? Bool == true)
        }
    }

    @Test(.enabled(if: Programs.hasPython, "needs python3"))
    func checkConfigExplainsWhichRulesAnOpenPositionHasAndWouldGet() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (_, before) = try await scene.daemon()
            let dealer = try scene.dealer("welcome", port: before.port)
            #expect(try await dealer.ended() == .exited(0))
            _ = try await eventually("the position is known") {
                scene.report()?.accounts.first?.positions.first
            }
            let other = scene.path("other.toml")
            let text = try String(contentsOfFile: scene.path("backstop.toml"), encoding: .utf8)
            try text.replacing("name = \"rest\"", with: "name = \"tighter\"")
                .write(toFile: other, atomically: true, encoding: .utf8)
            let process = try scene.backstop(
                ["check-config", other, "--explain", "--json", "--state-dir", scene.path("state")])
            #expect(try await process.ended() == .exited(0))
            let explanation = try #require(process.objects.first?["explanation"] as? [String: Any])
            let position = try #require((explanation["positions"] as? [[String: Any]])?.first)
            #expect(position["running"] as? String == "rest")
            #expect(position["file"] as? String == "tighter")
            let values = try #require(explanation["values"] as? [[String: Any]])
            let mode = values.first { $0["key"] as? String == "mode" }
            #expect(mode?["value"] as? String == "\"manage\"")
            #expect(mode?["origin"] as? String == "line 1")
        }
    }

    @Test func onHangUpAValidFileIsTakenOverAndABadOneChangesNothing() async throws {
        try await Scene.play { scene in
            try scene.configure(mode: "shadow")
            let (daemon, before) = try await scene.daemon()
            #expect(before.mode == "shadow")
            try scene.configure(mode: "protect")
            kill(daemon.pid, SIGHUP)
            let changed = try await eventually("the mode is another") {
                scene.report().flatMap { $0.mode == "protect" ? $0 : nil }
            }
            #expect(changed.epoch > before.epoch)
            try scene.configure(mode: "manage", cap: "-1")
            kill(daemon.pid, SIGHUP)
            _ = try await eventually("the file is refused") {
                try scene.log().contains("the one before stays in force") ? true : nil
            }
            #expect(try scene.log().contains("\"cap\" is not an amount"))
            #expect(scene.report()?.mode == "protect")
            try scene.configure(mode: "manage", port: before.port)
            kill(daemon.pid, SIGHUP)
            _ = try await eventually("another port is refused") {
                try scene.log().contains("a restart is needed to change link") ? true : nil
            }
            #expect(scene.report()?.mode == "protect")
        }
    }
}
