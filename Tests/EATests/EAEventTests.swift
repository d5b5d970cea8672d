import Core
import MQL5Runtime
import Testing

/// Trade events for the record: named, told until they are acknowledged, bounded.
@Suite struct EAEventTests {
    let bench: EABench

    init() throws {
        bench = try EABench()
        try bench.connect()
    }

    private var boot: BootID { bench.hellos.first?.bootID ?? BootID(0) }

    private func acknowledge(_ event: TradeEvent) {
        bench.daemon.say(.acknowledged(event.name))
    }

    private func nothingWaits() throws {
        try bench.run("the EA has forgotten its events") { bench.lastBeat?.eventsWaiting == 0 }
    }

    @Test func everythingThatHappensToAPositionIsToldForTheRecordInOrder() throws {
        let ticket = bench.broker.open()
        bench.tradeChanged()
        bench.announceDeals()
        try bench.run("opened") { bench.events.count == 2 }
        bench.broker.change(ticket) { $0.sl = 1.095 }
        bench.tradeChanged()
        try bench.run("moved by a person") { bench.events.count == 3 }
        bench.broker.change(ticket) { $0.volume = 0.5 }
        bench.tradeChanged()
        try bench.run("closed in part") { bench.events.count == 4 }
        bench.broker.close(ticket)
        bench.tradeChanged()
        bench.announceDeals(from: 1)
        try bench.run("closed") { bench.events.count == 6 }
        #expect(bench.events.map(\.number) == Array(1...6))
        #expect(bench.events.allSatisfy { $0.boot == boot && $0.turn == .first })
        #expect(
            bench.events.map(\.content.type) == [
                .position, .deal, .position, .position, .positionClosed, .deal,
            ])
        guard case .position(let moved) = bench.events[2].content else { return }
        #expect(moved.stopLoss == Price(points: 109_500) && moved.ticket == Ticket(ticket))
    }

    @Test func aStopThatTheDaemonAskedForIsNoEvent() throws {
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("opened") { bench.events.count == 1 }
        bench.daemon.say(bench.command(1, ticket: ticket, stop: 109_500, expected: 109_000))
        #expect(try bench.result(1).outcome == .done)
        try bench.run("the stop is told") { bench.position(ticket)?.stopLoss == Price(points: 109_500) }
        bench.broker.change(ticket) { $0.swap = -1 }
        bench.tradeChanged()
        try bench.run("the swap is told") { bench.position(ticket)?.swap == Money(units: -100_000_000) }
        #expect(bench.events.count == 1)
        bench.broker.change(ticket) { $0.sl = 1.08 }
        bench.tradeChanged()
        try bench.run("what a person does next is one") { bench.events.count == 2 }
    }

    @Test func whatTheGuardDidIsOne() throws {
        bench.daemon.say(
            .guardPolicy(
                GuardPolicy(
                    version: 1, mode: .manage, latch: .none, liftsLocalLatch: false, guardDelay_ms: 50,
                    entries: [
                        GuardEntry(
                            filter: PositionFilter(includesManual: true),
                            cap: LossCap(amount: Money(units: 100_00000000)), allowance: CostAllowance())
                    ])))
        bench.broker.open()
        bench.tradeChanged()
        try bench.run("the guard acted, for the record") {
            bench.events.contains { $0.content.type == .guardActed }
        }
    }

    @Test func whatIsNotAcknowledgedIsToldAgainAfterALostLinkAndItsSnapshot() throws {
        bench.broker.open()
        bench.broker.open()
        bench.tradeChanged()
        try bench.run("both opened") { bench.events.count == 2 }
        let before = bench.events
        acknowledge(before[0])
        try bench.run("one is forgotten") { bench.lastBeat?.eventsWaiting == 1 }
        bench.daemon.forget()
        bench.daemon.drop()
        try bench.run("the other is told again") { !bench.events.isEmpty }
        #expect(bench.events.map(\.name) == [before[1].name])
        #expect(bench.events.first?.turn == .again)
        #expect(bench.events.first?.content == before[1].content)
        let types = bench.daemon.heard.map(\.type)
        #expect(types.firstIndex(of: .snapshotEnd) ?? .max < types.firstIndex(of: .tradeEvent) ?? 0)
    }

    @Test func everySnapshotIsFollowedByWhatIsNotAcknowledged() throws {
        bench.broker.open()
        bench.tradeChanged()
        try bench.run("opened") { bench.events.count == 1 }
        bench.daemon.say(.snapshotRequest(SnapshotRequest(snapshot: 9)))
        try bench.run("told again") { bench.events.count == 2 }
        #expect(bench.events.map(\.turn) == [.first, .again])
    }

    @Test func whatIsAcknowledgedIsNeverToldAgain() throws {
        bench.broker.open()
        bench.tradeChanged()
        try bench.run("opened") { bench.events.count == 1 }
        acknowledge(bench.events[0])
        try nothingWaits()
        bench.daemon.forget()
        bench.daemon.drop()
        try bench.connect()
        bench.broker.open()
        bench.tradeChanged()
        try bench.run("the next is told") { !bench.events.isEmpty }
        #expect(bench.events.map(\.number) == [2])
    }

    @Test func anAcknowledgementOfAnotherStartForgetsNothing() throws {
        bench.broker.open()
        bench.tradeChanged()
        try bench.run("opened") { bench.events.count == 1 }
        bench.daemon.say(.acknowledged(Acknowledged(boot: BootID(boot.rawValue &+ 1), number: .max)))
        bench.daemon.forget()
        try bench.run("heartbeats go on") { bench.daemon.heard.count { $0.type == .terminalHeartbeat } > 2 }
        #expect(bench.lastBeat?.eventsWaiting == 1)
    }

    @Test func whatHappensWhileTheDaemonIsAwayIsToldWhenItIsBack() throws {
        bench.daemon.isObliging = false
        bench.daemon.drop()
        try bench.run("it says hello in vain") { bench.hellos.count == 2 }
        let ticket = bench.broker.open()
        bench.tradeChanged()
        bench.run(steps: 5)
        bench.broker.close(ticket)
        bench.tradeChanged()
        bench.announceDeals()
        bench.run(steps: 5)
        #expect(bench.events.isEmpty)
        bench.daemon.isObliging = true
        bench.daemon.drop()
        try bench.run("opened, closed, and both deals") { bench.events.count == 4 }
        #expect(bench.events.allSatisfy { $0.turn == .first })
    }

    @Test func aChangeOfTheChartForgetsNoEventAndGivesNoNumberTwice() throws {
        bench.broker.open()
        bench.tradeChanged()
        try bench.run("opened") { bench.events.count == 1 }
        bench.daemon.forget()
        bench.changeChart()
        try bench.run("told again") { bench.events.count == 1 }
        bench.broker.open()
        bench.tradeChanged()
        try bench.run("the next is told") { bench.events.count == 2 }
        #expect(bench.events.map(\.number) == [1, 2])
        #expect(bench.events.allSatisfy { $0.boot == boot })
    }

    @Test func aRestartedEATellsWhatIsNotAcknowledgedUnderItsOldName() throws {
        // The first start numbers GBPUSD before EURUSD, the second the other way round.
        let bench = try EABench()
        bench.broker.open(symbol: "GBPUSD")
        try bench.connect()
        let ticket = bench.broker.open()
        bench.tradeChanged()
        try bench.run("opened") { bench.events.count == 1 }
        let before = bench.events[0]
        #expect(before.content.symbol == SymbolID(1))
        bench.broker.close(ticket)
        bench.tradeChanged()
        try bench.run("closed") { bench.events.count == 2 }
        bench.broker.closeAll(of: "GBPUSD")
        bench.tradeChanged()
        try bench.run("all closed") { bench.events.count == 3 }
        bench.restart()
        try bench.run("told again") { bench.events.contains { $0.number == 3 } }
        let again = bench.events
        #expect(again.map(\.number) == [1, 2, 3])
        #expect(again.allSatisfy { $0.boot == before.boot && $0.turn == .again })
        #expect(bench.hellos.first?.bootID != before.boot)
        #expect(again.first?.content.symbol == SymbolID(0))
        let named: [String?] = again.map { event in event.content.symbol.flatMap { bench.symbolNames[$0] } }
        #expect(named == ["EURUSD", "EURUSD", "GBPUSD"])
        bench.daemon.say(.acknowledged(again[2].name))
        try bench.run("the EA has forgotten its events") { bench.lastBeat?.eventsWaiting == 0 }
        // The file may still hold what is acknowledged; what it gives keeps its name.
        bench.restart()
        try bench.connect()
        try bench.run("heartbeats come") { bench.daemon.heard.count { $0.type == .terminalHeartbeat } > 1 }
        #expect(bench.events.allSatisfy { $0.boot == before.boot && $0.turn == .again })
    }

    @Test func ofTooManyTheOldestAreDroppedAndTheDaemonIsToldAndServed() throws {
        let tickets = (0..<600).map { _ in bench.broker.open(sl: 1.09) }
        bench.tradeChanged()
        bench.run(steps: 3)
        for ticket in tickets.dropLast() { bench.broker.close(ticket) }
        bench.tradeChanged()
        try bench.run("the heartbeat says so") { bench.lastBeat?.eventsDropped == 1_199 - 1_024 }
        #expect(bench.lastBeat?.eventsWaiting == 1_024)
        // Nobody acknowledges: ticks and commands go on.
        bench.daemon.forget()
        bench.broker.quote(bid: 1.10200, ask: 1.10210)
        try bench.run("the tick is told") { bench.daemon.heard.contains { $0.type == .tick } }
        let last = try #require(tickets.last)
        bench.daemon.say(bench.command(1, ticket: last, stop: 109_500, expected: 109_000))
        #expect(try bench.result(1).outcome == .done)
        bench.daemon.forget()
        bench.daemon.drop()
        try bench.run("what is left is told again") { bench.events.count == 1_024 }
        #expect(bench.events.map(\.number) == Array((1_199 - 1_024 + 1)...1_199))
        acknowledge(bench.events[1_023])
        try nothingWaits()
    }

    @Test func damagedEventsAreSaidAndCounted() throws {
        bench.broker.open()
        bench.tradeChanged()
        try bench.run("opened") { bench.events.count == 1 }
        try bench.damageFiles()
        bench.restart()
        try bench.connect()
        try bench.run("the heartbeat says so") { bench.lastBeat?.eventsDropped == 1 }
        #expect(bench.events.isEmpty)
    }

    @Test func aRefusalInTheFirstVersionsFrameIsUnderstoodAndNothingElseIs() throws {
        var frame = FrameWriter()
        _ = frame.append(DaemonMessage.refused(Refused(reason: .version, explanation: "too new for me")))
        frame.seal(version: 1, epoch: .none, sequence: 1, clock: .zero)
        bench.daemon.isObliging = false
        bench.daemon.drop()
        try bench.run("it says hello") { bench.hellos.count == 2 }
        bench.daemon.sayBytes(frame.withBytes { Array($0) })
        try bench.run("the chart says why") { bench.comment.contains("too new for me") }

        frame.clear()
        _ = frame.append(DaemonMessage.snapshotRequest(SnapshotRequest(snapshot: 1)))
        frame.seal(version: 1, epoch: .none, sequence: 1, clock: .zero)
        var text = [CChar](repeating: 0, count: 64)
        let count = frame.withBytes { bytes in
            backstop_codec_describe(
                bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, &text, text.count)
        }
        #expect(count < 0)
    }
}

extension EABench {
    var events: [TradeEvent] {
        daemon.heard.compactMap { if case .tradeEvent(let event) = $0 { event } else { nil } }
    }

    var lastBeat: TerminalHeartbeat? {
        for case .heartbeat(let beat) in daemon.heard.reversed() { return beat }
        return nil
    }

    var symbolNames: [SymbolID: String] {
        var names: [SymbolID: String] = [:]
        for case .symbolSpec(let spec) in daemon.heard { names[spec.symbol] = spec.name }
        return names
    }

    /// The terminal tells of the broker's deals from that one on.
    func announceDeals(from first: Int = 0) {
        for deal in broker.deals[first...] {
            var transaction = mql_trade_transaction()
            transaction.type = 6
            transaction.deal = deal.ticket
            mql_transaction_set_symbol(&transaction, FakeBroker.symbol)
            var request = mql_trade_request()
            var result = mql_trade_result()
            mql_program_push_transaction(program, &transaction, &request, &result)
        }
    }
}

extension FakeBroker {
    func closeAll(of symbol: String) {
        for position in positions {
            let name = withUnsafePointer(to: position) { mql_position_symbol($0).map { String(cString: $0) } }
            if name == symbol { close(position.ticket) }
        }
    }
}
