import Broker
import Core
import Foundation
import Testing

@testable import Daemon

@Suite struct RecordedSessionTests {
    static let header =
        "time,ticket,symbol,side,lots,entry_price,current_price,sl_price,profit_usd,age_s"

    private func session(_ rows: [String]) throws -> RecordedSession {
        let text = ([Self.header] + rows).joined(separator: "\n")
        let table = try CSVTable(Array(text.utf8))
        #expect(SessionFile.isSession(table.header))
        return try RecordedSession(try SessionFile.read(table), currency: "USD")
    }

    @Test func readingsBecomeQuotesAndPositions() throws {
        let session = try session([
            "2026-01-05 10:00:06,1,GOLDm,BUY,0.01,4000.000000000001,4000.50,3998.000,0.50,5.5",
            "2026-01-05 10:00:06,2,GOLDm,SELL,0.01,4001.00,4000.80,4003.000,0.20,1",
            "2026-01-05 10:00:12,1,GOLDm,BUY,0.01,4000.000000000001,4001.25,4000.200,1.25,11.5",
        ])
        #expect(session.symbols == 1 && session.contracts.count == 1)
        #expect(session.contracts[0].contractSize == 100 && session.contracts[0].digits == 3)
        #expect(session.quotes.map(\.quote.bid.points) == [4_000_500, 4_001_250])
        #expect(session.quotes.map(\.quote.ask.points) == [4_000_800, 4_001_250])
        #expect(session.positions.map(\.opening.ticket.rawValue) == [1, 2])
        #expect(session.positions[0].opening.opened.text == "2026-01-05 10:00:00.500")
        #expect(session.positions[0].opening.openPrice.points == 4_000_000)
        #expect(session.positions[0].opening.stopLoss?.points == 3_998_000)
        #expect(session.positions[0].closed == nil, "it was open at the end")
        #expect(session.positions[1].closed?.text == "2026-01-05 10:00:07")
    }

    @Test func aWorthThatDriftsIsTakenFromTheOtherReadings() throws {
        // 44.00 a lot and unit at first, 46.00 ten minutes later.
        let session = try session([
            "2026-01-05 10:00:00,1,CROSS,BUY,1.00,20.000,21.000,19.000,44.00,1",
            "2026-01-05 10:00:06,1,CROSS,BUY,1.00,20.000,22.000,19.000,88.00,7",
            "2026-01-05 10:10:00,1,CROSS,BUY,1.00,20.000,21.000,19.000,46.00,601",
            "2026-01-05 10:10:06,1,CROSS,BUY,1.00,20.000,22.000,19.000,92.00,607",
        ])
        #expect(session.symbols == 1 && session.contracts.count == 2)
        let worth = session.quotes.filter { $0.symbol == SymbolIndex(1) }
        #expect(
            worth.map(\.quote.bid.points) == [4_400_000_000, 4_400_000_000, 4_600_000_000, 4_600_000_000])
        // Before the price of the same moment.
        #expect(session.quotes.map(\.symbol.rawValue) == [1, 0, 1, 0, 1, 0, 1, 0])
    }

    @Test func aSessionWithoutAnyMoveSaysNothingOfWhatAPointIsWorth() throws {
        #expect(throws: InputProblems.self) {
            try session(["2026-01-05 10:00:00,1,CROSS,BUY,1.00,20.000,20.000,19.000,0.00,1"])
        }
    }

    @Test func mistakesOfASessionFileAreNamedWithTheirLines() throws {
        do {
            _ = try session([
                "2026-01-05 10:00:06,1,GOLDm,BUY,0.01,4000.0,4000.50,3998.000,0.50,5.5",
                "2026-01-05 10:00:05,1,GOLDm,BUY,0,x,4000.50,3998.000,0.50,-1",
            ])
            Issue.record("it was taken")
        } catch let problems as InputProblems {
            #expect(Set(problems.problems.map(\.line)) == [3])
            #expect(problems.problems.count >= 3)
        }
    }

    @Test func eventsAreCountedByKindAndCode() throws {
        let table = try CSVTable(
            Array(
                """
                time,kind,ticket,retcode,stop_loss,previous_stop_loss
                2026-01-05 10:00:00,filled,1,,1.5,
                2026-01-05 10:00:01,modify_requested,1,,1.5,
                2026-01-05 10:00:02,modified,1,10009,1.5,1.5
                2026-01-05 10:00:03,modify_requested,1,,1.6,
                2026-01-05 10:00:04,modified,1,10016,1.6,1.5
                """.utf8))
        let events = try BotEvents(table)
        #expect(events.fills == 1 && events.requests == 2 && events.accepted == 1 && events.idle == 1)
        #expect(events.codes == ["10009": 1, "10016": 1])
    }

    @Test func theAgeOfAStaleStopCountsFromTheReadingThatCallsForABetterOne() {
        let move = StopPlan.move(
            StopMove(stop: Price(points: 5), lane: .profitLock, rule: .profitLock, isCapUnreachable: false))
        var staleness = StopStaleness()
        for (second, plan, stop) in [
            (0, .keep(.settled), 1), (6, move, 1), (12, move, 1), (18, move, 2), (24, .keep(.settled), 5),
        ] as [(Int64, StopPlan, Int64)] {
            staleness.judge(
                plan, of: Ticket(1), stop: Price(points: stop), at: MarketTime(milliseconds: second * 1_000))
        }
        #expect(staleness.ages == [0, 6_000, 0] && staleness.readings == 5 && staleness.spells == 2)
        #expect(staleness.percentile(500) == 0 && staleness.percentile(1_000) == 6_000)
    }
}
