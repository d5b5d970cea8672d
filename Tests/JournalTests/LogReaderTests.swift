import Core
import Testing

@testable import Journal

/// Whatever happened to a file: every intact record is read, and every defect has its place.
@Suite struct LogReaderTests {
    private let disk = MemoryDisk(seed: 1)
    private let folder: LogFolder
    private let name = LogFileName(day: UTCDay(number: 20_784), part: 1)

    init() throws {
        folder = LogFolder(account: AccountNumber(5_012_345), in: "state", disk: disk)
        try disk.makeFolder(folder.path)
    }

    private func records(_ count: Int) -> [TradeRecord] {
        (1...count).map { number in
            var deal = DealRecorded()
            deal.deal = UInt64(number)
            deal.symbol = TradedSymbol(name: "EURUSD", digits: 5)
            return TradeRecord(
                sequence: UInt64(number), durable: UInt64(number - 1), account: AccountNumber(5_012_345),
                at: UTC(microseconds: 20_784 * 86_400_000_000).time, instant: .zero, ticket: nil,
                delivery: nil, event: .deal(deal))
        }
    }

    private func check(_ bytes: [UInt8]) throws -> (check: LogCheck, read: [UInt64]) {
        disk.put(folder.path(of: name), bytes)
        var tail = try LogTail(folder)
        var read: [UInt64] = []
        while let next = try tail.next() { read.append(next.record.sequence) }
        return (try LogCheck(folder), read)
    }

    @Test func whoeverHasReadToTheEndGoesOnAsTheFileGrows() throws {
        let all = records(5)
        disk.put(folder.path(of: name), all[0..<2].flatMap(\.line))
        let file = try disk.open(folder.path(of: name), for: .writing)
        var tail = try LogTail(folder)
        var read: [UInt64] = []
        var end = try file.size()
        for more in [0..<0, 2..<3, 3..<5] {
            for record in all[more] {
                try file.writeAll(record.line, at: end)
                end += record.line.count
            }
            while let next = try tail.next() { read.append(next.record.sequence) }
            #expect(read.count == max(2, more.upperBound))
        }
        #expect(read == [1, 2, 3, 4, 5])
    }

    @Test func aLineOfWhichOnlyAPartWasThereIsReadOnceItIsWhole() throws {
        let lines = records(3).map(\.line)
        for part in [1, lines[1].count / 2, lines[1].count - 1] {
            disk.put(folder.path(of: name), lines[0] + lines[1].prefix(part))
            let file = try disk.open(folder.path(of: name), for: .writing)
            var reader = LogReader(try disk.open(folder.path(of: name), for: .reading))
            var read: [UInt64] = []
            func take(_ item: LogItem?) {
                if case .record(let record, _)? = item { read.append(record.sequence) }
            }
            take(try reader.next())
            try file.writeAll(Array(lines[1].dropFirst(part)) + lines[2], at: lines[0].count + part)
            take(try reader.next())
            take(try reader.next())
            #expect(read == [1, 2, 3], "\(part) bytes of the second line were there")
        }
    }

