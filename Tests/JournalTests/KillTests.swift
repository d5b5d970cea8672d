import Core
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Journal

/// A real process that writes a real log, killed at random instants and started again.
///
/// Where nothing was lost to the power, all that must hold is: what was acknowledged is there, nothing is there
/// twice, and the numbers have no gap. `BACKSTOP_SOAK=1` kills a thousand times.
@Suite struct KillTests {
    private static let kills = TestSize.isSoak ? 1_000 : 24
    /// A new log now and then, so that reading it does not become the longest part.
    private static let killsPerLog = 8

    private static var writer: URL {
        // Beside the test bundle, wherever the package was built.
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "JournalWriter")
    }

    @Test func aKillAtAnyInstantLosesNothingThatWasAcknowledgedAndDoublesNothing() throws {
        var random = SplitMix(seed: 2_026)
        var done = 0
        var torn = 0
        while done < Self.kills {
            let folder = try TemporaryFolder(in: TemporaryFolder.inMemory)
            var acknowledged: UInt64 = 0
            for _ in 0..<min(Self.killsPerLog, Self.kills - done) {
                // Some die while they start, some in the middle of their work, however slow disk and machine are.
                let instant = Instant(
                    acknowledgements: Bool.random(using: &random) ? 0 : Int.random(in: 1...3, using: &random),
                    work: .microseconds(.random(in: 0...(TestSize.isSoak ? 40_000 : 20_000), using: &random)))
                let seed = random.next()
                acknowledged = max(
                    acknowledged, try run(in: folder.path, from: acknowledged + 1, seed, until: instant))
                done += 1
            }
            // A last one, whose start sets aside what the one before left.
            let instant = Instant(acknowledgements: 1, work: .zero)
            acknowledged = max(
                acknowledged, try run(in: folder.path, from: acknowledged + 1, 1, until: instant))
            torn += try check(folder, acknowledged, "after \(done) kills")
        }
        #expect(done == Self.kills)
        print("\(done) kills, \(torn) ends set aside")
    }

    private func check(_ temporary: TemporaryFolder, _ acknowledged: UInt64, _ label: String) throws -> Int {
        let folder = LogFolder(account: AccountNumber(7), in: temporary.path)
        var tail = try LogTail(folder)
        var deals: Set<UInt64> = []
        var doubled = 0
        var count: UInt64 = 0
        while let next = try tail.next() {
            count += 1
            #expect(next.record.sequence == count, "\(label)")
            if case .deal(let deal) = next.record.event, !deals.insert(deal.deal).inserted { doubled += 1 }
        }
        #expect(doubled == 0, "\(label)")
        #expect(acknowledged > 0, "\(label)")
        let missing = (1...max(acknowledged, 1)).filter { !deals.contains($0) }
        #expect(missing.isEmpty, "\(label): acknowledged and lost: \(missing.prefix(5))")
        // The very last process was killed too: its end may be torn, and nothing else.
        let defects = try LogCheck(folder).defects
        #expect(defects.allSatisfy { $0.kind == .torn || $0.kind == .lineEnd }, "\(label): \(defects)")
        return try folder.others().count(where: { $0.contains(LogFileName.tornMark) })
    }

    /// When a process is killed: it has said so many acknowledgements, and then computed for so long.
    private struct Instant {
        var acknowledgements: Int
        var work: TimeSpan
    }

    /// How long a process has computed, over all its threads.
    private func processorTime(_ pid: pid_t) throws -> TimeSpan {
        var clock = clockid_t()
        var time = timespec()
        try #require(clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &time) == 0)
        return TimeSpan(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// - Returns: the highest number the process said was acknowledged.
    private func run(
        in state: String, from first: UInt64, _ seed: UInt64, until instant: Instant
    ) throws -> UInt64 {
        let process = Process()
        process.executableURL = Self.writer
        process.arguments = [state, String(first), String(seed)]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var said = Data()
        while said.count(where: { $0 == UInt8(ascii: "\n") }) < instant.acknowledgements {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            said += more
        }
        let pid = process.processIdentifier
        let end = try processorTime(pid) + instant.work
        let patience = Patience()
        while try processorTime(pid) < end, !patience.isOver { sched_yield() }
        kill(pid, SIGKILL)
        said += try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(
            process.terminationReason == .uncaughtSignal, "it ended by itself: \(process.terminationStatus)")
        return String(decoding: said, as: UTF8.self).split(separator: "\n").compactMap { UInt64($0) }.max()
            ?? 0
    }
}
