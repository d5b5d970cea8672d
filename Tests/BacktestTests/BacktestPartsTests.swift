import Broker
import Core
import Testing

@testable import Daemon

@Suite struct BacktestPartsTests {
    @Test func aTrailKeepsEveryExtremeInBoundedMemory() {
        var trail = PriceTrail(most: 4)
        for step in 0..<1_000 {
            let points: Int64 = step == 333 ? 9_999 : step == 666 ? 1 : 500
            trail.add(Price(points: points), at: MarketTime(milliseconds: Int64(step) + 1))
            #expect(trail.spans.count <= 8)
        }
        #expect(trail.spans.map(\.high.points).max() == 9_999)
        #expect(trail.spans.map(\.low.points).min() == 1)
        #expect(trail.spans.first?.from.milliseconds == 1 && trail.spans.last?.to.milliseconds == 1_000)
    }

    @Test func aSilenceOfMoreThanAMinuteLastsASecondForTheMachines() {
        var clock = BacktestClock(start: MarketTime(milliseconds: 1_000))
        clock.advance(to: MarketTime(milliseconds: 61_000))
        #expect(clock.now == .zero + .seconds(60))
        clock.advance(to: MarketTime(milliseconds: 361_000))
        #expect(clock.now == .zero + .seconds(61))
        #expect(clock.time.milliseconds == 361_000)
    }

    @Test(arguments: [
        ("2014-05-02 15:30:00.250", "2014-05-02 15:30:00.250"), ("2014.05.02 15:30", "2014-05-02 15:30:00"),
        ("2024-02-29 23:59:59", "2024-02-29 23:59:59"), ("1999-12-31", "1999-12-31 00:00:00"),
    ])
    func aMarketTimeReadsAsItIsWritten(written: String, text: String) {
        #expect(MarketTime(written: written)?.text == text)
    }

    @Test(arguments: [
        "", "noon", "2014-13-01", "2014-05-02 15:30:00.", "2014-05-02 15:30:00.2500", "2014-05-02 15:30.5",
    ])
    func whatIsNoTimeIsRefused(written: String) {
        #expect(MarketTime(written: written) == nil)
    }

    @Test func binaryNoiseInADecimalIsRoundedAway() {
        #expect(RoundedDecimal.scaled("21.131320000000002", decimals: 5) == 2_113_132)
        #expect(RoundedDecimal.scaled("-0.285", decimals: 2) == -29)
        #expect(RoundedDecimal.scaled("94331.77", decimals: 2) == 9_433_177)
        #expect(RoundedDecimal.scaled("7", decimals: 2) == 700)
        for wrong in ["", ".", "1.2.3", "1,2", "x", "1.2x"] {
            #expect(RoundedDecimal.scaled(wrong, decimals: 2) == nil, "\(wrong)")
        }
    }

    @Test func aDecisionThatIsMissingIsCountedQuoteByQuote() {
        let ticket = Ticket(1)
        let move = StopMove(
            stop: Price(points: 100), lane: .profitLock, rule: .profitLock, isCapUnreachable: false)
        var audit = DecisionAudit()
        audit.judge(.move(move), of: ticket, .buy, decided: Price(points: 100))
        #expect(audit.late == 0 && audit.calls == 1)
        audit.judge(.move(move), of: ticket, .buy, decided: Price(points: 99))
        audit.judge(.move(move), of: ticket, .buy, decided: nil)
        audit.judge(.keep(.settled), of: ticket, .buy, decided: nil)
        audit.judge(.move(move), of: ticket, .buy, decided: nil)
        #expect(audit.late == 3 && audit.delayMax == 2 && audit.evaluations == 5)
    }

    @Test func aStopBeyondTheCapIsSeen() throws {
        let contract = Contract.known("EURUSD")
        let valuation = Broker.Valuation(contracts: [contract], currency: "USD")
        let cap = try #require(LossCap(amount: Money(units: 300_000_000)))
        let rules = RuleSet(name: "a", cap: cap, allowance: CostAllowance(), trailing: nil)
        func audit(_ stop: Int64, present: Int64? = nil, declared: Bool = false) -> RiskAudit {
            let position = Broker.Position(
                recorded: RecordedOpening(
                    ticket: Ticket(1), symbol: SymbolIndex(0), side: .buy, volume: Volume(units: 10_000_000),
                    openPrice: Price(points: 110_000), stopLoss: present.map { Price(points: $0) },
                    takeProfit: nil, commission: .zero, swap: .zero, magic: .manual, comment: "",
                    opened: MarketTime(milliseconds: 1)))
            let command = ModifyStop(
                request: RequestID(1), ticket: Ticket(1), symbol: SymbolID(0), side: .buy,
                isCapUnreachable: declared, mayLoosen: false, stopLoss: Price(points: stop),
                expectedStopLoss: position.stopLoss, expectedTakeProfit: nil, takeProfit: nil,
                maxLoss: .zero, cause: .zero, limit_ms: 1, lane: .cap)
            var audit = RiskAudit()
            audit.judge(command, position, rules, balance: .zero, by: valuation)
            return audit
        }
        // 28 points cost 2.80, 29 points 2.90 of 2.85.
        #expect(audit(109_972).beyond == 0)
        #expect(audit(109_971).beyond == 1)
        #expect(audit(109_971, declared: true).unreachable == 1)
        #expect(audit(109_970, present: 109_971, declared: true).beyond == 1, "it lowers nothing")
    }

    @Test func figuresPairUpByNameAndSubtract() {
        var one = FigureSet()
        one.add("a", 5)
        one.add("b.x", 2)
        one.add("c", .permille(nil))
        var two = FigureSet()
        two.add("a", 3)
        two.add("b.y", 1)
        two.add("c", .permille(7))
        let difference = one.difference(from: two)
        #expect(difference["a"] == .count(2) && difference["b.x"] == .count(2))
        #expect(difference["b.y"] == .count(-1) && difference["c"] == nil)
    }

    @Test func minutesEndWithTheirLastQuote() {
        var collector = MinuteCollector(symbols: 1)
        for (second, bid) in [(0, 10), (30, 14), (59, 8), (60, 9), (125, 11)] as [(Int64, Int64)] {
            collector.take(
                Broker.Tick(
                    symbol: SymbolIndex(0), time: MarketTime(milliseconds: second * 1_000),
                    quote: Broker.Quote(bid: Price(points: bid), ask: Price(points: bid + 2))))
        }
        let minutes = collector.closed(by: MarketTime(milliseconds: 125_000))[SymbolIndex(0)] ?? []
        #expect(minutes.map(\.high.points) == [14, 9] && minutes.map(\.low.points) == [8, 9])
        #expect(minutes.map(\.close.points) == [8, 9] && minutes.map(\.spread.points) == [2, 2])
    }
}
