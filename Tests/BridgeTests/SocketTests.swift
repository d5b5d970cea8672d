import Bridge
import Core
import Foundation
import Runtime
import Testing
import TestSupport

/// The bridge against an EA written in another language from the document alone, over TCP.
@Suite(.serialized, .enabled(if: Peer.isAvailable, "needs python3"))
struct SocketTests {
    private func bridge(
        admission: LinkSettings.Admission = .any(.init()), wake: WakeSignal? = nil
    ) throws -> Bridge<RecordingOwner> {
        let token = try #require(LinkToken(ScriptedTerminal.token))
        let nonces = NonceSequence()
        let table = SessionTable(
            settings: LinkSettings(token: token, admission: admission), epoch: Epoch(41)
        ) { nonces.next() }
        return Bridge(
            socket: try RouterSocket(LoopbackEndpoint(port: 0), wake: wake), sessions: table,
            owner: RecordingOwner())
    }

    private func port(_ endpoint: String) throws -> Int {
        try #require(endpoint.split(separator: ":").last.flatMap { Int($0) })
    }

    /// Runs the bridge until `isOver`.
    private func run(
        _ bridge: inout Bridge<RecordingOwner>, until isOver: (borrowing Bridge<RecordingOwner>) -> Bool
    ) throws {
        let patience = Patience()
        while !isOver(bridge) {
            try #require(!patience.isOver, "the peer did not finish")
            try bridge.poll(until: MonotonicClock.now() + .milliseconds(5))
        }
    }

    private func play(
        _ scenario: String, on bridge: inout Bridge<RecordingOwner>, _ arguments: [String] = []
    ) throws -> [[String: Int]] {
        let peer = try Peer(scenario, port: try port(bridge.endpoint), arguments: arguments)
        try run(&bridge) { _ in !peer.isRunning }
        let reports = try peer.reports()
        #expect(reports.last?["done"] == 1, "\(scenario) did not finish: \(reports)")
        return reports
    }

    @Test func anIndependentEAIsWelcomedAndGetsAStopForItsPosition() throws {
        var bridge = try bridge()
        let reports = try play("welcome", on: &bridge)
        #expect(reports.contains { $0["welcome"] == 41 && $0["link_timeout_ms"] == 3_000 })
        let stop = try #require(reports.first { $0["modify_stop"] != nil })
        #expect(stop["ticket"] == 70_000_001)
        #expect(stop["stop_loss"] == 108_400)
        #expect(stop["max_loss"] == 285_000_000)
        #expect(stop["in_time"] == 1)
        #expect(stop["lane"] == 2)
        try run(&bridge) { bridge in
            bridge.owner.notices.contains { notice in
                if case .message(.result(let result)) = notice.event {
                    result.outcome == .done
                } else {
                    false
                }
            }
        }
        #expect(bridge.owner.snapshotCount == 1)
        #expect(bridge.sessions.counters.refusedMalformed == 0)
        #expect(bridge.loopTime.summary.count > 0)
    }

    @Test func aPeerWithAnotherTokenIsRefused() throws {
        var bridge = try bridge()
        let reports = try play("wrong-token", on: &bridge)
        #expect(reports.first?["refused"] == 2)
        #expect(bridge.owner.notices.isEmpty)
    }

    @Test func aPeerOfAnotherVersionIsRefused() throws {
        var bridge = try bridge()
        #expect(try play("version", on: &bridge).first?["refused"] == 1)
    }

    @Test func eventsAreToldAgainOverANewConnectionUntilTheyAreAcknowledged() throws {
        var bridge = try bridge()
        bridge.owner.acknowledged = [.again]
        let reports = try play("events", on: &bridge, ["--seconds", "0.5"])
        #expect(reports.compactMap { $0["waiting"] } == [2, 0])
        #expect(reports.contains { $0["acknowledged"] == 2 })
        #expect(bridge.sessions.counters.events == 4)
        #expect(bridge.sessions.counters.eventsAgain == 2)
    }

    @Test func aPeerWithoutHelloIsTold() throws {
        var bridge = try bridge()
        #expect(try play("no-session", on: &bridge).first?["refused"] == 8)
    }

