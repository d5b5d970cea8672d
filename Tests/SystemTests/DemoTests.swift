import Foundation
import Glibc
import Testing
import TestSupport

@testable import Daemon

/// `backstop demo` from start to summary, with the real EA, and every way it can be cut short.
@Suite struct DemoTests {
    /// What every summary has, for scripts that read it.
    static let keys = [
        "ticks", "positions_opened", "positions_closed", "closed_by", "stops_sent", "stops_confirmed",
        "stops_rejected", "stops_unknown", "cap_violations", "cap_unreachable", "losses_beyond_cap",
        "uncovered_over_1s", "ratchet_violations", "late_regressions", "first_stop_ms",
        "rule_sets", "parts_beyond_share", "tick_to_request_us", "request_to_confirm_ms", "loop_ms",
        "ea_reconnects", "wall_seconds",
        "stages_us", "stages_paired", "stages_unpaired", "daemon_share",
    ]

    private func summary(_ demo: ChildProcess) throws -> [String: Any] {
        let line = try #require(demo.lastLine)
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(value as? [String: Any])
    }

    private func expectPromisesKept(_ summary: [String: Any]) {
        for (key, promise) in DemoSummary.promises {
            #expect(summary[key] as? Int == 0, "\(promise), seed \(summary["seed"] ?? "?")")
        }
    }

    private func runningDemo(_ scene: Scene) async throws -> (demo: ChildProcess, terminal: pid_t) {
        let demo = try scene.backstop(["demo", "--headless", "--json", "--for", Scene.asLongAsItTakes])
        let terminal = try await eventually("the terminal runs") {
            try Processes.children(of: demo.pid).first
        }
        _ = try await eventually("the terminal has taken charge of its signals") {
            // 0x4002: SIGINT and SIGTERM, blocked in order to be waited for.
            FileManager.default.contents(atPath: "/proc/\(terminal)/status").flatMap {
                String(decoding: $0, as: UTF8.self).contains("SigBlk:\t0000000000004002") ? true : nil
            }
        }
        return (demo, terminal)
    }

    @Test func aPoolOfWorkersKeepsThePromisesToo() async throws {
        try await Scene.play { scene in
            let demo = try scene.backstop([
                "demo", "--headless", "--json", "--for", "8", "--seed", "5", "--driver", "pool",
            ])
            #expect(try await demo.ended() == .exited(0))
            let summary = try summary(demo)
            expectPromisesKept(summary)
            #expect(summary["driver"] as? String == "pool")
            #expect(summary["worker_replacements"] as? Int == 0)
            #expect(summary["stops_confirmed"] as? Int ?? 0 > 0)
        }
    }

