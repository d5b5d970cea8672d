import Foundation
import Glibc
import Testing
import TestSupport

@testable import Daemon

/// The real EA in a terminal process, and rules on bars of an hour.
@Suite struct WarmUpTests {
    @Test func anAverageRangeOfHoursMovesStopsWithinSecondsOfTheConnection() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let path = scene.path("backstop.toml")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let head = try #require(text.range(of: "[[rules]]")).lowerBound
            let rules = """
                [[rules]]
                name = "hours"
                manual = true
                cap = "3.00"
                bars = { period = "H1" }
                trailing = { start_points = 0, step_points = 5, distance_atr = "0.1" }
                """
            try (text[..<head] + rules).write(toFile: path, atomically: true, encoding: .utf8)
            let (_, before) = try await scene.daemon()
            let terminal = try scene.terminal(port: before.port)
            let account = try await eventually("stops follow") {
                scene.report()?.accounts.first.flatMap { account in
                    // More than the first stop of each: trailing is all there is besides.
                    account.barsTaken > 0 && account.stopsConfirmed > 2 * account.positions.count
                        ? account : nil
                }
            }
            #expect(account.barsRefused == 0)
            try await terminal.endClean(on: scene.punctuality)
        }
    }
}
