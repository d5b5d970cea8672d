import Bridge
import Core
import Testing

/// Answers about a symbol's past minutes, as the session puts them together.
@Suite struct MinuteBarsTests {
    private var bench: LinkBench
    private var ea = ScriptedTerminal(boot: 1)

    init() throws {
        bench = try LinkBench()
        try bench.connectWithSnapshot(&ea)
        bench.notices = []
    }

    private func part(
        _ minutes: ClosedRange<Int64>, request: UInt32 = 3, symbol: UInt16 = 0
    ) -> TerminalMessage {
        .minuteBars(
            MinuteBars(
                request: request, symbol: SymbolID(symbol), bars: minutes.map { Samples.minute($0) }))
    }

    private func end(
        _ minutes: UInt32, request: UInt32 = 3, symbol: UInt16 = 0,
        _ outcome: MinuteBarsEnd.Outcome = .complete
    ) -> TerminalMessage {
        .minuteBarsEnd(
            MinuteBarsEnd(
                request: request, symbol: SymbolID(symbol), outcome: outcome, minutes: minutes))
    }

    private func answers(_ bench: LinkBench) -> [MinuteBarsAnswer] {
        bench.notices.compactMap { if case .minuteBars(let answer) = $0.event { answer } else { nil } }
    }

    @Test func anAnswerInPartsComesWholeAndOtherMessagesComeBetween() throws {
        var (bench, ea) = (bench, ea)
        try bench.say([part(1...60), .tick(Samples.tick())], &ea)
        try bench.say([part(61...90), end(90)], &ea)
        #expect(answers(bench).map(\.request) == [3])
        #expect(answers(bench).first?.outcome == .complete((1...90).map { Samples.minute($0) }))
        #expect(bench.messages == [.tick(Samples.tick())])
    }

    @Test(arguments: [MinuteBarsEnd.Outcome.notYet, .changed])
    func whatIsNotThereYetIsNoEmptyHistory(_ outcome: MinuteBarsEnd.Outcome) throws {
        var (bench, ea) = (bench, ea)
        try bench.say([part(1...10), end(10, outcome)], &ea)
        #expect(answers(bench).map(\.outcome) == [.notYet])
    }

    @Test func anAnswerOfWhichAPartIsMissingIsDamaged() throws {
        var (bench, ea) = (bench, ea)
        try bench.say([part(1...10), end(11)], &ea)
        try bench.say([end(10)], &ea)
        try bench.say([part(1...10, request: 4), end(10)], &ea)
        try bench.say([part(1...10), part(1...5, request: 4), end(10)], &ea)
        ea.sequence += 1
        try bench.say([end(10)], &ea)
        #expect(answers(bench).map(\.outcome) == Array(repeating: .damaged, count: 5))
        try bench.say([end(0)], &ea)
        #expect(answers(bench).last?.outcome == .complete([]))
    }

    @Test func moreThanAnAnswerMayHoldIsDamagedAndBounded() throws {
        var (bench, ea) = (bench, ea)
        let parts = BarHistory.minutesMax / 60 + 2
        for number in 0..<parts {
            try bench.say([part(Int64(number) * 60 + 1...Int64(number) * 60 + 60)], &ea)
        }
        try bench.say([end(UInt32(parts * 60))], &ea)
        #expect(answers(bench).map(\.outcome) == [.damaged])
    }

    @Test func minutesOfASymbolWithoutANumberLeadToASnapshot() throws {
        var (bench, ea) = (bench, ea)
        try bench.say([part(1...3, symbol: 900), end(3, symbol: 900)], &ea)
        #expect(answers(bench).isEmpty)
        #expect(bench.table.counters.unknownSymbols == 2)
    }
}
