import Bridge
import Core
import Testing

/// Trade events between an EA and whoever keeps the record.
@Suite struct EventTests {
    private var bench: LinkBench
    private var ea = ScriptedTerminal(boot: 1)

    init() throws {
        bench = try LinkBench()
        try bench.connectWithSnapshot(&ea)
        ea.heard = []
        bench.notices = []
    }

    private var account: AccountNumber { ea.hello.account }

    private func events(_ bench: LinkBench) -> [TradeEvent] {
        bench.notices.compactMap { if case .event(let event) = $0.event { event } else { nil } }
    }

    private func lost(_ bench: LinkBench) -> Int {
        bench.notices.count { if case .eventsLost = $0.event { true } else { false } }
    }

    private func acknowledgements(_ ea: ScriptedTerminal) -> [Acknowledged] {
        ea.heard.compactMap { if case .acknowledged(let kept) = $0 { kept } else { nil } }
    }

    @Test func anEventIsForTheRecordAndNoMessageToTheMachines() throws {
        var (bench, ea) = (bench, ea)
        try bench.say([.tradeEvent(Samples.event(1)), .tradeEvent(Samples.event(1, turn: .again))], &ea)
        #expect(events(bench) == [Samples.event(1), Samples.event(1, turn: .again)])
        #expect(bench.messages.isEmpty)
        #expect(bench.table.counters.events == 2 && bench.table.counters.eventsAgain == 1)
    }

    @Test func nothingIsAcknowledgedThatNobodyKept() throws {
        var (bench, ea) = (bench, ea)
        try bench.say([.tradeEvent(Samples.event(1))], &ea)
        try bench.say([Samples.heartbeat()], &ea)
        #expect(acknowledgements(ea).isEmpty)
    }

    @Test func whatIsKeptInOneWakeUpIsSaidOnceForEachStartOfTheEA() throws {
        var (bench, ea) = (bench, ea)
        for number in [3, 5, 4] as [UInt64] {
            bench.outbox.acknowledge(Acknowledged(boot: BootID(1), number: number), of: account)
        }
        bench.outbox.acknowledge(Acknowledged(boot: BootID(9), number: 2), of: account)
        try bench.flush(to: &ea)
        #expect(
            acknowledgements(ea) == [
                Acknowledged(boot: BootID(1), number: 5), Acknowledged(boot: BootID(9), number: 2),
            ])
        #expect(bench.table.counters.acknowledgements == 2)
    }

    @Test func anAcknowledgementToAnAccountThatIsGoneIsLostAndCounted() throws {
        var (bench, ea) = (bench, ea)
        bench.advance(.seconds(10))
        bench.outbox.acknowledge(Acknowledged(boot: BootID(1), number: 5), of: account)
        try bench.flush(to: &ea)
        #expect(acknowledgements(ea).isEmpty)
        #expect(bench.table.counters.messagesUndeliverable == 1)
    }

    @Test func anEventOfAnUnknownSymbolIsPassedOnAndTheSymbolAskedFor() throws {
        var (bench, ea) = (bench, ea)
        bench.advance(.seconds(1))
        try bench.say([.tradeEvent(Samples.event(1, symbol: 77))], &ea)
        #expect(events(bench).count == 1)
        #expect(ea.snapshotRequests.count == 1)
    }

    @Test func anEventDoesNotDisturbASnapshotThatIsArriving() throws {
        var (bench, ea) = (bench, ea)
        let left = [Samples.position(1), Samples.position(2)]
        try bench.say(
            [
                .snapshotBegin(SnapshotBegin(snapshot: 0, symbols: 1, positions: 2)),
                .symbolSpec(Samples.spec()),
            ]
                + [.position(left[0]), .tradeEvent(Samples.event(1)), .position(left[1])]
                + [Samples.end(id: 0, left)], &ea)
        #expect(bench.snapshots.map(\.positions) == [left])
        #expect(events(bench).count == 1)
    }

    @Test func whatAnEAHadToDropIsToldOncePerSession() throws {
        var (bench, ea) = (bench, ea)
        for dropped in [0, 3, 3, 4] as [UInt32] {
            try bench.say([Samples.heartbeat(eventsDropped: dropped)], &ea)
        }
        #expect(lost(bench) == 2)
        #expect(bench.table.counters.eventsLost == 4)
        try bench.connectWithSnapshot(&ea)
        try bench.say([Samples.heartbeat(eventsDropped: 4)], &ea)
        #expect(lost(bench) == 3)
    }

    @Test func aRefusalOfAnotherVersionIsWrittenInTheFirst() throws {
        var (bench, ea) = (bench, ea)
        var old = ea.frame([.tick(Samples.tick())])
        old[2] = 1
        bench.deliver(old, from: ea)
        try bench.flush(to: &ea)
        #expect(ea.refusals == [.version])
        #expect(ea.headers.last?.version == 1)
        #expect(bench.losses == [.version(1)])
    }
}