    @Test func anUnconfiguredAccountIsRefused() throws {
        var bridge = try bridge(admission: .listed([AccountNumber(1): .init()]))
        #expect(try play("hello-only", on: &bridge).first?["refused"] == 4)
    }

    @Test func aMalformedFrameIsRefusedAndTheSessionForgotten() throws {
        var bridge = try bridge()
        let reports = try play("malformed", on: &bridge)
        #expect(reports.contains { $0["refused"] == 5 })
        #expect(bridge.owner.losses == [.malformed(.body(type: 0x26, fault: .enumeration))])
    }

    @Test func aSkippedSequenceNumberIsAnsweredWithASnapshotRequest() throws {
        var bridge = try bridge()
        let reports = try play("gap", on: &bridge)
        #expect(reports.contains { $0["snapshot_requested"] == 2 })
        #expect(bridge.sessions.counters.sequenceGaps == 1)
    }

    @Test func aSecondHolderIsRefusedAndTheFirstGoesOn() throws {
        var bridge = try bridge()
        let first = try Peer("hold", port: try port(bridge.endpoint))
        try run(&bridge) { $0.owner.snapshotCount == 1 }
        let reports = try play("hello-only", on: &bridge, ["--boot", "2"])
        #expect(reports.first?["refused"] == 3)
        #expect(bridge.owner.losses.isEmpty)
        try first.release()
        try run(&bridge) { _ in !first.isRunning }
        #expect(try first.reports().last?["done"] == 1)
    }

    @Test func aRestartedConnectionWithTheSameNameTakesOverByHello() throws {
        var bridge = try bridge()
        let first = try Peer("hold", port: try port(bridge.endpoint))
        try run(&bridge) { $0.owner.snapshotCount == 1 }
        _ = try play("welcome", on: &bridge, ["--stops", "0"])
        try run(&bridge) { $0.owner.snapshotCount == 2 }
        #expect(bridge.owner.losses.contains(.replaced))
        #expect(bridge.owner.establishedCount == 2)
        first.stop()
    }

    @Test func aConnectionThatBorrowsANameIsNotBelieved() throws {
        var bridge = try bridge()
        let first = try Peer("hold", port: try port(bridge.endpoint))
        try run(&bridge) { $0.owner.snapshotCount == 1 }
        let reports = try play("no-session", on: &bridge)
        #expect(reports.first?["refused"] == 8)
        #expect(bridge.owner.losses.contains(.connectionChanged))
        first.stop()
    }

    @Test func messagesOfSeveralPartsAreDroppedAndTheSessionStillWorks() throws {
        var bridge = try bridge()
        _ = try play("multipart", on: &bridge)
        #expect(bridge.socketCounters.multipart == 1)
        #expect(bridge.owner.establishedCount == 1)
    }

    @Test func aForeignNameIsNotAnswered() throws {
        var bridge = try bridge()
        #expect(try play("foreign-name", on: &bridge).first?["answered"] == 0)
        #expect(bridge.socketCounters.foreignNames == 1)
    }

    @Test func bytesThatAreNotZMTPHarmNobody() throws {
        var bridge = try bridge()
        _ = try play("hostile", on: &bridge)
        try run(&bridge) { $0.owner.snapshotCount == 1 }
    }

    @Test func aFrameBeyondTheLimitEndsTheConnection() throws {
        var bridge = try bridge()
        #expect(try play("oversize", on: &bridge).contains { $0["hung_up"] == 1 })
    }

    @Test func aPeerThatStopsReadingNeitherBlocksTheLoopNorTheOthers() throws {
        var bridge = try bridge()
        let deaf = try Peer("deaf", port: try port(bridge.endpoint))
        try run(&bridge) { $0.owner.snapshotCount == 1 }
        bridge.owner.flood = 2_000
        try run(&bridge) { $0.sessions.counters.sendsBlocked > 0 }
        try run(&bridge) { $0.owner.losses.contains(.notReading) }
        bridge.owner.flood = 0
        let reports = try play(
            "welcome", on: &bridge, ["--boot", "2", "--account", "77", "--stops", "0"])
        #expect(reports.contains { $0["welcome"] == 41 })
        deaf.stop()
    }

