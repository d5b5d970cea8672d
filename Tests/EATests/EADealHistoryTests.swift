import Core
import MQL5Runtime
import Testing

/// Answers of the deal history: whole, in parts, or failed; never empty for want of knowledge.
@Suite struct EADealHistoryTests {
    let bench: EABench

    init() throws {
        bench = try EABench()
        try bench.connect()
    }

    private func ask(_ request: UInt32, from: Int64 = 0, to: Int64? = nil) {
        bench.daemon.say(
            .dealHistoryRequest(
                DealHistoryRequest(
                    request: request, from: MarketTime(milliseconds: from),
                    to: to.map { MarketTime(milliseconds: $0) })))
    }

    /// What came between the beginning and the end of that answer.
    private func answer(_ request: UInt32) throws -> (
        deals: [Deal], begin: DealHistoryBegin?, end: DealHistoryEnd
    ) {
        func end() -> DealHistoryEnd? {
            for case .dealHistoryEnd(let end) in bench.daemon.heard where end.request == request {
                return end
            }
            return nil
        }
        try bench.run("answer \(request) ends") { end() != nil }
        var begin: DealHistoryBegin?
        var deals: [Deal] = []
        for message in bench.daemon.heard {
            switch message {
            case .dealHistoryBegin(let word) where word.request == request:
                begin = word
                deals = []
            case .deal(let deal) where begin != nil: deals.append(deal)
            case .dealHistoryEnd(let word) where word.request == request: return (deals, begin, word)
            default: continue
            }
        }
        return (deals, begin, try #require(end()))
    }

    private func trade(_ count: Int) {
        for _ in 0..<count { bench.broker.close(bench.broker.open()) }
        bench.tradeChanged()
    }

    @Test func everyDealOfTheSpanComesWithItsCosts() throws {
        trade(1)
        bench.broker.amend(1) {
            $0.commission = -3.5
            $0.swap = -1.25
            $0.fee = -0.5
            $0.profit = -299
            $0.reason = 4
        }
        ask(7)
        let answer = try answer(7)
        #expect(answer.begin?.deals == 2)
        #expect(answer.end.outcome == .complete && answer.end.deals == 2)
        #expect(answer.end.checksum == DealChecksum.of(answer.deals))
        let last = try #require(answer.deals.last)
        #expect(last.entry == .out && last.reason == .stopLoss)
        #expect(last.commission == Money(units: -350_000_000) && last.swap == Money(units: -125_000_000))
        #expect(last.fee == Money(units: -50_000_000) && last.profit == Money(units: -29_900_000_000))
    }

    @Test func aLongAnswerComesInPartsAndTicksComeBetween() throws {
        trade(150)
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        bench.daemon.forget()
        ask(1)
        var pips = 0
        try bench.run("the answer ends") {
            pips += 1
            bench.broker.quote(bid: 1.1 + Double(pips) * 0.00001, ask: 1.1001 + Double(pips) * 0.00001)
            return bench.daemon.heard.contains { $0.type == .dealHistoryEnd }
        }
        let answer = try answer(1)
        #expect(answer.deals.count == 301 && answer.end.outcome == .complete)
        #expect(Set(answer.deals.map(\.deal)).count == 301)
        let types = bench.daemon.heard.map(\.type)
        let begin = try #require(types.firstIndex(of: .dealHistoryBegin))
        let end = try #require(types.firstIndex(of: .dealHistoryEnd))
        #expect(types[begin..<end].contains(.tick))
    }

    @Test func aSpanWithoutDealsIsACompleteAnswer() throws {
        trade(3)
        ask(1, from: 0, to: 5_000)
        let answer = try answer(1)
        #expect(answer.begin?.deals == 0 && answer.end.outcome == .complete && answer.end.deals == 0)
    }

    @Test func aTerminalThatCannotSayAnswersFailedAndNotEmpty() throws {
        trade(3)
        bench.broker.hasHistory = false
        ask(1)
        #expect(try answer(1).end.outcome == .failed)
        bench.broker.hasHistory = true
        ask(2)
        #expect(try answer(2).end.outcome == .complete)
        #expect(try answer(2).deals.count == 6)
    }

    @Test func withoutTheBrokerNothingIsKnownOfTheHistory() throws {
        trade(3)
        bench.broker(isConnected: false)
        ask(1)
        let answer = try answer(1)
        #expect(answer.end.outcome == .failed && answer.begin == nil)
    }

    @Test func aHistoryThatFailsHalfWayFails() throws {
        trade(100)
        ask(1)
        try bench.run("it begins") { bench.daemon.heard.contains { $0.type == .dealHistoryBegin } }
        bench.broker.hasHistory = false
        let answer = try answer(1)
        #expect(answer.end.outcome == .failed || answer.end.deals == 200)
    }

    @Test func aHistoryThatChangesUnderTheAnswerIsSaidToHaveChanged() throws {
        trade(100)
        ask(1)
        try bench.run("it begins") { bench.daemon.heard.contains { $0.type == .dealHistoryBegin } }
        bench.broker.forgetFirstDeal()
        let answer = try answer(1)
        #expect(answer.end.outcome == .changed || answer.end.deals == 200)
    }

    @Test func aLaterQuestionReplacesTheOneThatIsUnderWay() throws {
        trade(100)
        ask(1)
        try bench.run("it begins") { bench.daemon.heard.contains { $0.type == .dealHistoryBegin } }
        ask(2, from: 0, to: 5_000)
        #expect(try answer(2).end.outcome == .complete)
    }

    @Test func ordersUnderWayGoFirstButNotForEver() throws {
        trade(3)
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        bench.broker.answer = .held
        bench.daemon.say(bench.command(1, ticket: ticket, stop: 109_500, expected: 109_000))
        try bench.run("the order is under way") { bench.broker.requests.count == 1 }
        ask(1)
        #expect(try answer(1).end.outcome == .complete)
    }

    @Test func aQuestionIsForgottenWithItsSession() throws {
        trade(100)
        ask(1)
        try bench.run("it begins") { bench.daemon.heard.contains { $0.type == .dealHistoryBegin } }
        bench.daemon.forget()
        bench.daemon.drop()
        try bench.connect()
        try bench.run("heartbeats come") { bench.daemon.heard.count { $0.type == .terminalHeartbeat } > 2 }
        #expect(!bench.daemon.heard.contains { $0.type == .dealHistoryEnd })
    }
}
