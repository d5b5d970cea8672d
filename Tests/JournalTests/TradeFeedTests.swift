import Core
import Runtime
import Testing

@testable import Journal

/// What happens when the ring is full: nothing waits, nothing is silently missing.
@Suite struct TradeFeedTests {
    private let account = AccountNumber(7)
    private let lines = JournalLines(capacity: 8)
    private let feed: TradeFeed

    init() { feed = TradeFeed(lines, keptMax: 4) }

    private func entry(_ number: UInt64, _ delivery: Delivery? = nil) -> LogEntry {
        var deal = DealRecorded()
        deal.deal = number
        return LogEntry(
            account: account, at: WallTime(nanoseconds: Int64(number) * 1_000), instant: .zero, ticket: nil,
            delivery: delivery, event: .deal(deal))
    }

    private func delivery(_ number: UInt64) -> Delivery { Delivery(boot: 9, number: number) }

    /// What the journal thread would see: deals by number, gaps as the negative count, acknowledgements apart.
    private func drain(_ count: Int = .max) -> [Int] {
        var seen: [Int] = []
        while seen.count < count, let input = lines.ring.pop() {
            guard case .entry(let entry) = input else { continue }
            switch entry.event.name {
            case .gap:
                if case .gap(let gap) = entry.event { seen.append(-gap.records) }
            default:
                if case .deal(let deal) = entry.event { seen.append(Int(deal.deal)) }
            }
        }
        return seen
    }

    @Test func aFullRingKeepsWhatComesInOrder() {
        for number in 1...8 as ClosedRange<UInt64> { #expect(feed.record(entry(number)) == .taken) }
        for number in 9...12 as ClosedRange<UInt64> { #expect(feed.record(entry(number)) == .kept) }
        #expect(feed.waiting == 4)
        #expect(drain() == Array(1...8))
        feed.flush()
        #expect(feed.waiting == 0)
        #expect(drain() == Array(9...12))
    }

    @Test func whatFindsNoRoomAtAllIsCountedInTheRecordThatTakesItsPlace() throws {
        for number in 1...12 as ClosedRange<UInt64> { _ = feed.record(entry(number)) }
        for number in 13...15 as ClosedRange<UInt64> { #expect(feed.record(entry(number)) == .counted) }
        #expect(feed.missing == 3)
        #expect(drain(2) == [1, 2])
        #expect(feed.record(entry(16)) == .kept)
        #expect(drain() == [3, 4, 5, 6, 7, 8, 9, 10])
        feed.flush()
        #expect(drain() == [11, 12, -3, 16])
        #expect(feed.record(entry(17)) == .taken)
        #expect(drain() == [17])
    }

    @Test func theGapSaysWhichTimeItCovers() throws {
        for number in 1...14 as ClosedRange<UInt64> { _ = feed.record(entry(number)) }
        #expect(drain().count == 8)
        feed.flush()
        var gap: RecordsMissing?
        while let input = lines.ring.pop() {
            if case .entry(let entry) = input, case .gap(let found) = entry.event { gap = found }
        }
        let found = try #require(gap)
        #expect(found.records == 2)
        #expect(found.first == WallTime(nanoseconds: 13_000))
        #expect(found.last == WallTime(nanoseconds: 14_000))
    }

    @Test func aRefusedDeliveryHoldsBackAllLaterOnesUntilItComesAgain() {
        for number in 1...12 as ClosedRange<UInt64> { _ = feed.record(entry(number)) }
        #expect(feed.record(entry(100, delivery(5))) == .refused)
        #expect(feed.delivered(delivery(5), account: account) == .refused)
        _ = drain()
        feed.flush()
        // There is room, and yet the later one must not overtake.
        #expect(feed.record(entry(101, delivery(6))) == .refused)
        #expect(feed.delivered(delivery(6), account: account) == .refused)
        #expect(feed.record(entry(100, delivery(5))) == .taken)
        #expect(feed.delivered(delivery(5), account: account) == .taken)
        #expect(feed.record(entry(101, delivery(6))) == .taken)
        #expect(feed.delivered(delivery(6), account: account) == .taken)
        #expect(feed.refused == 2)
        #expect(feed.missing == 0)
    }

    @Test func anEAThatStartedAnewIsNotHeldBack() {
        for number in 1...12 as ClosedRange<UInt64> { _ = feed.record(entry(number)) }
        #expect(feed.record(entry(100, delivery(5))) == .refused)
        _ = drain()
        feed.flush()
        _ = drain()
        #expect(feed.record(entry(101, Delivery(boot: 10, number: 1))) == .taken)
    }

    @Test func aMessageOfWhichAPartWasRefusedIsNotAcknowledged() {
        for number in 1...11 as ClosedRange<UInt64> { _ = feed.record(entry(number)) }
        #expect(feed.record(entry(100, delivery(5))) == .kept)
        #expect(feed.record(entry(101, delivery(5))) == .refused)
        _ = drain()
        feed.flush()
        #expect(feed.record(entry(102, delivery(5))) == .refused)
        #expect(feed.delivered(delivery(5), account: account) == .refused)
        #expect(feed.delivered(delivery(6), account: account) == .refused)
        // It comes again, whole.
        #expect(feed.record(entry(100, delivery(5))) == .taken)
        #expect(feed.record(entry(101, delivery(5))) == .taken)
        #expect(feed.delivered(delivery(5), account: account) == .taken)
    }

    @Test func anAcknowledgementThatFoundNoRoomIsOwedUntilItsMessageComesAgain() {
        for number in 1...11 as ClosedRange<UInt64> { _ = feed.record(entry(number)) }
        #expect(feed.record(entry(100, delivery(5))) == .kept)
        #expect(feed.delivered(delivery(5), account: account) == .refused)
        _ = drain()
        feed.flush()
        #expect(feed.delivered(delivery(6), account: account) == .refused)
        #expect(feed.record(entry(100, delivery(5))) == .taken)
        #expect(feed.delivered(delivery(5), account: account) == .taken)
        #expect(feed.delivered(delivery(6), account: account) == .taken)
    }
}
