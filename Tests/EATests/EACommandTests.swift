import Core
import MQL5Runtime
import Testing

/// What the EA checks before an order leaves, and how it answers.
@Suite struct EACommandTests {
    let bench: EABench
    let ticket: UInt64

    init() throws {
        bench = try EABench()
        ticket = bench.broker.open(sl: 1.09, tp: 1.2)
        try bench.connect()
    }

    /// A command that would be carried out as it stands.
    private func good(_ request: UInt64 = 1) -> DaemonMessage {
        bench.command(request, ticket: ticket, stop: 109_500, expected: 109_000, takeProfit: 120_000)
    }

    @Test func movesAStopAndKeepsTheTakeProfit() throws {
        bench.daemon.say(good())
        let result = try bench.result(1)
        #expect(result.outcome == .done && result.returnCode == 10_009)
        #expect(result.stopLoss == Price(points: 109_500) && result.takeProfit == Price(points: 120_000))
        #expect(bench.broker.requests.count == 1)
        #expect(bench.broker.requests[0].sl == 1.095 && bench.broker.requests[0].tp == 1.2)
        #expect(result.received <= result.sent && result.sent <= result.answered)
        try bench.run("the position says so") { bench.position(ticket)?.stopLoss == Price(points: 109_500) }
    }

    @Test func restoresATakeProfitThatARaceOverwrote() throws {
        bench.daemon.say(
            bench.command(
                1, ticket: ticket, stop: 109_000, expected: 109_000, takeProfit: 120_000,
                newTakeProfit: 121_000))
        #expect(try bench.result(1).outcome == .done)
        #expect(bench.broker.requests[0].tp == 1.21)
    }

    @Test func aDuplicateGetsTheFirstAnswerAndNoSecondOrder() throws {
        bench.daemon.say(good())
        _ = try bench.result(1)
        bench.daemon.say(good())
        let again = try bench.result(1, after: 1)
        #expect(again.isRepeated && again.outcome == .done)
        #expect(bench.broker.requests.count == 1)
    }

    @Test func remembersItsAnswersAcrossARestart() throws {
        bench.daemon.say(good())
        _ = try bench.result(1)
        bench.restart()
        try bench.connect()
        bench.daemon.say(good())
        #expect(try bench.result(1).isRepeated)
        #expect(bench.broker.requests.count == 1)
    }

    @Test func refusesWhatItMustNotSend() throws {
        let cases: [(RequestResult.Refusal, DaemonMessage)] = [
            (
                .deadline,
                bench.command(
                    10, ticket: ticket, stop: 109_500, expected: 109_000, takeProfit: 120_000, limit_ms: 0)
            ),
            (
                .deadline,
                bench.command(
                    11, ticket: ticket, stop: 109_500, expected: 109_000, takeProfit: 120_000,
                    cause: Instant(nanoseconds: 1 << 61))
            ),
            (.noSuchPosition, bench.command(12, ticket: 5, stop: 109_500)),
            (
                .levelsDiffer,
                bench.command(13, ticket: ticket, stop: 109_500, expected: 109_001, takeProfit: 120_000)
            ),
            (.levelsDiffer, bench.command(14, ticket: ticket, stop: 109_500, expected: 109_000)),
            (
                .levelsDiffer,
                bench.command(
                    15, ticket: ticket, stop: 109_500, expected: 109_000, takeProfit: 120_000, side: .sell)
            ),
            (
                .nothingToChange,
                bench.command(16, ticket: ticket, stop: 109_000, expected: 109_000, takeProfit: 120_000)
            ),
            (
                .beyondMaxLoss,
                bench.command(
                    17, ticket: ticket, stop: 109_500, expected: 109_000, takeProfit: 120_000,
                    maxLoss: 509_00000000)
            ),
            (
                .wouldLoosen,
                bench.command(18, ticket: ticket, stop: 108_900, expected: 109_000, takeProfit: 120_000)
            ),
            (
                .stopsLevel,
                bench.command(19, ticket: ticket, stop: 110_500, expected: 109_000, takeProfit: 120_000)
            ),
        ]
        bench.run(steps: 3)
        for (refusal, message) in cases {
            bench.daemon.say(message)
            guard case .modifyStop(let order) = message else { continue }
            let result = try bench.result(order.request.rawValue)
            #expect(result.outcome == .refused && result.refusal == refusal, "\(refusal)")
        }
        #expect(bench.broker.requests.isEmpty)
    }

