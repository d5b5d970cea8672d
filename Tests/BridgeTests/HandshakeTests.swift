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

    @Test(arguments: [0, 1, 2, 4, 255] as [UInt8])
    func aForeignVersionIsRefusedInVersionOne(version: UInt8) throws {
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        var bytes = ea.helloFrame()
        bytes[2] = version
        bench.deliver(bytes, from: ea)
        try bench.flush(to: &ea)
        #expect(ea.refusals == [.version])
        #expect(ea.headers.last?.version == FrameHeader.firstVersion)
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
