import Bridge
import Core
import Testing

@Suite struct HandshakeTests {
    @Test func anEAThatKnowsTheTokenIsWelcomedAndAskedForEverything() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.connect(&ea)
        #expect(ea.heard.map(\.type) == [.challenge, .welcome, .snapshotRequest, .daemonHeartbeat])
        #expect(ea.headers.map(\.sequence) == [1, 2])
        #expect(ea.headers.map(\.epoch) == [.none, Epoch(5)])
        guard case .challenge(let challenge)? = ea.heard.first else { return }
        #expect(ea.token?.daemonCode(ea: ea.hello.nonce, daemon: challenge.nonce) == challenge.code)
        #expect(bench.establishedCount == 1)
        #expect(bench.table.linkedAccounts == [AccountNumber(1_000)])
    }

    @Test func theCodesAreThoseOfTheGoldenFrames() throws {
        // From Tests/Vectors/protocol.txt: nonces 00..0f and 80..8f.
        let token = try #require(LinkToken("correct horse battery staple"))
        let ea = Nonce(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
        let daemon = Nonce(0x8786_8584_8382_8180, 0x8F8E_8D8C_8B8A_8988)
        let vectors = try BridgeVectors.load()
        let challenge = try #require(vectors["challenge"])
        let proof = try #require(vectors["proof"])
        try challenge.withUnsafeBytes { frame in
            var messages: [DaemonMessage] = []
            _ = try FrameReader.readDaemonFrame(frame, into: &messages)
            #expect(
                messages == [
                    .challenge(Challenge(nonce: daemon, code: token.daemonCode(ea: ea, daemon: daemon)))
                ])
        }
        try proof.withUnsafeBytes { frame in
            var messages: [TerminalMessage] = []
            _ = try FrameReader.readTerminalFrame(frame, into: &messages)
            guard case .proof(let proof)? = messages.first else { return }
            let account = AccountNumber(5_012_345)
            let boot = BootID(0x0123_4567_89AB_CDEF)
            #expect(token.accepts(proof.code, ea: ea, daemon: daemon, account: account, bootID: boot))
            #expect(!token.accepts(proof.code, ea: daemon, daemon: ea, account: account, bootID: boot))
        }
    }

    @Test func theTokenIsNeverPrinted() throws {
        let token = try #require(LinkToken("correct horse battery staple"))
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), dumped] { #expect(!text.contains("horse")) }
        #expect(LinkToken("too short") == nil)
    }

    @Test func aWrongTokenIsRefused() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        ea.token = LinkToken("another token altogether")
        try bench.connect(&ea)
        #expect(ea.refusals == [.token])
        #expect(bench.establishedCount == 0)
        #expect(bench.table.counters.refusedToken == 1)
    }

    @Test func aReplayedProofIsRefused() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        bench.deliver(ea.helloFrame(), from: ea)
        try bench.flush(to: &ea)
        let proof = ea.proofFrame()
        bench.deliver(ea.helloFrame(), from: ea)
        bench.deliver(proof, from: ea)
        try bench.flush(to: &ea)
        #expect(ea.refusals == [.token])
    }

    @Test func aForeignVersionIsRefusedInVersionOne() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        var bytes = ea.helloFrame()
        bytes[2] = 2
        bench.deliver(bytes, from: ea)
        try bench.flush(to: &ea)
        #expect(ea.refusals == [.version])
    }

    @Test func aSecondHolderIsRefusedWhileTheFirstIsAlive() throws {
        var bench = try LinkBench()
        var first = ScriptedTerminal(boot: 1)
        var second = ScriptedTerminal(boot: 2)
        try bench.connect(&first)
        try bench.connect(&second)
        #expect(second.refusals.first == .accountHeld)
        bench.advance(.seconds(3))
        try bench.connect(&second)
        #expect(bench.losses == [.silent])
        #expect(bench.establishedCount == 2)
    }

    @Test func ofTwoGreetedAtOnceTheFirstToProveItselfHoldsTheAccount() throws {
        var bench = try LinkBench()
        var first = ScriptedTerminal(boot: 1)
        var second = ScriptedTerminal(boot: 2)
        bench.deliver(first.helloFrame(), from: first)
        bench.deliver(second.helloFrame(), from: second)
        try bench.flush(to: &first)
        try bench.flush(to: &second)
        bench.deliver(second.proofFrame(), from: second)
        bench.deliver(first.proofFrame(), from: first)
        try bench.flush(to: &first)
        try bench.flush(to: &second)
        #expect(first.refusals == [.accountHeld])
        #expect(second.refusals.isEmpty)
        #expect(bench.establishedCount == 1)
    }

    @Test func accountsAndTermsThatAreNotConfiguredAreRefused() throws {
        let terms = LinkSettings.Terms(currency: "EUR", marginModes: [.hedging])
        var bench = try LinkBench(admission: .listed([AccountNumber(1_000): terms]))
        var stranger = ScriptedTerminal(boot: 1, account: 2_000)
        var dollars = ScriptedTerminal(boot: 2, currency: "USD")
        var netting = ScriptedTerminal(boot: 3, marginMode: .netting)
        bench.deliver(stranger.helloFrame(), from: stranger)
        bench.deliver(dollars.helloFrame(), from: dollars)
        bench.deliver(netting.helloFrame(), from: netting)
        try bench.flush(to: &stranger)
        try bench.flush(to: &dollars)
        try bench.flush(to: &netting)
        #expect(stranger.refusals == [.accountNotConfigured])
        #expect(dollars.refusals == [.accountNotAccepted])
        #expect(netting.refusals == [.accountNotAccepted])
    }

    @Test func whoeverSpeaksWithoutHelloIsToldThereIsNoSession() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        try bench.say([.tick(Samples.tick())], &ea)
        #expect(ea.refusals == [.noSession])
        #expect(ea.headers.map(\.sequence) == [1])
    }

    @Test func beforeTheWelcomeNothingButTheProofIsAccepted() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        bench.deliver(ea.helloFrame(), from: ea)
        try bench.flush(to: &ea)
        try bench.say([.tick(Samples.tick())], &ea)
        #expect(ea.refusals == [.malformed])
        #expect(bench.messages.isEmpty)
    }

    @Test func aHelloUnderAnothersNameIsRefused() throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        ea.hello.bootID = BootID(99)
        bench.deliver(ea.helloFrame(), from: ea)
        try bench.flush(to: &ea)
        #expect(ea.refusals == [.malformed])
    }

    @Test func unfinishedHandshakesMakeRoomAndAreForgotten() throws {
        var bench = try LinkBench(sessionsMax: 2)
        for boot in 1...5 as ClosedRange<UInt64> {
            var ea = ScriptedTerminal(boot: boot, account: boot)
            bench.deliver(ea.helloFrame(), from: ea)
        }
        #expect(bench.table.counters.evicted == 3)
        bench.advance(.seconds(3))
        bench.table.expire(at: bench.now, into: &bench.notices)
        #expect(bench.table.counters.timedOut == 2)
        #expect(bench.table.nextWake == .never)
        #expect(bench.notices.isEmpty)
    }

    @Test func establishedSessionsAreNotEvictedByHellos() throws {
        var bench = try LinkBench(sessionsMax: 1)
        var ea = ScriptedTerminal(boot: 1)
        try bench.connect(&ea)
        var other = ScriptedTerminal(boot: 2, account: 2)
        bench.deliver(other.helloFrame(), from: other)
        try bench.flush(to: &other)
        #expect(other.refusals == [.accountNotConfigured])
        #expect(bench.losses.isEmpty)
    }
}

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
