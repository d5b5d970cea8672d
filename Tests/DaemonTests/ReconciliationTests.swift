import Core
import Runtime
import Testing

@testable import Bridge
@testable import Daemon
@testable import Journal

/// The broker's books against the log: what is added, what is concluded, and what is not.
@Suite struct ReconciliationTests {
    private func book(_ events: [(UInt64?, LogEvent)]) -> TradeBook {
        var book = TradeBook()
        for (index, (ticket, event)) in events.enumerated() {
            book.apply(
                TradeRecord(
                    sequence: UInt64(index + 1), durable: UInt64(index), account: BooksRig.account,
                    at: WallClock.now(), instant: .zero, ticket: ticket.map { Ticket($0) }, delivery: nil,
                    event: event))
        }
        return book
    }

    private func book(knowing trade: RigTrade) -> TradeBook {
        book([
            (trade.ticket, .opened(trade.record)),
            (trade.ticket, .deal(DealRecorded(trade.opening, as: BooksRig.symbol, origin: .live))),
        ])
    }

    private func report(_ events: [(ticket: Ticket?, event: LogEvent)]) throws -> ReconciliationReport {
        let reports = events.compactMap {
            if case .reconciliation(let report) = $0.event { report } else { nil }
        }
        return try #require(reports.last)
    }

    private func closed(_ events: [(ticket: Ticket?, event: LogEvent)]) -> [PositionClosedRecord] {
        events.compactMap { if case .closed(let record) = $0.event { record } else { nil } }
    }

    private func opened(_ events: [(ticket: Ticket?, event: LogEvent)]) -> [PositionOpened] {
        events.compactMap { if case .opened(let record) = $0.event { record } else { nil } }
    }

    private func deals(_ events: [(ticket: Ticket?, event: LogEvent)]) -> [DealRecorded] {
        events.compactMap { if case .deal(let record) = $0.event { record } else { nil } }
    }

    private func orphans(_ events: [(ticket: Ticket?, event: LogEvent)]) -> [OrphanFound] {
        events.compactMap { if case .orphan(let found) = $0.event { found } else { nil } }
    }

    private func edits(_ events: [(ticket: Ticket?, event: LogEvent)]) -> [PersonEdited] {
        events.compactMap { if case .personEdited(let edit) = $0.event { edit } else { nil } }
    }

    @Test func aLogThatBeginsTakesInWhatIsOpenWithItsDealsAndNothingOlder() throws {
        var rig = BooksRig()
        let open = RigTrade(ticket: 5, opened: BooksRig.serverTime - 86_400_000)
        let before = RigTrade(ticket: 4, opened: BooksRig.serverTime - 80_000_000)
        let question = rig.connect([open.position])
        #expect(try #require(question).from.milliseconds < open.opened)
        let next = rig.answer(
            question,
            [open.opening, before.opening, before.closing(profit: 3, at: BooksRig.serverTime - 70_000_000)])
        #expect(next == nil)
        let events = rig.takeEvents()
        #expect(opened(events).map(\.position) == [PositionID(5)])
        #expect(opened(events).allSatisfy { $0.origin == .backfill })
        #expect(deals(events).map(\.deal) == [50])
        #expect(closed(events).isEmpty)
        let report = try report(events)
        #expect(report.outcome == .complete)
        #expect(report.cause == .start)
        #expect((report.positions, report.deals, report.backfilled, report.completed) == (1, 3, 1, 0))
    }

    @Test func whatTheLogKnowsIsNotAddedAgain() throws {
        var rig = BooksRig()
        let trade = RigTrade(ticket: 5)
        let question = rig.connect([trade.position], book(knowing: trade))
        _ = rig.answer(question, [trade.opening])
        let events = rig.takeEvents()
        #expect(deals(events).isEmpty)
        let report = try report(events)
        #expect((report.matched, report.backfilled, report.edits) == (1, 0, 0))
    }

    @Test func anEndThatNobodySawIsCompletedWithWhatItBroughtInAll() throws {
        var rig = BooksRig()
        let trade = RigTrade(ticket: 5, opened: BooksRig.serverTime - 5_000_000, stop: 107_900)
        let question = rig.connect([], book(knowing: trade))
        let half = Volume(units: Volume.unitsPerLot / 2)
        _ = rig.answer(
            question,
            [
                trade.opening, trade.closing(1, volume: half, profit: 10, reason: .client),
                trade.closing(2, volume: half, profit: -4),
            ])
        let events = rig.takeEvents()
        let end = try #require(closed(events).first)
        #expect(closed(events).count == 1)
        #expect(end.origin == .backfill)
        #expect(end.reason == .stopLoss)
        #expect(end.profit == Money(units: 6 * Money.unitsPerWhole))
        #expect(end.commission == Money(units: -3 * Money.unitsPerWhole))
        #expect(end.slippage == -100)
        #expect(deals(events).map(\.deal) == [51, 52])
        #expect(try report(events).completed == 1)
    }

