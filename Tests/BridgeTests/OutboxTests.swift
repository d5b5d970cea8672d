import Bridge
import Core
import Testing

@Suite struct OutboxTests {
    @Test func requestsOfOneWakeUpShareAFrame() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        let frames = ea.headers.count
        for request in 1...10 as ClosedRange<UInt64> {
            bench.outbox.send(Samples.modifyStop(request), to: AccountNumber(1_000))
        }
        try bench.flush(to: &ea)
        #expect(ea.headers.count == frames + 1)
        #expect(ea.headers.last?.messages == 10)
        #expect(bench.outbox.isEmpty)
    }

    @Test func whatDoesNotFitGoesIntoTheNextFrameInOrder() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        let before = ea.heard.count
        let frames = ea.headers.count
        for request in 1...600 as ClosedRange<UInt64> {
            bench.outbox.send(Samples.modifyStop(request), to: AccountNumber(1_000))
        }
        try bench.flush(to: &ea)
        let expected = (1...600 as ClosedRange<UInt64>).map(Samples.modifyStop)
        #expect(Array(ea.heard[before...]) == expected)
        #expect(ea.headers[frames...].map(\.messages) == [255, 255, 90])
        #expect(zip(ea.headers, ea.headers.dropFirst()).allSatisfy { $1.sequence == $0.sequence + 1 })
    }

    @Test func aLaterEpochWithdrawsTheCommandsBeforeIt() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        let before = ea.heard.count
        bench.outbox.send(Samples.modifyStop(1), to: AccountNumber(1_000))
        bench.outbox.send(
            .readBackRequest(.init(request: .init(1), ticket: .init(1))), to: AccountNumber(1_000))
        bench.outbox.adopt(Epoch(6))
        bench.outbox.send(Samples.modifyStop(2), to: AccountNumber(1_000))
        try bench.flush(to: &ea)
        #expect(ea.heard[before...].map(\.type) == [.readBackRequest, .modifyStop])
        #expect(ea.headers.last?.epoch == Epoch(6))
        #expect(bench.outbox.withdrawn == 1)
        // An epoch never goes back.
        bench.outbox.adopt(Epoch(4))
        bench.outbox.send(Samples.modifyStop(3), to: AccountNumber(1_000))
        try bench.flush(to: &ea)
        #expect(ea.headers.last?.epoch == Epoch(6))
    }

    @Test func aMessageForNobodyIsCounted() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        bench.outbox.send(Samples.modifyStop(1), to: AccountNumber(1_000))
        try bench.flush(to: &ea)
        #expect(bench.table.counters.messagesUndeliverable == 1)
    }

    @Test func aBlockedFrameIsKeptWithItsNumberAndTriedAgain() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        let sequence = try #require(ea.headers.last).sequence
        bench.sender.outcome = .blocked
        bench.outbox.send(Samples.modifyStop(1), to: AccountNumber(1_000))
        try bench.flush(to: &ea)
        #expect(bench.table.counters.sendsBlocked == 1)
        #expect(bench.table.nextWake > bench.now)
        bench.sender.outcome = .sent
        bench.advance(.milliseconds(10))
        try bench.flush(to: &ea)
        #expect(ea.headers.last?.sequence == sequence + 1)
        #expect(ea.heard.last == Samples.modifyStop(1))
    }

    @Test func aPeerThatNeverReadsIsGivenUpWhenItsFrameIsFull() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        bench.sender.outcome = .blocked
        for request in 1...256 as ClosedRange<UInt64> {
            bench.outbox.send(Samples.modifyStop(request), to: AccountNumber(1_000))
        }
        try bench.flush(to: &ea)
        #expect(bench.losses == [.notReading])
        #expect(bench.table.counters.notReading == 1)
    }

    @Test func aPeerThatTalksAndDoesNotReadIsGivenUpAfterTheTimeOfASilentOne() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        bench.sender.outcome = .blocked
        bench.outbox.send(Samples.modifyStop(1), to: AccountNumber(1_000))
        let step = TimeSpan.milliseconds(100)
        let steps = bench.table.settings.timeout.milliseconds / step.milliseconds
        for _ in 0..<steps {
            try bench.flush(to: &ea)
            #expect(bench.losses.isEmpty)
            bench.advance(step)
            bench.deliver(ea.frame([Samples.heartbeat()]), from: ea)
        }
        try bench.flush(to: &ea)
        #expect(bench.losses == [.notReading])
        #expect(bench.table.counters.notReading == 1)
    }

    @Test func aPeerThatReadsAgainInTimeIsKept() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        let step = TimeSpan(nanoseconds: bench.table.settings.timeout.nanoseconds - 1)
        for request in 1...3 as ClosedRange<UInt64> {
            bench.sender.outcome = .blocked
            bench.outbox.send(Samples.modifyStop(request), to: AccountNumber(1_000))
            try bench.flush(to: &ea)
            bench.advance(step)
            bench.deliver(ea.frame([Samples.heartbeat()]), from: ea)
            bench.sender.outcome = .sent
            try bench.flush(to: &ea)
        }
        #expect(bench.losses.isEmpty)
        #expect(ea.heard.contains(Samples.modifyStop(3)))
    }

    @Test func aBlockedFrameDoesNotOutliveItsEpoch() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        let before = ea.heard.count
        bench.sender.outcome = .blocked
        bench.outbox.send(Samples.modifyStop(1), to: AccountNumber(1_000))
        try bench.flush(to: &ea)
        bench.sender.outcome = .sent
        bench.outbox.adopt(Epoch(6))
        try bench.flush(to: &ea)
        #expect(ea.heard.count == before)
        #expect(bench.losses == [.notReading])
    }

    @Test func aPeerThatIsGoneIsLostAtOnce() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        bench.sender.outcome = .unreachable
        bench.outbox.send(Samples.modifyStop(1), to: AccountNumber(1_000))
        try bench.flush(to: &ea)
        #expect(bench.losses == [.unreachable])
        #expect(bench.table.linkedAccounts.isEmpty)
    }

    @Test func atShutdownEveryEAIsTold() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connectWithSnapshot(&ea)
        bench.table.shutDown(at: bench.now, through: &bench.sender, into: &bench.notices)
        try bench.flush(to: &ea)
        #expect(ea.refusals == [.shuttingDown])
        #expect(bench.losses == [.shuttingDown])
    }
}
