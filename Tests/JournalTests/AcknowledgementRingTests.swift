import Core
import Glibc
import Runtime
import TestSupport
import Testing

@testable import Journal

/// The ring from the journal thread back to the bridge.
@Suite struct AcknowledgementRingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(in: TemporaryFolder.inMemory) }

    private func hand(_ number: UInt64, of account: AccountNumber, to feed: TradeFeed) {
        var deal = DealRecorded()
        deal.deal = number
        let delivery = Delivery(boot: 1, number: number)
        let entry = LogEntry(
            account: account, at: WallClock.now(), instant: MonotonicClock.now(), ticket: nil,
            delivery: delivery, event: .deal(deal))
        #expect(feed.record(entry) == .taken)
        #expect(feed.delivered(delivery, account: account) == .taken)
    }

    /// More accounts than the ring has places, and nobody takes: the latest of each is kept and offered again.
    @Test func whatFindsNoRoomIsOfferedAgainAndTheLatestOfEachAccountComes() throws {
        let journal = try Journal(JournalPlace(state: folder.path, alert: { _ in }))
        defer { journal.stop() }
        let accounts = (1...300 as ClosedRange<UInt64>).map { AccountNumber($0) }
        let last: UInt64 = 3
        for number in 1...last {
            for account in accounts { hand(number, of: account, to: journal.feed) }
            let written = accounts.count * Int(number)
            let patience = Patience()
            while journal.figures().records < UInt64(written), !patience.isOver { sched_yield() }
            #expect(journal.figures().records == UInt64(written))
        }
        var heard: [AccountNumber: [UInt64]] = [:]
        let patience = Patience()
        while heard.count < accounts.count || heard.values.contains(where: { $0.last != last }),
            !patience.isOver
        {
            while let durable = journal.feed.nextDurable() {
                heard[durable.account, default: []].append(durable.delivery.number)
            }
            sched_yield()
        }
        #expect(heard.count == accounts.count)
        #expect(heard.values.allSatisfy { $0.last == last && $0 == $0.sorted() })
        #expect(heard.values.contains { $0 == [last] }, "some found no room before their last")
    }
}
