import Core
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Daemon

/// What must survive the daemon does, and no two daemons share it.
@Suite struct StateTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aFolderIsHeldByOneDaemonAtATime() throws {
        let path = folder.path(of: "a/b/state")
        var first: StateDirectory? = try StateDirectory(taking: path)
        let refusal = #expect(throws: CommandFailure.self) { try StateDirectory(taking: path) }
        #expect(refusal?.code == .temporary)
        #expect(refusal?.message.contains("pid \(getpid())") == true)
        #expect(first?.path == path)
        first = nil
        _ = try StateDirectory(taking: path)
    }

    @Test func theFolderIsForItsOwnerAlone() throws {
        let directory = try StateDirectory(taking: folder.path(of: "state"))
        try directory.replace("secret", with: [1])
        var status = stat()
        #expect(lstat(folder.path(of: "state"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        #expect(lstat(folder.path(of: "state/secret"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func epochsGrowAcrossRestartsAndAClockSetBack() throws {
        let ahead = UInt64(Date().timeIntervalSince1970 * 1_000) + 1_000_000_000
        try FileManager.default.createDirectory(
            atPath: folder.path(of: "state"), withIntermediateDirectories: true)
        try folder.write("state/epoch", "\(ahead)\n")
        let directory = try StateDirectory(taking: folder.path(of: "state"))
        var source = try EpochSource(in: directory)
        #expect(try source.next().rawValue == ahead + 1)
        #expect(try source.next(above: Epoch(ahead + 50)).rawValue == ahead + 51)
        var again = try EpochSource(in: directory)
        #expect(try again.next().rawValue == ahead + 52)
    }

    @Test func aFreshFolderStartsFromTheClock() throws {
        let directory = try StateDirectory(taking: folder.path(of: "state"))
        let before = UInt64(Date().timeIntervalSince1970 * 1_000) - 1
        var source = try EpochSource(in: directory)
        #expect(try source.next().rawValue >= before)
    }

    @Test func anEpochOutOfRangeIsRefusedAndTheLastOneKept() throws {
        let directory = try StateDirectory(taking: folder.path(of: "state"))
        var source = try EpochSource(in: directory)
        let refusal = #expect(throws: CommandFailure.self) { try source.next(above: Epoch(.max)) }
        #expect(refusal?.code == .data)
        #expect(try source.next().rawValue < EpochSource.most)
    }

    @Test(arguments: ["", "soon", "-3", "18446744073709551615"])
    func aDamagedEpochStopsTheStart(content: String) throws {
        let directory = try StateDirectory(taking: folder.path(of: "state"))
        try directory.replace("epoch", with: Array(content.utf8))
        let refusal = #expect(throws: CommandFailure.self) { try EpochSource(in: directory) }
        #expect(refusal?.code == .data)
    }

    @Test(arguments: KillLevel.allCases)
    func aLatchSurvives(level: KillLevel) throws {
        let directory = try StateDirectory(taking: folder.path(of: "state"))
        try LatchStore(in: directory).keep(level, of: AccountNumber(7))
        #expect(try LatchStore(in: directory).level(of: AccountNumber(7)) == level)
        #expect(try LatchStore(in: directory).level(of: AccountNumber(8)) == .none)
    }

    @Test func aDamagedLatchIsNotTakenForNone() throws {
        let directory = try StateDirectory(taking: folder.path(of: "state"))
        try directory.replace("latch-7", with: Array("fre".utf8))
        #expect(throws: CommandFailure.self) { try LatchStore(in: directory).level(of: AccountNumber(7)) }
    }
}
