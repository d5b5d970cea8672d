import Core
import MQL5Runtime
import Testing

/// Answers about a symbol's past minutes: whole and of one moment, or not yet; never a part taken for the whole.
@Suite struct EAMinuteBarsTests {
    let bench: EABench

    init() throws {
        bench = try EABench()
        bench.broker.open(sl: 1.0)
        bench.broker.minutes = Self.minutes(200)
        try bench.connect()
    }

    private static func minutes(_ count: Int) -> [mql_rate] {
        (0..<count).map { number in
            var rate = mql_rate()
            rate.time_s = 1_700_000_040 - 60 * Int64(count - number)
            rate.low = 1.1 + Double(number) * 0.00001
            rate.high = rate.low + 0.0005
            rate.open = rate.low
            rate.close = rate.low + 0.0002
            rate.spread_points = 12
            return rate
        }
    }

    private func ask(_ request: UInt32, minutes: UInt32, symbol: UInt16 = 0) {
        bench.daemon.say(
            .minuteBarsRequest(
                MinuteBarsRequest(request: request, symbol: SymbolID(symbol), minutes: minutes)))
    }

    private func answer(_ request: UInt32) throws -> (bars: [MinuteBar], end: MinuteBarsEnd) {
        func end() -> MinuteBarsEnd? {
            for case .minuteBarsEnd(let end) in bench.daemon.heard where end.request == request { return end }
            return nil
        }
        try bench.run("answer \(request) ends") { end() != nil }
        var bars: [MinuteBar] = []
        for case .minuteBars(let part) in bench.daemon.heard where part.request == request {
            bars += part.bars
        }
        return (bars, try #require(end()))
    }

    private func block(loading: UInt32) {
        var faults = mql_faults()
        faults.history_load_ms = loading
        mql_program_set_faults(bench.program, &faults)
    }

    @Test func everyMinuteAskedForComesAndTheOneAtHand() throws {
        ask(7, minutes: 150)
        let answer = try answer(7)
        #expect(answer.end.outcome == .complete && answer.end.minutes == 151)
        #expect(answer.bars.count == 151)
        let last = try #require(answer.bars.last)
        #expect(last.start == MarketTime(milliseconds: 1_699_999_980_000))
        #expect(last.low == Price(points: 110_199) && last.high == Price(points: 110_249))
        #expect(last.close == Price(points: 110_219) && last.spread == Distance(points: 12))
        #expect(BarHistory(symbol: SymbolID(0), minutes: answer.bars) != nil)
    }

    @Test func aShorterHistoryIsWholeTooAndIsNotTakenForOneBeforeItIsLookedAtTwice() throws {
        ask(7, minutes: 50_400)
        let answer = try answer(7)
        #expect(answer.end.outcome == .complete && answer.bars.count == 200)
    }

    @Test func aTerminalThatStillLoadsAnswersNotYetAndLaterEverything() throws {
        block(loading: 600_000)
        ask(1, minutes: 100)
        let early = try answer(1)
        #expect(early.end.outcome == .notYet && early.bars.isEmpty && early.end.minutes == 0)
        block(loading: 0)
        ask(2, minutes: 100)
        #expect(try answer(2).bars.count == 101)
    }

    @Test func aLoadThatEndsInTimeIsWaitedFor() throws {
        block(loading: 300)
        ask(1, minutes: 100)
        let answer = try answer(1)
        #expect(answer.end.outcome == .complete && answer.bars.count == 101)
    }

    @Test func withoutTheBrokerOrTheSymbolNothingIsKnownYet() throws {
        ask(1, minutes: 10, symbol: 9)
        #expect(try answer(1).end.outcome == .notYet)
        bench.broker(isConnected: false)
        bench.run(steps: 5)
        ask(2, minutes: 10)
        #expect(try answer(2).end.outcome == .notYet)
    }

    @Test func aLongAnswerComesInPartsAndTicksComeBetween() throws {
        bench.broker.minutes = Self.minutes(20_000)
        ask(1, minutes: 19_000)
        var pips = 0
        try bench.run("the answer ends") {
            pips += 1
            bench.broker.quote(bid: 1.1 + Double(pips) * 0.00001, ask: 1.1001 + Double(pips) * 0.00001)
            return bench.daemon.heard.contains { $0.type == .minuteBarsEnd }
        }
        #expect(try answer(1).bars.count == 19_001)
        let types = bench.daemon.heard.map(\.type)
        let begin = try #require(types.firstIndex(of: .minuteBars))
        let end = try #require(types.firstIndex(of: .minuteBarsEnd))
        #expect(types[begin..<end].contains(.tick))
    }

    @Test func aLaterQuestionReplacesTheOneThatIsUnderWay() throws {
        bench.broker.minutes = Self.minutes(20_000)
        ask(1, minutes: 19_000)
        try bench.run("it begins") { bench.daemon.heard.contains { $0.type == .minuteBars } }
        ask(2, minutes: 5)
        #expect(try answer(2).bars.count == 6)
    }

    @Test func ordersUnderWayGoFirstButNotForEver() throws {
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        bench.broker.answer = .held
        bench.daemon.say(bench.command(1, ticket: ticket, stop: 109_500, expected: 109_000))
        try bench.run("the order is under way") { bench.broker.requests.count == 1 }
        ask(1, minutes: 100)
        #expect(try answer(1).end.outcome == .complete)
    }

    @Test func aQuestionIsForgottenWithItsSession() throws {
        block(loading: 600_000)
        ask(1, minutes: 100)
        bench.run(steps: 3)
        bench.daemon.forget()
        bench.daemon.drop()
        try bench.connect()
        try bench.run("heartbeats come") { bench.daemon.heard.count { $0.type == .terminalHeartbeat } > 2 }
        #expect(!bench.daemon.heard.contains { $0.type == .minuteBarsEnd })
    }
}
