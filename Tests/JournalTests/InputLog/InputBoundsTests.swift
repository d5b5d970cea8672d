import Core
import Glibc
import Runtime
import Testing

@testable import Journal

/// What an input log takes up, and what it does where it cannot have it.
@Suite struct InputBoundsTests {
    @Test func filesEndAtTheirSizeAndTheOldestGoFirst() throws {
        var fixture = InputLogFixture()
        fixture.limits.fileBytes = 8_000
        fixture.limits.totalBytes = 60_000
        _ = fixture.record(seed: 2, steps: 1_200)
        let files = fixture.files
        let sizes = files.map(\.bytes.count)
        #expect(sizes.reduce(0, +) <= 60_000 + 8_000)
        #expect(sizes.dropLast().allSatisfy { $0 >= 8_000 && $0 < 40_000 })
        let names = try fixture.folder.files()
        #expect(names.first.map { $0.file > 1 } == true)
        #expect(zip(names, names.dropFirst()).allSatisfy { $0.file + 1 == $1.file })
        // Every file begins with a checkpoint, so what is left can be replayed whole.
        let report = try fixture.replay()
        #expect(report.isIdentical)
        #expect(report.passedOver == 0)
    }

    @Test func stepsThatFindNoRoomAreCountedExactlyAndTheReplayResumes() throws {
        let fixture = InputLogFixture()
        var world = RecordedWorld(seed: 8)
        let lines = InputLines(capacity: 256)
        var tap = InputTap(lines)
        var recorders = InputRecorders(fixture.place)
        let place = tap.open(
            RecordedWorld.account, epoch: RecordedWorld.epoch, world.checkpoint, at: world.now)
        var steps: UInt64 = 0
        for round in 0..<1_000 {
            world.step {
                steps += UInt64($0.steps.count)
                tap.take($0, of: place)
            }
            if tap.needsCheckpoint(place) { tap.settle(place, world.checkpoint, at: world.now) }
            // The recorder sleeps through some of it.
            if round % 300 < 150 { while let item = lines.ring.pop() { recorders.take(item) } }
        }
        while let item = lines.ring.pop() { recorders.take(item) }
        if tap.needsCheckpoint(place) { tap.settle(place, world.checkpoint, at: world.now) }
        while let item = lines.ring.pop() { recorders.take(item) }
        recorders.flush()
        let report = try fixture.replay()
        #expect(report.isIdentical, "\(report.differences)")
        #expect(report.gaps.count >= 2)
        #expect(report.gaps.allSatisfy { $0.cause == .ring })
        let lost = report.gaps.reduce(0) { $0 + $1.steps }
        #expect(lost > 0)
        #expect(report.steps + lost == steps)
        #expect(recorders.figures.lost == lost)
        #expect(recorders.figures.steps == steps)
    }

    /// The n-th call fails, for every n.
    @Test func aDiskThatFailsCostsAGapAndNothingMore() throws {
        var probe = InputLogFixture()
        probe.limits.fileBytes = 10_000
        let total = probe.record(seed: 7, steps: 80).figures.steps
        let calls = probe.disk.calls
        for call in 1...calls {
            for number in [ENOSPC, EIO] {
                var fixture = InputLogFixture(seed: UInt64(call))
                fixture.limits.patience = .milliseconds(500)
                fixture.limits.fileBytes = 10_000
                fixture.disk.inject(.error(number), at: call)
                let inputs = fixture.record(seed: 7, steps: 80)
                let report = try fixture.replay()
                #expect(report.isIdentical, "call \(call)")
                #expect(inputs.figures.steps == total)
                let gaps = report.gaps.reduce(0) { $0 + $1.steps }
                #expect(report.steps + gaps <= total)
                #expect(report.steps + inputs.figures.lost == total, "call \(call)")
            }
        }
    }

    @Test func theThreadWritesWhatIsHandedOver() throws {
        let folder = try TemporaryFolder()
        let place = InputPlace(state: folder.path, build: "test")
        let journal = try InputJournal(place)
        var tap = journal.makeTap()
        var world = RecordedWorld(seed: 1)
        let number = tap.open(
            RecordedWorld.account, epoch: RecordedWorld.epoch, world.checkpoint, at: world.now)
        var steps: UInt64 = 0
        for _ in 0..<500 {
            world.step {
                steps += UInt64($0.steps.count)
                tap.take($0, of: number)
            }
        }
        journal.stop()
        #expect(journal.figures.steps == steps)
        #expect(journal.figures.health == .whole)
        let report = try InputReplay.run(InputFolder(account: RecordedWorld.account, in: folder.path))
        #expect(report.isIdentical)
        #expect(report.steps == steps)
        #expect(try InputFolder.accounts(in: folder.path) == [RecordedWorld.account])
    }
}
