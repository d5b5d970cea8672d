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
        .opened, .closed, .confirmed, .personEdited, .lateRegression, .guardActed, .deal,
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
}