    @Test func itGuardsThroughTheRealEAAndSaysSo() async throws {
        try await Scene.play { scene in
            let demo = try scene.backstop(["demo", "--headless", "--json", "--for", "8", "--seed", "3"])
            #expect(try await demo.ended() == .exited(0))
            let summary = try summary(demo)
            for key in Self.keys { #expect(summary[key] != nil, "\(key)") }
            expectPromisesKept(summary)
            let stages = try #require(summary["stages_us"] as? [String: [String: Any]])
            #expect(Set(stages.keys) == Set(PathStages.Stage.allCases.map(\.rawValue)))
            #expect(stages["total"]?["count"] as? Int == summary["stages_paired"] as? Int)
            #expect(try #require(summary["positions_opened"] as? Int) > 0)
            #expect(try #require(summary["stops_confirmed"] as? Int) > 0)
            #expect(try #require(summary["ticks"] as? Int) > 0)
            let said = try scene.log()
            let folder = try #require(said.split(separator: "\n").first?.split(separator: " ").last)
            #expect(!FileManager.default.fileExists(atPath: String(folder)))
        }
    }

    @Test(.enabled(if: Programs.data != nil, "needs the tick files, see BACKSTOP_DATA"))
    func itGuardsThroughRealQuotesOfAPayrollFriday() async throws {
        let data = try #require(Programs.data)
        try await Scene.play { scene in
            let demo = try scene.backstop(
                [
                    "demo", "--headless", "--json", "--for", "10", "--positions", "6", "--from",
                    "2014-05-02 15:29", "--speed", "10", "--state-dir", scene.path("demo"), "--ticks",
                    "\(data)/ticks/XAUUSD_20140502.csv", "\(data)/ticks/EURUSD_20140502.csv",
                ])
            #expect(try await demo.ended() == .exited(0))
            let summary = try summary(demo)
            expectPromisesKept(summary)
            #expect(try #require(summary["stops_confirmed"] as? Int) > 0)
            #expect(FileManager.default.fileExists(atPath: scene.path("demo/epoch")))
        }
    }

    @Test func onNettingAccountsItHoldsTheSamePromises() async throws {
        try await Scene.play { scene in
            let demo = try scene.backstop(
                ["demo", "--headless", "--json", "--for", "8", "--margin-mode", "netting"])
            #expect(try await demo.ended() == .exited(0))
            let summary = try summary(demo)
            expectPromisesKept(summary)
            #expect(try #require(summary["stops_confirmed"] as? Int) > 0)
        }
    }

    @Test func withEveryFaultOfBrokerAndTerminalItHoldsTheSamePromises() async throws {
        try await Scene.play { scene in
            let demo = try scene.backstop(
                ["demo", "--headless", "--json", "--for", "15", "--fault", "all", "--seed", "5"])
            #expect(try await demo.ended() == .exited(0))
            let summary = try summary(demo)
            expectPromisesKept(summary)
            #expect(try #require(summary["stops_confirmed"] as? Int) > 0)
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func cutShortItSumsUpAndLeavesNoChild(signal: Int32) async throws {
        try await Scene.play { scene in
            let (demo, terminal) = try await runningDemo(scene)
            kill(demo.pid, signal)
            #expect(try await demo.ended() == .exited(0))
            #expect(!Processes.isAlive(terminal))
            expectPromisesKept(try summary(demo))
        }
    }

    @Test func killedItLeavesNoChild() async throws {
        try await Scene.play { scene in
            let (demo, terminal) = try await runningDemo(scene)
            kill(demo.pid, SIGKILL)
            #expect(try await demo.ended() == .killed(signal: SIGKILL))
            _ = try await eventually("the terminal ends") { Processes.isAlive(terminal) ? nil : true }
            let folder = try #require(
                try scene.log().split(separator: "\n").first?.split(separator: " ").last)
            try FileManager.default.removeItem(atPath: String(folder))
        }
    }

    @Test(arguments: [
        (["--fault", "lnk-loss"], 64, "did you mean \"link-loss\""),
        (["--from", "yesterday"], 64, "is not a time"),
        (["--ticks", "/nowhere/EURUSD_1.csv"], 66, "cannot read tick file"),
    ])
    func whatTheTerminalRefusesIsTheCallersToMend(
        arguments: [String], code: Int32, said: String
    ) async throws {
        try await Scene.play { scene in
            let demo = try scene.start(
                Programs.backstop, ["demo", "--headless", "--for", "5"] + arguments, log: "refused")
            #expect(try await demo.ended() == .exited(code))
            #expect(try scene.log("refused").contains(said))
        }
    }

    @Test func aTerminalThatFailsIsNotASuccess() async throws {
        try await Scene.play { scene in
            let copy = scene.path("backstop")
            try FileManager.default.copyItem(atPath: Programs.backstop, toPath: copy)
            // A process that another test starts at this moment may hold the copy open for writing until it runs.
            let missing = try await eventually("the copy can be run") {
                do {
                    return try scene.start(copy, ["demo", "--headless", "--for", "5"], log: "missing")
                } catch let failure as CommandFailure where failure.message.contains("busy") {
                    return nil
                }
            }
            #expect(try await missing.ended() == .exited(69))
            #expect(try scene.log("missing").contains("needs backstop-terminal"))

            let script = scene.path("backstop-terminal")
            try "#!/bin/sh\necho no market today >&2\nexit 3\n".write(
                toFile: script, atomically: true, encoding: .utf8)
            chmod(script, 0o755)
            let failing = try scene.start(copy, ["demo", "--headless", "--for", "5"], log: "failing")
            #expect(try await failing.ended() == .exited(70))
            #expect(try scene.log("failing").contains("no market today"))
        }
    }
}
