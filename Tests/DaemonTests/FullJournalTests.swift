import Core
import Runtime
import Testing

@testable import Daemon
@testable import Journal

/// What becomes of records while the journal has no room.
@Suite struct FullJournalTests {
    private let lines = JournalLines(capacity: 2)

    private func takeNames() -> [String] {
        var names: [String] = []
        while let input = lines.ring.pop() {
            switch input {
            case .entry(let entry): names.append(entry.event.name.rawValue)
            case .delivered: names.append("delivered")
            }
        }
        return names
    }

    @Test func openingsDealsAndEndsWaitForRoomAndAreNeverCountedAway() throws {
        let feed = TradeFeed(lines, keptMax: 1)
        var rig = BooksRig()
        let trades = (1...4).map { RigTrade(ticket: $0) }
        let question = rig.connect(trades.map(\.position))
        _ = rig.answer(question, trades.map(\.opening))
        var written: [String] = []
        for _ in 0..<40 {
            rig.recorder.handOver(to: feed)
            feed.flush()
            written += takeNames()
        }
        #expect(rig.recorder.pending.isEmpty)
        #expect(written.count { $0 == "opened" } == 4)
        #expect(written.count { $0 == "deal" } == 4)
        // The rest is counted, and the count is in the log.
        #expect(feed.missing > 0)
        #expect(written.contains("gap"))
    }

    @Test func whatTheEAToldAndFoundNoRoomIsAskedForAgain() {
        let feed = TradeFeed(lines, keptMax: 0)
        var rig = BooksRig()
        rig.recorder.incident(.critical, value: 0, "one", at: rig.now)
        rig.recorder.incident(.critical, value: 0, "two", at: rig.now)
        rig.recorder.handOver(to: feed)
        #expect(!rig.recorder.hasRefused)
        let event = TradeEvent(
            boot: BootID(1), number: 1, turn: .first, content: .deal(RigTrade(ticket: 5).opening))
        rig.recorder.hear(event, guardian: rig.guardian, at: rig.now)
        rig.recorder.handOver(to: feed)
        #expect(rig.recorder.hasRefused)
        rig.recorder.refusedIsAskedFor()
        #expect(!rig.recorder.hasRefused)
    }
}