    @Test func whatOpenedAndClosedWhileNobodyLookedIsAddedOnce() throws {
        var rig = BooksRig()
        let known = RigTrade(ticket: 5, opened: BooksRig.serverTime - 5_000_000)
        let missed = RigTrade(ticket: 6, opened: BooksRig.serverTime - 1_000_000)
        let history = [known.opening, missed.opening, missed.closing(profit: -2)]
        var question = rig.connect([known.position], book(knowing: known))
        _ = rig.answer(question, history)
        var events = rig.takeEvents()
        #expect(opened(events).filter { $0.position == PositionID(6) }.map(\.origin) == [.backfill])
        #expect(closed(events).map(\.position) == [PositionID(6)])
        #expect(events.filter { $0.ticket == Ticket(6) }.count == 2)
        question = rig.later(.seconds(31))
        _ = rig.answer(question, history)
        events = rig.takeEvents()
        #expect(opened(events).isEmpty)
        #expect(closed(events).isEmpty)
        #expect(try report(events).cause == .periodic)
    }

    @Test(arguments: [DealHistory.Reason.terminal, .changed, .damaged])
    func aQueryThatFailedProvesNothing(reason: DealHistory.Reason) throws {
        var rig = BooksRig()
        let trade = RigTrade(ticket: 5)
        var question = rig.connect([], book(knowing: trade))
        for _ in 0..<100 {
            guard let asked = question else {
                question = rig.later(.seconds(1))
                continue
            }
            question = rig.recorder.hear(
                DealHistory(request: asked.request, outcome: .failed(reason)), rig.guardian, at: rig.now)
            rig.now = rig.now + .milliseconds(400)
        }
        if let report = rig.recorder.books.last?.report { #expect(report.outcome == .failed) }
        _ = rig.later(.seconds(31))
        let events = rig.takeEvents()
        #expect(try report(events).outcome == .failed)
        #expect(closed(events).isEmpty)
        #expect(orphans(events).isEmpty)
    }

    @Test func whatNobodyExplainsIsReportedOnceAndClosedByItsDealsShouldTheyCome() throws {
        var rig = BooksRig()
        let trade = RigTrade(ticket: 5)
        var question = rig.connect([], book(knowing: trade))
        _ = rig.answer(question, [trade.opening])
        // A terminal that has just connected may not have its history yet.
        #expect(orphans(rig.takeEvents()).isEmpty)
        question = rig.later(.seconds(11))
        _ = rig.answer(question, [trade.opening])
        let found = orphans(rig.takeEvents())
        #expect(found.map(\.kind) == [.logOnly])
        #expect(found.map(\.position) == [PositionID(5)])
        question = rig.later(.seconds(31))
        _ = rig.answer(question, [trade.opening])
        #expect(orphans(rig.takeEvents()).isEmpty)
        rig.hear(.deal(trade.closing(profit: 1)))
        #expect(closed(rig.takeEvents()).map(\.position) == [PositionID(5)])
    }

    @Test func aPositionWithoutAnOpeningDealIsReportedOnce() throws {
        var rig = BooksRig()
        let trade = RigTrade(ticket: 5)
        var question = rig.connect([trade.position])
        _ = rig.answer(question, [])
        #expect(orphans(rig.takeEvents()).isEmpty)
        for round in 0..<3 {
            question = rig.later(.seconds(31))
            _ = rig.answer(question, [])
            #expect(orphans(rig.takeEvents()).map(\.kind) == (round == 0 ? [.brokerOnly] : []))
        }
    }

    @Test func aStopChangedByAPersonMeanwhileIsRecordedAsTheirs() throws {
        var rig = BooksRig()
        let before = RigTrade(ticket: 5, stop: 107_900, takeProfit: 109_000)
        var after = before
        after.stop = 107_500
        after.takeProfit = nil
        let question = rig.connect([after.position], book(knowing: before))
        _ = rig.answer(question, [before.opening])
        let events = rig.takeEvents()
        let edit = try #require(edits(events).first)
        #expect((edit.oldStop, edit.stop) == (Price(points: 107_900), Price(points: 107_500)))
        #expect((edit.oldTakeProfit, edit.takeProfit) == (Price(points: 109_000), nil))
        #expect(edit.origin == .backfill)
        #expect(try report(events).edits == 1)
        // It is the log's word from here on.
        let again = rig.later(.seconds(31))
        _ = rig.answer(again, [])
        #expect(edits(rig.takeEvents()).isEmpty)
    }

    @Test func whereTheFirstStopOfAnOpenPositionBelongsIsRecalledFromTheLog() {
        var rig = BooksRig()
        let open = RigTrade(ticket: 5, stop: 107_800)
        let closed = RigTrade(ticket: 6)
        var request = StopRequested()
        request.symbol = BooksRig.symbol
        request.stop = Price(points: 107_800)
        request.firstStop = Price(points: 107_700)
        var later = request
        later.firstStop = nil
        let known = book([
            (5, .opened(open.record)), (6, .opened(closed.record)), (5, .stopRequested(request)),
            (6, .stopRequested(request)), (5, .stopRequested(later)),
        ])
        _ = rig.answer(rig.connect([open.position], known), [open.opening, closed.opening])
        let memories = rig.recorder.ledger.memories
        #expect(
            memories == [PositionMemory(position: PositionID(5), firstStop: Price(points: 107_700))])
    }

