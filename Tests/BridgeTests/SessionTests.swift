import Bridge
import Core
import Testing

@Suite struct SessionTests {
    @Test func aSnapshotComesWholeAndItsMessagesDoNotComeTwice() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        #expect(bench.snapshots.count == 1)
        #expect(bench.snapshots.first?.positions == [Samples.position(1)])
        #expect(bench.snapshots.first?.symbols == [Samples.spec()])
        #expect(bench.snapshots.first?.ticks == [Samples.tick()])
        #expect(bench.messages == [.account(Samples.account)])
        try bench.say([.tick(Samples.tick())], &ea)
        #expect(bench.messages.last == .tick(Samples.tick()))
    }

    @Test func aSnapshotMayComeInPiecesWithEventsBetween() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connect(&ea)
        let id = try #require(ea.snapshotRequests.last)
        try bench.say(
            [
                .snapshotBegin(SnapshotBegin(snapshot: id, symbols: 1, positions: 3)),
                .symbolSpec(Samples.spec()), .position(Samples.position(1)), .position(Samples.position(2)),
            ], &ea)
        // Ticket 1 gets a stop, ticket 2 closes, ticket 3 opens meanwhile.
        let closed = PositionClosed(
            ticket: Ticket(2), identifier: PositionID(2), symbol: SymbolID(0), seen: .zero)
        let left = [Samples.position(1, stop: 138_000), Samples.position(3)]
        try bench.say(
            [.position(left[0]), .positionClosed(closed), .position(left[1]), Samples.end(id: id, left)], &ea)
        #expect(bench.snapshots.map(\.positions) == [left])
        #expect(bench.messages == [.positionClosed(closed)])
        #expect(bench.table.counters.snapshotsRejected == 0)
    }

    @Test(arguments: [0, 1, 2])
    func aSnapshotThatDoesNotAddUpIsAskedForAgain(defect: Int) throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connect(&ea)
        let id = try #require(ea.snapshotRequests.last)
        var messages = Samples.snapshot(id: id)
        switch defect {
        case 0: messages[messages.count - 1] = Samples.end(id: id, [Samples.position(2)])
        case 1: messages.removeAll { $0.type == .position }
        default: messages.removeFirst()
        }
        try bench.say(messages, &ea)
        #expect(bench.snapshots.isEmpty)
        bench.advance(.milliseconds(250))
        try bench.say([Samples.heartbeat()], &ea)
        let again = try #require(ea.snapshotRequests.last)
        #expect(ea.snapshotRequests.count == 2)
        #expect(again != id)
        try bench.say(Samples.snapshot(id: again), &ea)
        #expect(bench.snapshots.count == 1)
    }

    @Test func aSnapshotThatDoesNotComeIsAskedForAgain() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connect(&ea)
        for _ in 0..<8 {
            bench.advance(.milliseconds(500))
            try bench.say([Samples.heartbeat()], &ea)
        }
        #expect(ea.snapshotRequests.count == 3)
    }

    @Test func ticksAloneDoNotKeepAStuckSnapshotAlive() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connect(&ea)
        let id = try #require(ea.snapshotRequests.last)
        try bench.say(Array(Samples.snapshot(id: id).dropLast()), &ea)
        for _ in 0..<5 {
            bench.advance(.milliseconds(500))
            try bench.say([.tick(Samples.tick())], &ea)
        }
        #expect(ea.snapshotRequests.count == 2)
        #expect(bench.messages.last == .tick(Samples.tick()))
    }

    @Test func aGapInTheSequenceAsksForASnapshotAndUsesTheFrame() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        bench.advance(.milliseconds(300))
        ea.sequence += 1
        try bench.say([.tick(Samples.tick())], &ea)
        #expect(bench.table.counters.sequenceGaps == 1)
        #expect(ea.snapshotRequests.count == 2)
        #expect(bench.messages.last == .tick(Samples.tick()))
    }

    @Test func aFrameWithAnEarlierNumberIsThrownAway() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        let before = bench.notices.count
        ea.sequence -= 1
        try bench.say([.tick(Samples.tick())], &ea)
        #expect(bench.table.counters.framesRepeated == 1)
        #expect(bench.notices.count == before)
    }

    @Test func anUnknownSymbolIsCountedAndASnapshotAskedFor() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        let before = bench.messages.count
        bench.advance(.milliseconds(300))
        try bench.say([.tick(Samples.tick(9)), .position(Samples.position(5, symbol: 9))], &ea)
        #expect(bench.table.counters.unknownSymbols == 2)
        #expect(bench.messages.count == before)
        #expect(ea.snapshotRequests.count == 2)
    }

    @Test func snapshotsLargerThanTheProtocolAllowsEndTheSession() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connect(&ea)
        try bench.say([.snapshotBegin(SnapshotBegin(snapshot: 0, symbols: 1, positions: 10_001))], &ea)
        #expect(ea.refusals == [.malformed])
        #expect(bench.losses == [.unexpected(.snapshotBegin)])
    }

    @Test func aMalformedFrameEndsTheSessionAndNothingOfItIsUsed() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        let before = bench.messages.count
        var bytes = ea.frame([.tick(Samples.tick()), .panel(PanelPressed(level: .freeze))])
        bytes[bytes.count - 1] = 9
        bench.deliver(bytes, from: ea)
        try bench.flush(to: &ea)
        #expect(ea.refusals == [.malformed])
        #expect(bench.messages.count == before)
        #expect(bench.losses == [.malformed(.body(type: 0x26, fault: .enumeration))])
        try bench.say([.tick(Samples.tick())], &ea)
        #expect(ea.refusals == [.malformed, .noSession])
    }

    @Test func silenceEndsTheSessionAndTheNextHelloBeginsOne() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        bench.advance(TimeSpan(nanoseconds: 2_999_999_999))
        try bench.flush(to: &ea)
        #expect(bench.losses.isEmpty)
        bench.advance(TimeSpan(nanoseconds: 1))
        try bench.flush(to: &ea)
        #expect(bench.losses == [.silent])
        try bench.connectWithSnapshot(&ea)
        #expect(bench.snapshots.count == 2)
    }

    @Test func aHelloWithTheSameBootReplacesTheSession() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connect(&ea)
        try bench.connect(&ea)
        #expect(bench.losses == [.replaced])
        #expect(bench.establishedCount == 2)
        #expect(ea.headers.map(\.sequence) == [1, 2, 1, 2])
    }

    @Test func framesFromAnotherConnectionOfTheSameNameAreNotBelieved() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        let before = bench.messages.count
        ea.connection += 1
        try bench.say([.tick(Samples.tick())], &ea)
        #expect(bench.messages.count == before)
        #expect(ea.refusals == [.noSession])
        #expect(bench.losses == [.connectionChanged])
    }

    @Test func heartbeatsGoOutAtLeastAsOftenAsPromised() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        var last = bench.now
        for _ in 0..<20 {
            bench.now = min(bench.table.nextWake, bench.now + .milliseconds(700))
            let before = ea.heard.count
            try bench.say([Samples.heartbeat()], &ea)
            guard ea.heard.count > before else { continue }
            #expect(bench.now - last <= .milliseconds(1_000))
            last = bench.now
        }
        guard case .heartbeat(let beat)? = ea.heard.last else { return }
        #expect(beat.received == ea.sequence)
    }
}