    /// What libzmq has read ahead for a connection that is gone must not end the process.
    @Test func aPeerThatFloodsAndHangsUpWhileNobodyReceivesHarmsNobody() throws {
        var bridge = try bridge()
        let peer = try Peer("flood", port: try port(bridge.endpoint))
        try run(&bridge) { $0.owner.snapshotCount == 1 }
        let flooded = try #require(try peer.reports().first { $0["flooded"] != nil }?["flooded"])
        #expect(flooded > 1_000)
        let reports = try play(
            "welcome", on: &bridge, ["--boot", "2", "--account", "77", "--stops", "0"])
        #expect(reports.contains { $0["welcome"] == 41 })
    }

    @Test func atShutdownTheEAHearsOfItBeforeTheSocketCloses() throws {
        let peer: Peer
        do {
            var bridge = try bridge()
            peer = try Peer("hold", port: try port(bridge.endpoint))
            try run(&bridge) { $0.owner.snapshotCount == 1 }
            bridge.shutDown()
            #expect(bridge.owner.losses == [.shuttingDown])
        }
        #expect(try peer.reports().contains { $0["refused"] == 7 })
    }

    @Test func theGoldenFramesAreWhatTheirScriptWrites() throws {
        let script = URL(fileURLWithPath: Peer.script).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Vectors/generate.py")
        let check = Process()
        check.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        check.arguments = ["python3", script.path, "--check"]
        try check.run()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0)
    }

    @Test func anotherThreadsSignalWakesTheBridge() throws {
        let wake = try WakeSignal()
        var bridge = try bridge(wake: wake)
        wake.signal()
        wake.signal()
        let before = MonotonicClock.now()
        try bridge.poll(until: before + Patience.span)
        #expect(MonotonicClock.now() - before < Patience.span)
        #expect(bridge.owner.wakeUps == 1)
        // Drained: the next wait runs its time.
        try bridge.poll(until: MonotonicClock.now() + .milliseconds(20))
        #expect(MonotonicClock.now() - before >= .milliseconds(20))
    }

    @Test func aPortInUseIsAnErrorWithItsReason() throws {
        let first = try RouterSocket(LoopbackEndpoint(port: 0), wake: nil)
        #expect(throws: SocketError.self) {
            try RouterSocket(LoopbackEndpoint(first.endpoint), wake: nil)
        }
    }
}

@Suite struct EndpointTests {
    @Test(arguments: ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:*", "tcp://127.3.2.1:1", "tcp://localhost:80"])
    func loopbackIsAccepted(text: String) throws {
        _ = try LoopbackEndpoint(text)
    }

    @Test(arguments: [
        "tcp://0.0.0.0:5555", "tcp://*:5555", "tcp://192.168.1.5:5555", "tcp://[::1]:5555", "tcp://[::]:1",
        "tcp://127.0.0.1.example.com:1", "tcp://127.0.0:1", "tcp://1270.0.0.1:1", "tcp://eth0:5555",
    ])
    func everyOtherAddressIsRefusedWithTheWayOut(text: String) {
        let refusal = #expect(throws: LoopbackEndpoint.Refusal.self) { try LoopbackEndpoint(text) }
        #expect(refusal?.description.contains("tunnel") == true)
    }

    @Test(arguments: [
        "", "tcp://", "127.0.0.1:5555", "tcp://127.0.0.1", "tcp://127.0.0.1:", "tcp://127.0.0.1:65536",
        "tcp://:5555", "ipc:///tmp/x", "tcp://127.0.0.1:-1",
    ])
    func whatIsNoEndpointIsRefused(text: String) {
        #expect(throws: LoopbackEndpoint.Refusal.malformed(text)) { try LoopbackEndpoint(text) }
    }

    @Test func aRoutingNameIsTheBootIDAndNothingElse() {
        func parse(_ text: String) -> RoutingID? { Array(text.utf8).withUnsafeBytes { RoutingID($0) } }
        #expect(parse("bs-0123456789abcdef")?.bootID == BootID(0x0123_4567_89AB_CDEF))
        for text in [
            "bs-0123456789abcde", "bs-0123456789ABCDEF", "bs_0123456789abcdef", "", "bs-0123456789abcdefg",
        ] {
            #expect(parse(text) == nil)
        }
    }
}