    @Test(arguments: [107_900, 107_800] as [Int64])
    func aRequestWhoseEndNobodySawEndsAsThePositionShows(stop: Int64) throws {
        var rig = BooksRig()
        let before = RigTrade(ticket: 5, stop: 107_800)
        var request = StopRequested()
        request.request = RequestID(9)
        request.symbol = BooksRig.symbol
        request.stop = Price(points: 107_900)
        let known = book([(5, .opened(before.record)), (5, .stopRequested(request))])
        var shown = before
        shown.stop = stop
        let question = rig.connect([shown.position], known)
        _ = rig.answer(question, [before.opening])
        let events = rig.takeEvents()
        let ends = events.compactMap { if case .resolved(let end) = $0.event { end } else { nil } }
        #expect(ends.map(\.resolution) == [stop == 107_900 ? .confirmed : .notApplied])
        #expect(ends.map(\.request) == [RequestID(9)])
        #expect(edits(events).isEmpty)
    }

    @Test func withoutTheLogsOwnPastItEndsAfterThirtySecondsAndSaysThatItFailed() throws {
        var rig = BooksRig()
        let trade = RigTrade(ticket: 5)
        #expect(rig.connect([trade.position], nil) == nil)
        #expect(rig.later(.seconds(31)) == nil)
        #expect(try report(rig.takeEvents()).outcome == .failed)
        // What happens from here on is recorded all the same.
        rig.hear(.deal(trade.closing(profit: 1)))
        rig.hear(
            .positionClosed(
                PositionClosed(
                    ticket: Ticket(5), identifier: PositionID(5), symbol: SymbolID(0), seen: .zero)))
        #expect(closed(rig.takeEvents()).map(\.origin) == [.live])
    }

    @Test func aLostLinkEndsItAndTheNextOneBeginsAnother() throws {
        var rig = BooksRig()
        let trade = RigTrade(ticket: 5)
        _ = rig.connect([trade.position], book(knowing: trade))
        rig.loseLink()
        #expect(try report(rig.takeEvents()).outcome == .failed)
        let question = rig.connect([trade.position], nil)
        _ = rig.answer(question, [trade.opening])
        let report = try report(rig.takeEvents())
        #expect((report.cause, report.outcome) == (.reconnect, .complete))
    }

    @Test func anotherSnapshotMeansThatSomethingWasMissed() throws {
        var rig = BooksRig()
        let trade = RigTrade(ticket: 5)
        _ = rig.answer(rig.connect([]), [])
        rig.show([trade.position])
        let question = rig.later(.milliseconds(1))
        _ = rig.answer(question, [trade.opening])
        let events = rig.takeEvents()
        let report = try report(events)
        #expect((report.cause, report.backfilled) == (.sequenceGap, 1))
    }

    @Test func aClosingPositionWaitsForItsEarlierDealsBeforeItsProfitIsTold() throws {
        var rig = BooksRig()
        let trade = RigTrade(ticket: 5, opened: BooksRig.serverTime - 5_000_000)
        let half = Volume(units: Volume.unitsPerLot / 2)
        let question = rig.connect([trade.position], book(knowing: trade))
        rig.hear(.deal(trade.closing(2, volume: half, profit: -4)))
        rig.hear(
            .positionClosed(
                PositionClosed(
                    ticket: Ticket(5), identifier: PositionID(5), symbol: SymbolID(0), seen: .zero)))
        #expect(closed(rig.takeEvents()).isEmpty)
        _ = rig.answer(
            question, [trade.opening, trade.closing(1, volume: half, profit: 10, reason: .client)])
        let end = try #require(closed(rig.takeEvents()).first)
        #expect(end.profit == Money(units: 6 * Money.unitsPerWhole))
        #expect(end.reason == .stopLoss)
    }
}
