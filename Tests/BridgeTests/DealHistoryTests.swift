import Bridge
import Core
import Testing

/// Answers of the deal history, as the session puts them together.
@Suite struct DealHistoryTests {
    private var bench: LinkBench
    private var ea = ScriptedTerminal(boot: 1)

    init() throws {
        bench = try LinkBench()
        try bench.connectWithSnapshot(&ea)
        bench.notices = []
    }

    private func deal(_ number: UInt64) -> Deal {
        Deal(
            deal: number, order: 1, position: PositionID(1), magic: .manual, symbol: SymbolID(0), kind: .sell,
            entry: .out, reason: .stopLoss, volume: Volume(units: 1_000_000), price: Price(points: 138_000),
            profit: Money(units: -5), commission: .zero, swap: .zero, fee: .zero, time: .unknown)
    }

    private func end(
        _ deals: [Deal], request: UInt32 = 3, _ outcome: DealHistoryEnd.Outcome = .complete
    ) -> TerminalMessage {
        .dealHistoryEnd(
            DealHistoryEnd(
                request: request, outcome: outcome, deals: UInt32(deals.count),
                checksum: DealChecksum.of(deals)))
    }

    private func begin(_ count: UInt32) -> TerminalMessage {
        .dealHistoryBegin(DealHistoryBegin(request: 3, deals: count))
    }

    private func answers(_ bench: LinkBench) -> [DealHistory] {
        bench.notices.compactMap { if case .dealHistory(let answer) = $0.event { answer } else { nil } }
    }

    @Test func anAnswerInPartsComesWholeAndItsDealsDoNotComeTwice() throws {
        var (bench, ea) = (bench, ea)
        let deals = (1...5).map { deal($0) }
        try bench.say([begin(5), .deal(deals[0]), .tick(Samples.tick())], &ea)
        try bench.say([.deal(deals[1]), .tradeEvent(Samples.event(1)), .deal(deals[2])], &ea)
        try bench.say([.deal(deals[3]), .deal(deals[4]), end(deals)], &ea)
        #expect(answers(bench).map(\.request) == [3])
        #expect(answers(bench).map(\.outcome) == [.complete(deals)])
        #expect(bench.messages == [.tick(Samples.tick())])
        try bench.say([.deal(deal(6))], &ea)
        #expect(bench.messages.last == .deal(deal(6)))
    }

    @Test(arguments: [
        (DealHistoryEnd.Outcome.failed, DealHistory.Reason.terminal), (.changed, .changed),
        (.tooMany, .tooMany),
    ])
    func whatTheTerminalCannotSayIsNeverAnEmptyAnswer(
        _ outcome: DealHistoryEnd.Outcome, _ reason: DealHistory.Reason
    ) throws {
        var (bench, ea) = (bench, ea)
        try bench.say([end([], outcome)], &ea)
        try bench.say([begin(2), .deal(deal(1)), end([], outcome)], &ea)
        #expect(answers(bench).map(\.outcome) == [.failed(reason), .failed(reason)])
    }

    /// A deal missing, doubled, changed, of another question; and an end without a beginning.
    @Test(arguments: 0..<5)
    func anAnswerThatDoesNotAddUpIsDamaged(defect: Int) throws {
        var (bench, ea) = (bench, ea)
        let deals = [deal(1), deal(2)]
        var said = [begin(2), .deal(deals[0]), .deal(deals[1]), end(deals)]
        switch defect {
        case 0: said.remove(at: 1)
        case 1: said.insert(said[1], at: 1)
        case 2:
            var other = deals[0]
            other.profit = .zero
            said[1] = .deal(other)
        case 3: said[3] = end(deals, request: 4)
        default: said.remove(at: 0)
        }
        try bench.say(said, &ea)
        #expect(answers(bench).map(\.outcome) == [.failed(.damaged)])
    }

    @Test func aMissingFrameDamagesTheAnswer() throws {
        var (bench, ea) = (bench, ea)
        try bench.say([begin(1), .deal(deal(1))], &ea)
        ea.sequence += 1
        try bench.say([end([deal(1)])], &ea)
        #expect(answers(bench).map(\.outcome) == [.failed(.damaged)])
    }

    @Test func anAnswerLargerThanAllowedEndsTheSession() throws {
        var (bench, ea) = (bench, ea)
        try bench.say([begin(65_537)], &ea)
        #expect(ea.refusals == [.malformed])
        #expect(bench.losses == [.unexpected(.dealHistoryBegin)])
    }
}
