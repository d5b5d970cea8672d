import Core
import Runtime
import Testing

@testable import Journal

/// A clock that is set, either way, changes names of files and nothing else: the numbers are the order.
@Suite struct ClockTests {
    private let disk = MemoryDisk(seed: 1)
    private let folder: LogFolder
    private static let midnight: Int64 = 20_784 * 86_400_000_000_000

    init() { folder = LogFolder(account: AccountNumber(7), in: "state", disk: disk) }

    private func entry(_ number: UInt64, at nanoseconds: Int64) -> LogEntry {
        var deal = DealRecorded()
        deal.deal = number
        return LogEntry(
            account: folder.account, at: WallTime(nanoseconds: nanoseconds), instant: .zero, ticket: nil,
            delivery: nil, event: .deal(deal))
    }

    private func write(_ log: inout TradeLog) throws {
        while !log.pending.isEmpty { _ = try log.write() }
    }

    @Test(arguments: [-3_600, 3_600])
    func anHourEitherWayAcrossMidnightKeepsTheOrder(step: Int64) throws {
        var (log, _) = try TradeLog.open(folder)
        let hour: Int64 = 3_600_000_000_000
        // Half past midnight, then the clock is set, then it goes on for two hours.
        var number: UInt64 = 0
        for minute in 0..<180 as Range<Int64> {
            number += 1
            let shift = minute >= 30 ? step * 1_000_000_000 : 0
            log.append(entry(number, at: Self.midnight - hour + minute * 60_000_000_000 + shift))
            if minute % 7 == 0 { try write(&log) }
        }
        try write(&log)
        var tail = try LogTail(folder)
        var deals: [UInt64] = []
        while let next = try tail.next() {
            if case .deal(let deal) = next.record.event { deals.append(deal.deal) }
        }
        #expect(deals == Array(1...180))
        #expect(try LogCheck(folder).defects.isEmpty)
        for (path, bytes) in disk.visibleFiles {
            let days = Set(LogAudit([path: bytes]).records.map { UTC($0.at).day })
            #expect(days.count == 1, "\(path) holds one day")
            #expect(path.contains(try #require(days.first).text))
        }
    }

    @Test func aClockThatGoesBackAndForthBeginsANewFileEachTimeAndARestartFindsTheLast() throws {
        var (log, _) = try TradeLog.open(folder)
        for number in 1...6 as ClosedRange<UInt64> {
            log.append(entry(number, at: Self.midnight + (number % 2 == 0 ? -1 : 1) * 1_000_000))
        }
        try write(&log)
        #expect(disk.visibleFiles.count == 6)
        let (again, repairs) = try TradeLog.open(folder)
        #expect(repairs.isEmpty)
        #expect(again.next == 7)
        #expect(again.file == LogFileName(day: UTCDay(number: 20_783), part: 3))
    }
}
