import Core
import TestSupport
import Testing

@testable import Daemon

/// The path of a tick, put together from two processes' times.
@Suite struct PathStagesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func record(
        _ ticket: UInt64, stop: Int64, _ lane: Lane = .trailing, received: Int64, decided: Int64, sent: Int64,
        confirmed: Int64? = nil
    ) -> StageLog.Record {
        StageLog.Record(
            request: RequestID(UInt64(received)), ticket: Ticket(ticket), stop: Price(points: stop),
            lane: lane, received: Instant(nanoseconds: received), decided: Instant(nanoseconds: decided),
            sent: Instant(nanoseconds: sent), confirmed: confirmed.map { Instant(nanoseconds: $0) })
    }

    private func stages(_ records: [StageLog.Record], _ lines: String) throws -> PathStages {
        PathStages(daemon: records, terminal: try folder.write("stages", lines))
    }

    private func microseconds(_ stages: PathStages, _ stage: PathStages.Stage) -> Double? {
        stages.figures[stage.rawValue]?.max
    }

    @Test func everyStageIsTheDifferenceOfItsEnds() throws {
        let one = record(
            5, stop: 70, .profitLock, received: 40_000, decided: 45_000, sent: 47_000, confirmed: 190_000)
        let stages = try stages(
            [one],
            """
            quote 0 10000
            send 30000
            order 5 70 0 60000 90000

            """)
        #expect(stages.paired == 1)
        #expect(stages.unpaired == 0)
        #expect(microseconds(stages, .quoteToSend) == 20)
        #expect(microseconds(stages, .sendToDaemon) == 10)
        #expect(microseconds(stages, .decision) == 5)
        #expect(microseconds(stages, .daemonSend) == 2)
        #expect(microseconds(stages, .daemonToEA) == 13)
        #expect(microseconds(stages, .eaToOrder) == 30)
        #expect(microseconds(stages, .total) == 80)
        #expect(microseconds(stages, .orderToProof) == 100)
        #expect(microseconds(stages, .profitLock) == 180)
        #expect(stages.daemonShare == 7.0 / 80)
    }

    @Test func whatWaitedInTheEACountsFromTheOldestQuoteOfTheFrame() throws {
        let one = record(5, stop: 70, received: 40_000, decided: 45_000, sent: 47_000)
        let stages = try stages(
            [one],
            """
            quote 0 1000
            quote 0 11000
            quote 0 12000
            quote 1 10500
            send 10000
            send 30000
            order 5 70 0 60000 90000

            """)
        #expect(microseconds(stages, .quoteToSend) == 19)
    }

    @Test func anOrderBelongsToTheLatestDecisionBeforeIt() throws {
        let refused = record(5, stop: 70, received: 40_000, decided: 45_000, sent: 47_000)
        let sent = record(5, stop: 70, received: 140_000, decided: 145_000, sent: 147_000)
        let stages = try stages(
            [refused, sent],
            """
            quote 0 10000
            send 30000
            send 130000
            order 5 70 0 160000 190000

            """)
        #expect(stages.paired == 1)
        #expect(stages.unpaired == 1)
        #expect(microseconds(stages, .daemonToEA) == 13)
    }

    @Test func firstStopsAreNoTicksAndAMissingFileHoldsNothing() throws {
        let first = record(5, stop: 70, .firstStop, received: 40_000, decided: 45_000, sent: 47_000)
        let trailing = record(5, stop: 80, received: 40_000, decided: 45_000, sent: 47_000)
        let stages = PathStages(daemon: [first, trailing], terminal: folder.path(of: "none"))
        #expect(stages.paired == 0)
        #expect(stages.unpaired == 1)
        #expect(stages.daemonShare == nil)
        #expect(stages.figures.values.allSatisfy { $0.count == 0 })
    }
}

/// What the daemon records of its own stages.
@Suite struct StageLogTests {
    private func command(_ request: UInt64, cause: Int64) -> ModifyStop {
        ModifyStop(
            request: RequestID(request), ticket: Ticket(1), symbol: SymbolID(0), side: .buy,
            isCapUnreachable: false, mayLoosen: false, stopLoss: Price(points: 9), expectedStopLoss: nil,
            expectedTakeProfit: nil, takeProfit: nil, maxLoss: .zero, cause: Instant(nanoseconds: cause),
            limit_ms: 1_000, lane: .trailing)
    }

    @Test func aRequestCountsOnlyWhenItsTickCameInTheSameWakeUp() {
        var log = StageLog()
        log.saw(Instant(nanoseconds: 50))
        log.decided(command(1, cause: 49), received: Instant(nanoseconds: 60))
        log.decided(command(2, cause: 50), received: Instant(nanoseconds: 60))
        log.sent(at: Instant(nanoseconds: 70))
        log.decided(command(3, cause: 55), received: Instant(nanoseconds: 80))
        #expect(log.records.map(\.request) == [RequestID(2)])
        #expect(log.records.map(\.sent.nanoseconds) == [70])
    }

    @Test func aProofIsRecordedOnceAndForItsRequest() {
        var log = StageLog()
        log.saw(.zero)
        log.decided(command(1, cause: 1), received: .zero)
        log.decided(command(2, cause: 1), received: .zero)
        log.confirmed(RequestID(2), at: Instant(nanoseconds: 5))
        log.confirmed(RequestID(2), at: Instant(nanoseconds: 6))
        log.confirmed(RequestID(9), at: Instant(nanoseconds: 7))
        #expect(log.records.map(\.confirmed?.nanoseconds) == [nil, 5])
    }
}
