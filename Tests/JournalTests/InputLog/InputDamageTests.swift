import Core
import Glibc
import Testing

@testable import Journal

/// What becomes of a log that a crash, a disk or somebody's hand has been at.
@Suite struct InputDamageTests {
    @Test func everyCutOfTheLastRecordIsATornEndAndNothingElse() throws {
        let fixture = InputLogFixture()
        _ = fixture.record(seed: 4, steps: 60)
        let whole = try fixture.replay()
        let (path, bytes) = try #require(fixture.files.first)
        let last = try lastRecord(of: fixture, path)
        for size in last..<bytes.count {
            fixture.disk.put(path, Array(bytes.prefix(size)))
            let report = try fixture.replay()
            #expect(report.isIdentical)
            #expect(report.steps == whole.steps - 1)
            #expect(report.tornEnds.map(\.offset) == (size == last ? [] : [last]))
        }
    }

    @Test func zerosAtTheEndAreATornEndToo() throws {
        let fixture = InputLogFixture()
        _ = fixture.record(seed: 4, steps: 60)
        let (path, bytes) = try #require(fixture.files.first)
        fixture.disk.put(path, bytes + [UInt8](repeating: 0, count: 5_000))
        let report = try fixture.replay()
        #expect(report.isIdentical)
        #expect(report.tornEnds.map(\.offset) == [bytes.count])
    }

    @Test func aFlippedBitAnywhereIsFound() throws {
        var fixture = InputLogFixture()
        fixture.limits.stepsPerCheckpoint = 6
        _ = fixture.record(seed: 6, steps: 20)
        let (path, bytes) = try #require(fixture.files.first)
        for place in bytes.indices {
            var spoilt = bytes
            spoilt[place] ^= 1 << UInt8(place % 8)
            fixture.disk.put(path, spoilt)
            var reader = try InputFileReader(try fixture.disk.open(path, for: .reading))
            var damaged = 0
            while let item = try reader.next() {
                switch item {
                case .record: break
                case .damaged(let range): damaged += range.contains(place) ? 1 : 2
                case .torn: damaged += 2
                }
            }
            #expect(damaged == 1, "byte \(place)")
        }
    }

    @Test func whatStandsBehindDamageIsReplayedFromTheNextCheckpoint() throws {
        var fixture = InputLogFixture()
        fixture.limits.stepsPerCheckpoint = 20
        _ = fixture.record(seed: 6, steps: 100)
        let whole = try fixture.replay()
        #expect(whole.isIdentical && whole.checkpoints > 5)
        let (path, bytes) = try #require(fixture.files.first)
        for place in stride(from: 0, to: bytes.count, by: bytes.count / 50) {
            var spoilt = bytes
            spoilt[place] ^= 1 << UInt8(place % 8)
            fixture.disk.put(path, spoilt)
            let report = try fixture.replay()
            #expect(!report.isIdentical, "byte \(place)")
            #expect(report.damages.count == 1)
            #expect(report.differing == 0, "byte \(place): \(report.differences)")
            #expect(report.steps + 60 > whole.steps, "byte \(place)")
        }
    }

    @Test func aMissingFileIsNotBridged() throws {
        var fixture = InputLogFixture()
        fixture.limits.fileBytes = 4_000
        _ = fixture.record(seed: 2, steps: 600)
        let files = fixture.files
        try #require(files.count > 4)
        try fixture.disk.remove(files[2].path)
        let report = try fixture.replay()
        #expect(report.differing == 0)
        #expect(report.files == files.count - 1)
    }

    @Test func aFileOfAnotherAccountIsNotReplayed() throws {
        let fixture = InputLogFixture()
        _ = fixture.record(seed: 2, steps: 50)
        let (path, bytes) = try #require(fixture.files.first)
        let name = try #require(path.split(separator: "/").last)
        let other = InputFolder(account: AccountNumber(1), in: InputLogFixture.state, disk: fixture.disk)
        try fixture.disk.makeFolder(other.path)
        fixture.disk.put("\(other.path)/\(name)", bytes)
        let report = try InputReplay.run(other)
        #expect(report.steps == 0)
        #expect(report.damages.count == 1)
    }

    @Test(arguments: UInt64(1)...4) func noBytesWhateverCrashTheReader(seed: UInt64) throws {
        let fixture = InputLogFixture()
        _ = fixture.record(seed: seed, steps: 40)
        let (path, bytes) = try #require(fixture.files.first)
        var random = SplitMix(seed: seed)
        for _ in 0..<(TestSize.isSoak ? 600 : 30) {
            var spoilt = bytes
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                let place = Int.random(in: 0..<spoilt.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: spoilt[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: spoilt.removeSubrange(place..<min(spoilt.count, place + 9))
                default: spoilt.insert(contentsOf: bytes.suffix(7), at: place)
                }
            }
            fixture.disk.put(path, spoilt)
            #expect(try fixture.replay().differing == 0)
        }
    }

    /// Bytes that a checksum vouches for are ours; the decoder does not depend on that.
    @Test(arguments: UInt64(1)...6) func theDecoderTakesOrRefusesWhateverItIsGiven(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var world = RecordedWorld(seed: seed)
        for _ in 0..<150 { world.step { _ in } }
        let encoder = InputEncoder()
        try InputCheckpoint(now: world.now, steps: 9, machines: world.checkpoint).encode(with: encoder)
        let bytes = encoder.bytes
        for _ in 0..<(TestSize.isSoak ? 5_000 : 150) {
            var spoilt = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 8..<spoilt.count, using: &random)
                spoilt[place] = UInt8.random(in: .min ... .max, using: &random)
            }
            if Bool.random(using: &random) {
                spoilt.removeLast(Int.random(in: 0..<spoilt.count, using: &random))
            }
            do {
                _ = try InputCheckpoint(spoilt[...], from: InputDecoder())
            } catch {
                continue
            }
        }
    }

    private func lastRecord(of fixture: InputLogFixture, _ path: String) throws -> Int {
        var reader = try InputFileReader(try fixture.disk.open(path, for: .reading))
        var last = 0
        while case .record(let kind, _, let offset)? = try reader.next() {
            if kind == .step { last = offset }
        }
        return last
    }
}
