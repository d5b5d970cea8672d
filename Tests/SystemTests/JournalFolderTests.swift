import Core
import Foundation
import Glibc
import Journal
import TestSupport
import Testing

@testable import Daemon

/// One state folder, and who may write the trade log in it.
@Suite struct JournalFolderTests {
    private static let account = AccountNumber(5_000_001)

    private func logged(_ scene: Scene, _ account: AccountNumber, atLeast records: UInt64) async throws {
        _ = try await eventually("account \(account.rawValue) has \(records) records") {
            scene.report()?.journal.flatMap { $0.records >= records ? $0 : nil }
        }
    }

    private func files(of account: AccountNumber, _ scene: Scene) throws -> [String: Data] {
        let folder = scene.path("state/trades/\(account.rawValue)")
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where name.hasSuffix(".jsonl") {
            files[name] = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        }
        return files
    }

    @Test func aSecondDaemonIsRefusedNamingTheFirstWhoseLogStaysWhole() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (first, report) = try await scene.daemon()
            let terminal = try scene.terminal(port: report.port)
            try await logged(scene, Self.account, atLeast: 5)
            let second = try scene.backstop(
                ["run", "--config", scene.path("backstop.toml"), "--state-dir", scene.path("state")],
                name: "second")
            #expect(try await second.ended() == .exited(CommandFailure.Code.temporary.rawValue))
            #expect(try scene.log("second").contains("pid \(first.pid)"))
            // A rebuild would take the store from under it, and is refused likewise.
            let rebuild = try scene.backstop(
                ["journal", "rebuild", "--state-dir", scene.path("state")], name: "rebuild")
            #expect(try await rebuild.ended() == .exited(CommandFailure.Code.temporary.rawValue))
            let before = try #require(scene.report()?.journal?.records)
            try await logged(scene, Self.account, atLeast: before + 5)
            kill(terminal.pid, SIGTERM)
            _ = try await terminal.ended()
            kill(first.pid, SIGTERM)
            #expect(try await first.ended() == .exited(0))

            let folder = LogFolder(account: Self.account, in: scene.path("state"))
            #expect(try LogCheck(folder).defects == [])
            var tail = try LogTail(folder)
            var events: [EventName] = []
            while let next = try tail.next() { events.append(next.record.event.name) }
            #expect(events.filter { $0 == .started }.count == 1)
            #expect(events.last == .stopped)
        }
    }

    @Test func aStateFolderOfAnotherAccountKeepsThatLogAndBeginsAnother() async throws {
        try await Scene.play { scene in
            try scene.configure()
            for account in [Self.account, AccountNumber(77)] {
                let earlier = account == Self.account ? [:] : try files(of: Self.account, scene)
                let (daemon, report) = try await scene.daemon()
                let terminal = try scene.terminal(
                    port: report.port,
                    ["--account", String(account.rawValue), "--state-dir", scene.path("\(account.rawValue)")])
                try await logged(scene, account, atLeast: 5)
                kill(terminal.pid, SIGTERM)
                _ = try await terminal.ended()
                kill(daemon.pid, SIGTERM)
                #expect(try await daemon.ended() == .exited(0))
                if account != Self.account { #expect(try files(of: Self.account, scene) == earlier) }
            }
            for account in [Self.account, AccountNumber(77)] {
                let check = try LogCheck(LogFolder(account: account, in: scene.path("state")))
                #expect(check.defects == [])
                #expect(check.records >= 5)
            }
            #expect(try LogFolder.accounts(in: scene.path("state")) == [AccountNumber(77), Self.account])
        }
    }
}
