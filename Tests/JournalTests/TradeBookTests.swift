import Core
import Runtime
import Testing

@testable import Journal

/// What is open according to the log is the same whether the store helps or not.
@Suite struct TradeBookTests {
    private let temporary: TemporaryFolder
    private let folder: LogFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = LogFolder(account: AccountNumber(5_012_345), in: temporary.path)
    }

    private static let kinds: [EventName] = [
        .opened, .closed, .confirmed, .personEdited, .lateRegression, .guardActed, .deal, .stopRequested,
        .closeRequested, .resolved, .rejected, .declined,
    ]

    private func writeLog(_ seeds: Range<UInt64>) throws {
        var (log, _) = try TradeLog.open(folder)
        for seed in seeds {
            for (index, name) in Self.kinds.enumerated() {
                var random = SplitMix(seed: seed &* 1_000 &+ UInt64(index))
                let record = TradeRecord.random(name, seed: random.next())
                log.append(
                    LogEntry(
                        account: folder.account, at: record.at, instant: .zero,
                        ticket: Ticket(random.next() % 40), delivery: nil, event: record.event))
            }
        }
        while !log.pending.isEmpty { _ = try log.write() }
    }

    @Test func theBookIsTheSameWithAndWithoutTheStoreHoweverFarThatHasCome() throws {
        try writeLog(0..<40)
        let plain = try TradeBook.read(folder, in: temporary.path)
        #expect(plain.positions.count > 3)
        #expect(plain.lastDeal > 0)
        #expect(!plain.asked.isEmpty)
        #expect(!plain.deals.isEmpty)
        #expect(plain.lastAt != nil)
        for limit in stride(from: UInt64(1), through: plain.sequence, by: 23) {
            _ = try Store(Store.path(of: folder.account, in: temporary.path), of: folder).advance(to: limit)
            let helped = try TradeBook.read(folder, in: temporary.path)
            #expect(helped == plain, "with the store at \(limit)")
        }
    }

    @Test func aLogThatIsNotThereYetIsAnEmptyBook() throws {
        #expect(try TradeBook.read(folder, in: temporary.path) == TradeBook())
    }

    @Test func itEndsWhereItIsTold() throws {
        try writeLog(0..<5)
        #expect(try TradeBook.read(folder, in: temporary.path, to: 7).sequence == 7)
    }

    /// Six days, a file each: the first one is not read when the log is opened.
    @Test func aPositionOpenForDaysIsNotRecordedAsOpenedAgain() throws {
        func entry(_ event: LogEvent, ticket: UInt64, day: Int64) -> LogEntry {
            LogEntry(
                account: folder.account, at: WallTime(nanoseconds: day * 86_400_000_000_000), instant: .zero,
                ticket: Ticket(ticket), delivery: nil, event: event)
        }
        func opening(of position: UInt64) -> LogEvent {
            var opened = PositionOpened()
            opened.position = PositionID(position)
            return .opened(opened)
        }
        var deal = DealRecorded()
        deal.deal = 77
        var end = PositionClosedRecord()
        end.position = PositionID(1)
        var (log, _) = try TradeLog.open(folder)
        log.append(entry(opening(of: 1), ticket: 1, day: 20_000))
        log.append(entry(.deal(deal), ticket: 1, day: 20_000))
        for day in 1...6 {
            log.append(
                entry(opening(of: UInt64(day) + 1), ticket: UInt64(day) + 1, day: 20_000 + Int64(day)))
        }
        while !log.pending.isEmpty { _ = try log.write() }

        var (again, book, _) = try TradeLog.open(folder, in: temporary.path)
        #expect(Set(book.positions.keys) == Set((1...7).map { Ticket($0) }))
        // Under another ticket, which the broker may give it.
        again.append(entry(opening(of: 1), ticket: 91, day: 20_007))
        again.append(entry(.deal(deal), ticket: 1, day: 20_007))
        #expect(again.pending.isEmpty)
        #expect(again.counts.repeated == 2)
        again.append(entry(.closed(end), ticket: 1, day: 20_007))
        #expect(again.pending.count == 1)
    }
}