    @Test func aFlippedBitAtEveryByteIsFoundAndNamedAndTheRestIsRead() throws {
        let lines = records(4).map { record in
            var short = record
            short.event = .stopped(DaemonStopped(reason: "test"))
            return short.line
        }
        let bytes = lines.flatMap { $0 }
        var starts = [0]
        for line in lines { starts.append(starts[starts.count - 1] + line.count) }
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 1 << UInt8(place % 8)
            let (check, read) = try check(damaged)
            let line = try #require(starts.lastIndex { $0 <= place })
            let isLineEnd = place + 1 == starts[line + 1]
            let label = "byte \(place) of line \(line + 1)"
            // Only the damaged record is lost; where it is the line feed, not even that.
            #expect(read == (1...4).filter { isLineEnd || $0 != line + 1 }, "\(label)")
            let defect = try #require(check.defects.first, "\(label)")
            #expect(defect.file == name)
            #expect(defect.offset <= place && place - defect.offset <= lines[line].count, "\(label)")
            if isLineEnd {
                #expect(defect.kind == .lineEnd, "\(label)")
                #expect(check.defects.count == 1, "\(label)")
            } else if line < 3 {
                #expect(check.defects.contains { $0.kind == .gap }, "\(label)")
                #expect(defect.line == line + 1, "\(label)")
            }
        }
    }

    @Test func everyByteCutOfTheLastRecordLeavesTheOthersAndIsSetAsideAtTheNextStart() throws {
        let lines = records(3).map(\.line)
        let whole = lines.flatMap { $0 }
        let before = whole.count - lines[2].count
        for cut in before..<whole.count {
            let disk = MemoryDisk(seed: 1)
            let folder = LogFolder(account: AccountNumber(5_012_345), in: "state", disk: disk)
            try disk.makeFolder(folder.path)
            disk.put(folder.path(of: name), Array(whole[..<cut]))
            var (log, repairs) = try TradeLog.open(folder)
            // Without its line feed alone the record is whole: it is written again, as it was.
            let isWhole = cut == whole.count - 1
            #expect(repairs.count == (cut == before ? 0 : 1), "cut at \(cut)")
            #expect(log.next == (isWhole ? 4 : 3), "cut at \(cut)")
            _ = try log.write()
            let files = disk.durableFiles
            #expect(LogAudit(files).sequences == (isWhole ? [1, 2, 3] : [1, 2]), "cut at \(cut)")
            let kept = files.first { $0.key.contains(LogFileName.tornMark) }?.value
            #expect(kept == (cut == before ? nil : Array(whole[before..<cut])), "cut at \(cut)")
            if isWhole { #expect(files[folder.path(of: name)] == whole) }
        }
    }

    @Test func damageAmidOldRecordsStaysWhereItIsAndTheLogGoesOnElsewhere() throws {
        var bytes = records(5).flatMap(\.line)
        bytes[40] ^= 1
        disk.put(folder.path(of: name), bytes)
        var (log, repairs) = try TradeLog.open(folder)
        #expect(repairs.map(\.kind) == [.damaged])
        #expect(log.next == 6)
        var stopped = LogEntry(
            account: folder.account, at: UTC(microseconds: 20_784 * 86_400_000_000).time, instant: .zero,
            ticket: nil, delivery: nil, event: .stopped(DaemonStopped(reason: "test")))
        stopped.ticket = nil
        log.append(stopped)
        _ = try log.write()
        #expect(disk.visibleFiles[folder.path(of: name)] == bytes)
        #expect(log.file?.part == 2)
        let (check, read) = try (LogCheck(folder), LogAudit(disk.visibleFiles).sequences)
        #expect(read == [2, 3, 4, 5, 6])
        #expect(check.defects.count == 2, "the line and the missing number")
    }

    @Test func aFileOfZerosOrNoiseIsReadToItsEnd() throws {
        var random = SplitMix(seed: 8)
        for size in [0, 1, 1_000, 300_000] {
            let zeros = [UInt8](repeating: 0, count: size)
            #expect(try check(zeros).read == [])
            let noise = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(try check(noise + records(2).flatMap(\.line)).read.suffix(2) == [1, 2], "\(size) bytes")
        }
    }

    @Test func aLogOfAnotherAccountIsNamed() throws {
        var record = records(1)[0]
        record.account = AccountNumber(1)
        #expect(try check(record.line).check.defects.map(\.kind) == [.foreign])
    }

    @Test func theLogOfAnotherAccountIsSetAsideAndNotGoneOnWith() throws {
        let foreign = records(3).flatMap { record in
            var other = record
            other.account = AccountNumber(1)
            return other.line
        }
        disk.put(folder.path(of: name), foreign)
        var (log, repairs) = try TradeLog.open(folder)
        #expect(repairs.map(\.kind) == [.torn])
        #expect(log.next == 1)
        log.append(
            LogEntry(
                account: folder.account, at: UTC(microseconds: 20_784 * 86_400_000_000).time, instant: .zero,
                ticket: nil, delivery: nil, event: .stopped(DaemonStopped(reason: "test"))))
        _ = try log.write()
        #expect(try LogCheck(folder).defects.isEmpty)
        let kept = try #require(disk.visibleFiles.first { $0.key.contains(LogFileName.tornMark) })
        #expect(kept.value == foreign)
    }

    @Test func missingAndRepeatedNumbersAreNamed() throws {
        let all = records(6)
        let lines = [all[0], all[1], all[1], all[4], all[5]].flatMap(\.line)
        let (check, read) = try check(lines)
        #expect(check.defects.map(\.kind) == [.repeated, .gap])
        #expect(check.defects.map(\.line) == [3, 4])
        #expect(check.defects[1].detail == "records 3 to 4 are missing")
        #expect(read == [1, 2, 5, 6])
    }
}