    @Test func theLossIsAskedOfTheTerminalToTheCent() throws {
        // From 1.10010 to 1.09500 one lot loses 510.00.
        bench.daemon.say(
            bench.command(
                1, ticket: ticket, stop: 109_500, expected: 109_000, takeProfit: 120_000,
                maxLoss: 510_00000000))
        #expect(try bench.result(1).outcome == .done)
    }

    @Test func aTighterStopPassesWhereTheCapCannotBePlaced() throws {
        bench.daemon.say(
            bench.command(
                1, ticket: ticket, stop: 109_500, expected: 109_000, takeProfit: 120_000, maxLoss: 1,
                unreachable: true))
        #expect(try bench.result(1).outcome == .done)
    }

    @Test func aPersonsOrderMayLoosen() throws {
        bench.daemon.say(
            bench.command(
                1, ticket: ticket, stop: 108_000, expected: 109_000, takeProfit: 120_000, mayLoosen: true))
        #expect(try bench.result(1).outcome == .done)
    }

    @Test func keepsTheStopsLevelAndTheFreezeLevel() throws {
        bench.broker.stopsLevel = 600
        try bench.run("the spec is told again") { bench.daemon.heard.count { $0.type == .symbolSpec } == 2 }
        bench.daemon.say(good(1))
        #expect(try bench.result(1).refusal == .stopsLevel)
        bench.broker.stopsLevel = 0
        bench.broker.freezeLevel = 1_200
        try bench.run("the spec is told again") { bench.daemon.heard.count { $0.type == .symbolSpec } == 3 }
        bench.daemon.say(good(2))
        #expect(try bench.result(2).refusal == .freezeLevel)
    }

    @Test func oneInFlightForAPosition() throws {
        bench.broker.answer = .lost
        bench.daemon.say(good(1), good(2))
        let second = try bench.result(2)
        #expect(second.refusal == .busy)
        #expect(bench.broker.requests.count == 1)
    }

    @Test func aCommandOfAnOlderEpochIsRefused() throws {
        bench.daemon.say(good(1), epoch: Epoch(41))
        #expect(try bench.result(1).refusal == .epoch)
    }

    @Test func aHigherEpochIsObeyedAndKept() throws {
        bench.daemon.say(good(1), epoch: Epoch(50))
        #expect(try bench.result(1).outcome == .done)
        bench.daemon.epoch = Epoch(60)
        bench.restart()
        try bench.run("it says hello") { bench.hellos.first?.lastEpoch == Epoch(50) }
    }

    @Test func anAnswerThatIsNeverHeardIsSeenInThePosition() throws {
        bench.broker.answer = .doneUnheard
        bench.daemon.say(good())
        #expect(try bench.result(1).outcome == .done)
    }

    @Test func whatIsLostIsOfUnknownFateWhenAskedFor() throws {
        bench.broker.answer = .lost
        bench.daemon.say(good())
        try bench.run("the order leaves") { bench.broker.requests.count == 1 }
        try bench.run("its fate is unknown") {
            bench.daemon.say(.readBackRequest(ReadBackRequest(request: RequestID(1), ticket: Ticket(ticket))))
            bench.run(steps: 5)
            return bench.readBacks.contains { $0.state == .fateUnknown }
        }
        #expect(bench.readBacks.first?.state == .inFlight)
        #expect(bench.readBacks.last?.stopLoss == Price(points: 109_000))
        // Nothing is held up by it.
        bench.broker.answer = .done
        bench.daemon.say(good(2))
        #expect(try bench.result(2).outcome == .done)
    }

    @Test func aRequestWithoutANumberIsNeverSent() throws {
        bench.daemon.say(good(0))
        #expect(try bench.result(0).outcome == .unknown)
        #expect(bench.broker.requests.isEmpty)
    }

    @Test func extremeNumbersAreRefused() throws {
        for (request, stop) in [(UInt64(1), Int64(1) << 50), (2, -(Int64(1) << 50)), (3, -1)] {
            bench.daemon.say(
                bench.command(
                    request, ticket: ticket, stop: stop, expected: 109_000, takeProfit: 120_000,
                    maxLoss: 1 << 62, mayLoosen: true))
            #expect(try bench.result(request).outcome == .refused)
        }
        #expect(bench.broker.requests.isEmpty)
    }

