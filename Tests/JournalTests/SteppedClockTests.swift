import Core
import Foundation
import Runtime
import Synchronization
import Testing

@testable import Journal

/// The machine's clock is set by an hour, either way, while a journal writes to real files over midnight.
@Suite struct SteppedClockTests {
    private static let midnight: Int64 = 20_784 * 86_400_000_000_000
    private static let minute: Int64 = 60_000_000_000
    private let folder: TemporaryFolder
    private let account = AccountNumber(7)

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [Int64(-60), 60]) func nothingIsLostDoubledOrOutOfOrder(step: Int64) throws {
        // Half an hour before midnight to half an hour after it; set in the middle of each half.
        let shift = Mutex(Int64(0))
        let journal = try Journal(
            JournalPlace(
                state: folder.path,
                moment: {
                    JournalMoment(
                        at: WallTime(nanoseconds: Self.midnight + shift.withLock { $0 } * Self.minute),
                        instant: MonotonicClock.now())
                }, alert: { _ in }))
        for number in 1...60 as ClosedRange<UInt64> {
            if number == 15 { shift.withLock { $0 = step } }
            if number == 45 { shift.withLock { $0 = 0 } }
            let minutes = Int64(number) - 30 + shift.withLock { $0 }
            var deal = DealRecorded()
            deal.deal = number
            let delivery = Delivery(boot: 1, number: number)
            let entry = LogEntry(
                account: account, at: WallTime(nanoseconds: Self.midnight + minutes * Self.minute),
                instant: Instant(nanoseconds: Int64(number) * Self.minute), ticket: nil, delivery: delivery,
                event: .deal(deal))
            #expect(journal.feed.record(entry) == .taken)
            #expect(journal.feed.delivered(delivery, account: account) == .taken)
            // What comes again is known, whatever the clock says.
            #expect(journal.feed.record(entry) == .taken)
        }
        journal.stop()
        var acknowledged: UInt64 = 0
        while let durable = journal.feed.nextDurable() { acknowledged = durable.delivery.number }
        #expect(acknowledged == 60)

        let logs = LogFolder(account: account, in: folder.path)
        #expect(try LogCheck(logs).defects == [])
        var tail = try LogTail(logs)
        var deals: [UInt64] = []
        var instants: [Instant] = []
        while let next = try tail.next() {
            guard case .deal(let deal) = next.record.event else { continue }
            deals.append(deal.deal)
            instants.append(next.record.instant)
        }
        #expect(deals == Array(1...60))
        #expect(instants == instants.sorted())
        // And the next start goes on behind the last record, whose file is not the latest by name.
        let (log, repairs) = try TradeLog.open(logs)
        #expect(repairs.isEmpty)
        #expect(log.next == UInt64(deals.count) + 1)
    }
}
