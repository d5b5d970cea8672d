import MQL5Runtime
import Testing

/// The EA's ZMTP parser: every cut, and every kind of hostile byte.
///
/// `broken` quotes the reasons of `Zmtp.mqh`.
@Suite struct EAZmtpTests {
    static let busy: ZmtpStream = {
        var stream = ZmtpStream.handshake
        stream.message([1, 2, 3])
        stream.command("PING", [0, 10] + Array("context".utf8))
        stream.message([UInt8](repeating: 7, count: 255))
        stream.message([UInt8](repeating: 8, count: 256))
        stream.command("SUBSCRIBE", [1])
        stream.message([])
        return stream
    }()

    @Test func aStreamReadsTheSameInPiecesOfAnySize() throws {
        let whole = try #require(Self.busy.parsed(piece: Self.busy.bytes.count))
        #expect(whole.broken == 0)
        #expect(whole.ready == 1 && whole.messages == 4 && whole.pings == 1 && whole.ignored == 1)
        #expect(whole.message_bytes == 3 + 255 + 256)
        for piece in 1..<Self.busy.bytes.count {
            let cut = try #require(Self.busy.parsed(piece: piece))
            #expect(cut.digest == whole.digest && cut.messages == 4 && cut.pings == 1, "piece \(piece)")
        }
    }

    @Test func theGreetingMayArriveAsLibzmqSendsIt() throws {
        for first in 1..<64 {
            let cut = try #require(ZmtpStream.handshake.parsed(piece: first))
            #expect(cut.ready == 1, "pieces of \(first)")
        }
    }

    @Test func anUnfinishedStreamWaits() throws {
        for size in 0..<ZmtpStream.handshake.bytes.count {
            let cut = try #require(ZmtpStream(bytes: Array(ZmtpStream.handshake.bytes[..<size])).parsed())
            #expect(cut.broken == 0 && cut.ready == 0, "cut at \(size)")
        }
    }

    @Test(arguments: [
        (0, 0x00, 1), (0, 0x47, 1), (9, 0x7E, 1), (10, 2, 2), (12, 0x50, 3), (16, 0x41, 3), (31, 1, 3),
    ])
    func aStrangersGreetingIsRefused(_ at: Int, _ value: UInt8, _ reason: Int32) throws {
        var stream = ZmtpStream.handshake
        stream.bytes[at] = value
        #expect(try #require(stream.parsed()).broken == reason)
    }

    @Test(arguments: [
        ("a second part", [1, 1, 0] as [UInt8], 5), ("a long second part", [3, 0, 0, 0, 0, 0, 0, 0, 1], 5),
        ("unknown flags", [0x08, 0], 4), ("all flags", [0xFF, 0], 4),
        ("a frame of 2^63 bytes", [2, 0x80, 0, 0, 0, 0, 0, 0, 0], 6),
        ("a frame of 65,537 bytes", [2, 0, 0, 0, 0, 0, 1, 0, 1], 6),
        ("a command of 65,536 bytes", [6, 0, 0, 0, 0, 0, 1, 0, 0], 6), ("an empty command", [4, 0], 7),
        ("a nameless command", [4, 1, 0], 7), ("a name beyond its command", [4, 2, 9, 0x50], 7),
        ("a PING without a time", [4, 6, 4, 0x50, 0x49, 0x4E, 0x47, 0], 7),
        ("ERROR", [4, 7, 5, 0x45, 0x52, 0x52, 0x4F, 0x52, 0], 9),
    ])
    func aBadFrameBreaksTheLink(_ what: String, _ frame: [UInt8], _ reason: Int32) throws {
        var stream = ZmtpStream.handshake
        stream.bytes += frame
        let outcome = try #require(stream.parsed())
        #expect(outcome.broken == reason, "\(what)")
    }