    @Test func aLateExecutionIsToldAsItStands() throws {
        bench.broker.answer = .held
        bench.daemon.say(good(1))
        try bench.run("its fate is unknown") {
            bench.daemon.say(.readBackRequest(ReadBackRequest(request: RequestID(1), ticket: Ticket(ticket))))
            bench.run(steps: 5)
            return bench.readBacks.contains { $0.state == .fateUnknown }
        }
        // A person tightens meanwhile; then the old order is carried out after all.
        bench.broker.change(ticket) { $0.sl = 1.096 }
        bench.tradeChanged()
        try bench.run("the person's stop is told") {
            bench.position(ticket)?.stopLoss == Price(points: 109_600)
        }
        bench.broker.answer = .done
        #expect(try bench.result(1).outcome == .done)
        try bench.run("the old order's stop is told") {
            bench.position(ticket)?.stopLoss == Price(points: 109_500)
        }
        bench.daemon.say(
            bench.command(2, ticket: ticket, stop: 109_600, expected: 109_500, takeProfit: 120_000))
        #expect(try bench.result(2).outcome == .done)
    }

    @Test func aRequestNeverSeenIsSaidToBe() throws {
        bench.daemon.say(.readBackRequest(ReadBackRequest(request: RequestID(99), ticket: Ticket(ticket))))
        try bench.run("the read back comes") { !bench.readBacks.isEmpty }
        #expect(bench.readBacks[0].state == .neverSeen && bench.readBacks[0].isOpen)
    }

    @Test func theBrokersRefusalIsPassedOn() throws {
        bench.broker.answer = .refuse(10_016)
        bench.daemon.say(good())
        let result = try bench.result(1)
        #expect(result.outcome == .rejected && result.returnCode == 10_016)
        #expect(result.stopLoss == Price(points: 109_000))
    }

    @Test func aTimeoutAtTheBrokerLeavesItOpen() throws {
        bench.broker.answer = .refuse(10_012)
        bench.daemon.say(good())
        #expect(try bench.result(1).outcome == .unknown)
    }

    private func close(_ request: UInt64, lots: Int64, of expected: Int64? = nil) -> DaemonMessage {
        .closePosition(
            ClosePosition(
                request: RequestID(request), ticket: Ticket(ticket), symbol: SymbolID(0), side: .buy,
                volume: Volume(units: lots), expectedVolume: expected.map { Volume(units: $0) },
                cause: bench.lastSeen, limit_ms: 60_000, deviation: 10, lane: .flatten))
    }

    @Test func closesAPart() throws {
        bench.daemon.say(close(1, lots: 40_000_000))
        let result = try bench.result(1)
        #expect(result.outcome == .done && result.volume == Volume(units: 60_000_000))
        #expect(bench.broker.requests[0].type == 1 && bench.broker.requests[0].position == ticket)
    }

    @Test func closesAPartOfWhatItIsToldIsOpen() throws {
        bench.daemon.say(close(1, lots: 40_000_000, of: 100_000_000))
        let result = try bench.result(1)
        #expect(result.outcome == .done && result.volume == Volume(units: 60_000_000))
    }

    @Test func aPartOfAPositionThatHasShrunkMeanwhileIsNotClosed() throws {
        bench.daemon.say(close(1, lots: 40_000_000, of: 140_000_000))
        #expect(try bench.result(1).refusal == .levelsDiffer)
        #expect(bench.broker.requests.isEmpty)
    }

    @Test func closesTheWhole() throws {
        bench.daemon.say(close(1, lots: 100_000_000))
        #expect(try bench.result(1).volume == .zero)
        try bench.run("its end is told") { bench.daemon.heard.contains { $0.type == .positionClosed } }
    }

    @Test func neverClosesMoreThanIsOpen() throws {
        bench.daemon.say(close(1, lots: 100_000_001))
        #expect(try bench.result(1).refusal == .volume)
        #expect(bench.broker.requests.isEmpty)
    }

    @Test func aCloseWithoutAnswerIsFoundInTheHistory() throws {
        bench.broker.answer = .doneUnheard
        bench.daemon.say(close(1, lots: 100_000_000))
        let result = try bench.result(1)
        #expect(result.outcome == .done && result.order == 500_000)
    }

    @Test func aPositionThatSomethingElseClosedIsNoErrorOfOurs() throws {
        bench.broker.answer = .lost
        bench.daemon.say(close(1, lots: 100_000_000))
        try bench.run("the order leaves") { bench.broker.requests.count == 1 }
        bench.broker.close(ticket)
        bench.tradeChanged()
        let result = try bench.result(1)
        #expect(result.outcome == .rejected && result.returnCode == 10_036 && result.volume == .zero)
    }
}

extension EABench {
    var readBacks: [ReadBack] {
        daemon.heard.compactMap { message in
            if case .readBack(let answer) = message { return answer }
            return nil
        }
    }
}
