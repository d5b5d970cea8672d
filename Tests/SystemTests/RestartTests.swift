import Core
import Foundation
import Glibc
import Testing
import TestSupport

@testable import Daemon

/// Daemon and terminal die at any moment; the stops stay, and nothing is sent twice. Judged by the checker, from
/// the broker's side.
@Suite struct RestartTests {
    private func linked(_ scene: Scene, links: UInt64, guarded: Int) async throws -> AccountReport {
        do {
            return try await eventually("the EA is linked and its positions are guarded") {
                scene.report()?.accounts.first.flatMap { account in
                    account.linked && account.links >= links && account.guarded >= guarded
                        && account.guarded == account.managed ? account : nil
                }
            }
        } catch {
            let state = scene.report().map { StatusText($0).text } ?? "the daemon does not answer"
            throw Timeout("\(error); \(state); the terminal said: \(try scene.log("terminal"))")
        }
    }

    @Test func aDaemonThatWasKilledTakesUpWhereItWas() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (first, before) = try await scene.daemon()
            let terminal = try scene.terminal(port: before.port)
            try await terminal.covered(atLeast: 2)
            kill(first.pid, SIGKILL)
            #expect(try await first.ended() == .killed(signal: SIGKILL))

            try scene.configure(port: before.port)
            let (_, after) = try await scene.daemon()
            #expect(after.epoch > before.epoch)
            let account = try await linked(scene, links: 1, guarded: 2)
            // What had a stop keeps it: no first stop is sent again.
            #expect(account.firstStopMs.count <= account.managed)
            try await terminal.covered(atLeast: 4)
            try await terminal.endClean(on: scene.punctuality)
        }
    }

    /// S7: what the daemon's socket holds when it dies has been received and not acknowledged.
    @Test func aDaemonKilledBetweenReceiptAndAcknowledgementGetsTheEventsAgain() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (first, before) = try await scene.daemon()
            let terminal = try scene.terminal(port: before.port)
            _ = try await eventually("events are told and acknowledged") {
                scene.report().flatMap { $0.link.events > 2 && $0.link.acknowledgements > 0 ? $0 : nil }
            }
            #expect(scene.report()?.link.eventsAgain == 0)
            kill(first.pid, SIGSTOP)
            try await terminal.opened(2)
            kill(first.pid, SIGKILL)
            #expect(try await first.ended() == .killed(signal: SIGKILL))

            try scene.configure(port: before.port)
            _ = try await scene.daemon()
            _ = try await eventually("they come again, and are acknowledged") {
                scene.report().flatMap { $0.link.eventsAgain > 0 && $0.link.acknowledgements > 0 ? $0 : nil }
            }
            try await terminal.endClean(on: scene.punctuality)
        }
    }

    /// S7: what opened, and what closed, while there was no daemon is in the log afterwards, once, to the cent.
    @Test func whatHappenedWhileThereWasNoDaemonIsInTheLogAfterwards() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (first, before) = try await scene.daemon()
            let terminal = try scene.terminal(port: before.port, ["--speed", "100"])
            try await terminal.covered(atLeast: 4)
            kill(first.pid, SIGKILL)
            #expect(try await first.ended() == .killed(signal: SIGKILL))
            let then = try #require(terminal.status)
            _ = try await eventually("positions open and close while nobody looks") {
                terminal.status.flatMap {
                    $0.opened >= then.opened + 3 && $0.closed >= then.closed + 2 ? $0 : nil
                }
            }

            try scene.configure(port: before.port)
            _ = try await scene.daemon()
            let report = try await eventually("the books have been compared") {
                scene.report().flatMap { $0.accounts.first?.reconciliation.ended ?? 0 > 0 ? $0 : nil }
            }
            #expect(report.notReady == [])
            let figures = try #require(report.accounts.first).reconciliation
            #expect(figures.state == "complete")
            #expect(figures.cause == "start")
            #expect(figures.orphans == 0)
            #expect(figures.backfilled ?? 0 >= 1)

            // At a moment at which nothing is on its way.
            let trades = try await eventually("the log has everything") {
                let before = terminal.status
                let trades = try TradesOfALog(in: scene.path("state"))
                guard let now = terminal.status, now == before, now.opened == trades.opened,
                    now.closed == trades.closed
                else { return nil as TradesOfALog? }
                #expect(trades.result == now.balance - Money(units: 100_000 * Money.unitsPerWhole))
                return trades
            }
            #expect(trades.doubled.isEmpty)
            #expect(trades.orphans == 0)
        }
    }

    @Test func withTheDaemonDeadTheEACoversByItself() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (daemon, before) = try await scene.daemon()
            let terminal = try scene.terminal(port: before.port)
            try await terminal.covered(atLeast: 1)
            kill(daemon.pid, SIGKILL)
            #expect(try await daemon.ended() == .killed(signal: SIGKILL))
            try await terminal.opened(2)
            try await terminal.covered(atLeast: 2)
            try await terminal.endClean(on: scene.punctuality)
        }
    }

    @Test func withTheDaemonDeadARestartedEAStillCovers() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (daemon, before) = try await scene.daemon()
            let first = try scene.terminal(port: before.port)
            try await first.covered(atLeast: 1)
            kill(daemon.pid, SIGKILL)
            #expect(try await daemon.ended() == .killed(signal: SIGKILL))
            kill(first.pid, SIGKILL)
            #expect(try await first.ended() == .killed(signal: SIGKILL))

            let second = try scene.terminal(port: before.port)
            let opened = try await eventually("the broker is back") { second.status?.opened }
            _ = try await eventually("two more positions are opened") {
                second.status.flatMap { $0.opened >= opened + 2 ? $0 : nil }
            }
            try await second.covered(atLeast: 3)
            try await second.endClean(on: scene.punctuality)
        }
    }

    @Test func aTerminalThatWasKilledIsGuardedAgain() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (_, before) = try await scene.daemon()
            let first = try scene.terminal(port: before.port)
            try await first.covered(atLeast: 2)
            kill(first.pid, SIGKILL)
            #expect(try await first.ended() == .killed(signal: SIGKILL))

            let second = try scene.terminal(port: before.port)
            let account = try await linked(scene, links: 2, guarded: 2)
            #expect(account.account == 5_000_001)
            try await second.covered(atLeast: 4)
            try await second.endClean(on: scene.punctuality)
        }
    }
}
