import Foundation
import Glibc
import TestSupport
import Testing

@testable import Daemon

/// A day whose stop requests are used up, with the real EA: what protects goes on, what follows the price stops.
@Suite struct UsedUpBudgetTests {
    private static let flow = "budget_per_day = 12\nbudget_reserve = 4"

    private func account(_ scene: Scene) -> AccountReport? { scene.report()?.accounts.first }

    private func sent(_ lane: String, _ account: AccountReport) throws -> UInt64 {
        try #require(account.flow.lanes[lane]).sent
    }

    /// What the day's budget binds.
    private func following(_ account: AccountReport) throws -> UInt64 {
        try ["profit_lock", "break_even", "trailing"].reduce(0) { try $0 + sent($1, account) }
    }

    /// Ends the daemon; the next one listens where it did.
    private func end(_ daemon: ChildProcess, _ scene: Scene, port: UInt16) async throws {
        kill(daemon.pid, SIGTERM)
        #expect(try await daemon.ended() == .exited(0))
        try scene.configure(port: port, flow: Self.flow)
    }

    @Test func firstStopsCapAndFlattenGoOutTrailingDoesNotAndItSurvivesARestart() async throws {
        try await Scene.play { scene in
            try scene.configure(flow: Self.flow)
            let (first, before) = try await scene.daemon()
            // Somebody moves a stop every second, sometimes farther than the cap allows.
            let terminal = try scene.terminal(port: before.port, ["--fault", "foreign-modify:1"])
            let used = try await eventually("the day is used up") {
                account(scene).flatMap { $0.flow.budget.used >= $0.flow.budget.limit ? $0 : nil }
            }
            #expect(used.flow.budget.limit == 12)
            #expect(used.flow.budget.reserve == 4)
            let later = try await eventually("first stops and the cap go on, and trailing is denied") {
                try account(scene).flatMap { account in
                    let isGoingOn =
                        try sent("first_stop", account) >= sent("first_stop", used) + 2
                        && sent("cap", account) > sent("cap", used)
                    return isGoingOn && account.flow.budget.denied > used.flow.budget.denied ? account : nil
                }
            }
            #expect(try following(later) == following(used))
            #expect(later.flow.budget.pace == 64)
            #expect(later.flow.budget.used > later.flow.budget.limit)

            try await end(first, scene, port: before.port)
            let second = try await scene.daemon().process
            let again = try await eventually("first stops go out again, and trailing is still denied") {
                try account(scene).flatMap {
                    try sent("first_stop", $0) > 0 && $0.flow.budget.denied > 0 ? $0 : nil
                }
            }
            #expect(again.flow.budget.day == later.flow.budget.day)
            #expect(again.flow.budget.used > later.flow.budget.used)
            #expect(try following(again) == 0)

            // A person's wish from before the start: everything is closed.
            try await end(second, scene, port: before.port)
            try "flatten\n".write(
                toFile: scene.path("state/latch-5000001"), atomically: true, encoding: .utf8)
            _ = try await scene.daemon()
            let flattened = try await eventually("positions are closed") {
                try account(scene).flatMap { try sent("flatten", $0) > 0 ? $0 : nil }
            }
            #expect(flattened.flow.budget.used >= again.flow.budget.used)
            #expect(try following(flattened) == 0)
            try await terminal.endClean(on: scene.punctuality)
        }
    }
}