    @Test func aPingWithAContextOfSeventeenBytesBreaksTheLink() throws {
        var stream = ZmtpStream.handshake
        stream.command("PING", [0, 10] + [UInt8](repeating: 1, count: 16))
        #expect(try #require(stream.parsed()).pings == 1)
        stream.command("PING", [0, 10] + [UInt8](repeating: 1, count: 17))
        #expect(try #require(stream.parsed()).broken == 7)
    }

    @Test func aMessageBeforeReadyBreaksTheLink() throws {
        var stream = ZmtpStream(bytes: ZmtpStream.greeting)
        stream.message([1])
        #expect(try #require(stream.parsed()).broken == 8)
    }

    @Test func onlyARouterIsAccepted() throws {
        for type in ["DEALER", "PUB", "", "ROUTERS"] {
            var stream = ZmtpStream(bytes: ZmtpStream.greeting)
            stream.command("READY", ZmtpStream.property("Socket-Type", type))
            #expect(try #require(stream.parsed()).broken == 10, "\(type)")
        }
    }

    @Test func aFrameOfTheGreatestSizePasses() throws {
        var stream = ZmtpStream.handshake
        stream.message([UInt8](repeating: 1, count: 65_536))
        let outcome = try #require(stream.parsed())
        #expect(outcome.broken == 0 && outcome.messages == 1)
    }

    @Test func mutatedStreamsNeverStopTheParserAndItsWorkIsBounded() throws {
        for seed in UInt64(1)...3_000 {
            var random = SplitMix(seed: seed)
            var stream = Self.busy
            for _ in 0...random.below(8) { random.mutate(&stream.bytes) }
            let outcome = try #require(stream.parsed(seed: seed), "seed \(seed)")
            #expect(Int(outcome.steps) * 2 <= stream.bytes.count, "seed \(seed)")
        }
    }

    @Test func randomBytesAfterTheHandshakeNeverStopTheParser() throws {
        for seed in UInt64(1)...2_000 {
            var random = SplitMix(seed: seed)
            var stream = ZmtpStream.handshake
            stream.bytes += random.bytes(random.below(300))
            let outcome = try #require(stream.parsed(seed: seed), "seed \(seed)")
            #expect(Int(outcome.steps) * 2 <= stream.bytes.count, "seed \(seed)")
        }
    }

    @Test func theEAIntroducesItselfAsADealer() {
        let sent = written { backstop_zmtp_write(nil, 0, $0, $1) }
        #expect(sent.count == 64 + 2 + 6 + 22 + 9 + 4 + 19)
        #expect(sent[0] == 0xFF && sent[9] == 0x7F && sent[10] == 3 && sent[11] == 1)
        #expect(Array(sent[12..<32]) == Array("NULL".utf8) + [UInt8](repeating: 0, count: 16))
        #expect(Array(sent[32..<64]) == [UInt8](repeating: 0, count: 32))
        #expect(Int(sent[65]) == sent.count - 66)
        let text = String(decoding: sent[64...], as: UTF8.self)
        #expect(text.contains("READY") && text.contains("DEALER") && text.hasSuffix("bs-0123456789abcdef"))
    }

    @Test func aPingIsAnsweredWithItsContext() {
        var stream = ZmtpStream()
        stream.command("PING", [0, 10, 0xAB, 0xCD])
        let sent = written { backstop_zmtp_write(stream.bytes, stream.bytes.count, $0, $1) }
        #expect(sent == [4, 7, 4] + Array("PONG".utf8) + [0xAB, 0xCD])
    }

    @Test(arguments: [0, 1, 255, 256, 65_536])
    func aMessageIsFramedByItsSize(_ size: Int) throws {
        let body = [UInt8](repeating: 5, count: size)
        let sent = written { backstop_zmtp_message(body, size, $0, $1) }
        var expected = ZmtpStream()
        expected.message(body)
        #expect(sent == expected.bytes)
    }
}

private func written(_ write: (UnsafeMutablePointer<UInt8>?, Int) -> Int32) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 70_000)
    let count = out.withUnsafeMutableBufferPointer { write($0.baseAddress, $0.count) }
    return count < 0 ? [] : Array(out[..<Int(count)])
}
