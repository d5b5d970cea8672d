import Core
import Testing

/// Decodes a whole frame and writes it again, as the side that sent it would.
private func rewritten(_ bytes: [UInt8], isFromDaemon: Bool) throws -> [UInt8] {
    var writer = FrameWriter()
    let header = try bytes.withUnsafeBytes { frame in
        var reader = try FrameReader(frame)
        if isFromDaemon {
            while let message = try reader.nextFromDaemon() { #expect(writer.append(message) == .appended) }
        } else {
            while let message = try reader.nextFromTerminal() { #expect(writer.append(message) == .appended) }
        }
        return reader.header
    }
    writer.seal(epoch: header.epoch, sequence: header.sequence, clock: header.clock)
    return writer.withBytes { Array($0) }
}

private func terminalFrame(_ messages: [TerminalMessage]) -> [UInt8] {
    var writer = FrameWriter()
    for message in messages { #expect(writer.append(message) == .appended) }
    writer.seal(epoch: Epoch(3), sequence: 4, clock: Instant(nanoseconds: 5))
    return writer.withBytes { Array($0) }
}

private func terminalFault(_ bytes: [UInt8]) -> WireError? {
    bytes.withUnsafeBytes { frame in
        var messages: [TerminalMessage] = []
        do throws(WireError) {
            _ = try FrameReader.readTerminalFrame(frame, into: &messages)
            return nil
        } catch {
            #expect(messages.isEmpty)
            return error
        }
    }
}

private func tickFrame() -> [UInt8] {
    var random = WireRandom(seed: 1)
    return terminalFrame([.tick(random.tick())])
}

@Suite struct WireTests {
    @Test func everyGoldenFrameDecodesAndEncodesToTheSameBytes() throws {
        let vectors = try WireVectors.load()
        #expect(vectors.count >= 36)
        for vector in vectors {
            #expect(
                try rewritten(vector.bytes, isFromDaemon: vector.isFromDaemon) == vector.bytes,
                "\(vector.name)")
        }
    }

    @Test func theGoldenFramesCoverEveryMessageType() throws {
        var seen: Set<MessageType> = []
        for vector in try WireVectors.load() {
            try vector.bytes.withUnsafeBytes { frame in
                var reader = try FrameReader(frame)
                if vector.isFromDaemon {
                    while let message = try reader.nextFromDaemon() { seen.insert(message.type) }
                } else {
                    while let message = try reader.nextFromTerminal() { seen.insert(message.type) }
                }
            }
        }
        #expect(seen == Set(MessageType.allCases))
    }

    @Test func theGoldenSnapshotMeansWhatTheDocumentSays() throws {
        let vector = try #require(try WireVectors.load().first { $0.name == "snapshot" })
        var messages: [TerminalMessage] = []
        let header = try vector.bytes.withUnsafeBytes {
            try FrameReader.readTerminalFrame($0, into: &messages)
        }
        #expect(header.epoch == Epoch(42))
        #expect(header.sequence == 3)
        var positions: [Position] = []
        var names: [String] = []
        var end: SnapshotEnd?
        for message in messages {
            if case .position(let position) = message { positions.append(position) }
            if case .symbolSpec(let spec) = message { names.append(spec.name) }
            if case .snapshotEnd(let word) = message { end = word }
        }
        #expect(names == ["EURUSD", "US Tech 100.é"])
        #expect(positions.map(\.ticket.rawValue) == [70_000_001, 1 << 53 + 1])
        #expect(positions.map(\.stopLoss) == [Price(points: 138_400), nil])
        #expect(positions.map(\.side) == [.buy, .sell])
        #expect(positions.first?.comment == "grid 7")
        #expect(positions.first?.swap == Money(units: -12_345_678))
        #expect(end?.checksum == PositionChecksum.of(positions))
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func aRandomMessageSurvivesTheLink(seed: UInt64) throws {
        var random = WireRandom(seed: seed)
        for _ in 0..<200 {
            let said = (0...random.below(5)).map { _ in random.terminalMessage() }
            var heard: [TerminalMessage] = []
            _ = try terminalFrame(said).withUnsafeBytes {
                try FrameReader.readTerminalFrame($0, into: &heard)
            }
            #expect(heard == said, "seed \(seed)")

            var writer = FrameWriter()
            let command = random.daemonMessage()
            #expect(writer.append(command) == .appended)
            writer.seal(epoch: .none, sequence: 1, clock: .zero)
            var answers: [DaemonMessage] = []
            _ = try writer.withBytes { try FrameReader.readDaemonFrame($0, into: &answers) }
            #expect(answers == [command], "seed \(seed)")
        }
    }

    @Test func theChecksumDoesNotDependOnOrderAndUndoesExactly() {
        var random = WireRandom(seed: 9)
        let positions = (0..<50).map { _ in random.position() }
        let all = PositionChecksum.of(positions)
        #expect(PositionChecksum.of(positions.reversed()) == all)
        var sum = all
        for position in positions.shuffled(using: &random) { sum.remove(position) }
        #expect(sum == .empty)
    }

    @Test func theChecksumIsThatOfTheDocument() {
        var random = WireRandom(seed: 2)
        var position = random.position()
        position.ticket = Ticket(0)
        position.volume = .zero
        position.stopLoss = nil
        position.takeProfit = nil
        // FNV-1a of 32 zero bytes.
        #expect(PositionChecksum.of([position]).rawValue == 0x0C82_1078_4D8A_F5A5)
    }

    @Test func aFrameTakesNoMoreThan255Messages() {
        var writer = FrameWriter()
        let message = TerminalMessage.panel(PanelPressed(level: .freeze))
        for _ in 0..<255 { #expect(writer.append(message) == .appended) }
        let before = writer.length
        #expect(writer.append(message) == .full)
        #expect(writer.messages == 255)
        #expect(writer.length == before)
    }

    @Test func aFrameTakesNoMoreThan65536Bytes() {
        var random = WireRandom(seed: 3)
        var writer = FrameWriter()
        var policy = random.guardPolicy()
        var entry = random.guardEntry()
        entry.filter.magics = (0..<255).map { _ in Magic(random.next()) }
        policy.entries = [entry, entry, entry]
        while writer.append(DaemonMessage.guardPolicy(policy)) == .appended {}
        #expect(writer.length <= 65_536)
        #expect(writer.length > 65_536 - 16_388)
        #expect(writer.append(DaemonMessage.snapshotRequest(SnapshotRequest(snapshot: 1))) == .appended)
        writer.seal(epoch: .none, sequence: 1, clock: .zero)
        let count = writer.messages
        writer.withBytes { frame in
            var heard: [DaemonMessage] = []
            #expect(throws: Never.self) { try FrameReader.readDaemonFrame(frame, into: &heard) }
            #expect(heard.count == count)
        }
    }

    @Test func textOrAListTooLongForTheProtocolIsNotCutButRefused() {
        var random = WireRandom(seed: 4)
        var policy = random.guardPolicy()
        let whole = random.guardEntry()
        func refuses(_ entries: Int, _ change: (inout GuardEntry) -> Void) -> GuardPolicy.Excess? {
            var entry = whole
            change(&entry)
            policy.entries = Array(repeating: entry, count: entries)
            var writer = FrameWriter()
            let outcome = writer.append(DaemonMessage.guardPolicy(policy))
            #expect(
                (outcome == .unencodable) == (policy.excess != nil)
                    && writer.isEmpty == (outcome != .appended))
            return policy.excess
        }
        let long = SymbolPattern(String(repeating: "x", count: 256))
        let magics = (0..<255).map { Magic(UInt64($0)) }
        func empty(_ entry: inout GuardEntry) { entry.filter = PositionFilter() }
        #expect(refuses(1) { $0.filter.symbols = [long] } == .text)
        #expect(refuses(1) { $0.filter.comment = long.text } == .text)
        #expect(refuses(1) { $0.filter.magics = magics + [Magic(255)] } == .magics)
        #expect(
            refuses(4) {
                $0.filter = PositionFilter(magics: magics, excludedMagics: [Magic(1), Magic(2)])
            } == .magics)
        #expect(refuses(4) { $0.filter = PositionFilter(magics: magics, excludedMagics: [Magic(1)]) } == nil)
        let few = Array(repeating: SymbolPattern("EUR*"), count: 65)
        #expect(refuses(4) { $0.filter = PositionFilter(symbols: few) } == .patterns)
        let wide = Array(repeating: SymbolPattern(String(repeating: "y", count: 255)), count: 64)
        #expect(refuses(1) { $0.filter = PositionFilter(symbols: wide) } == .bytes)
        #expect(refuses(33, empty) == .entries)
        #expect(refuses(32, empty) == nil)
    }

    @Test func aClearedWriterBeginsAnEmptyFrame() {
        var writer = FrameWriter()
        _ = writer.append(TerminalMessage.panel(PanelPressed(level: .freeze)))
        writer.clear()
        #expect(writer.isEmpty)
        #expect(writer.length == 32)
    }
}

@Suite struct WireFaultTests {
    @Test func eachFaultOfTheHeaderHasItsName() {
        var bytes = tickFrame()
        #expect(terminalFault([]) == .frameTooShort)
        #expect(terminalFault(Array(bytes.prefix(31))) == .frameTooShort)
        bytes[0] = 0x43
        #expect(terminalFault(bytes) == .magic)
        bytes = tickFrame()
        for version in [0, 1, 2, 4] as [UInt8] {
            bytes[2] = version
            #expect(terminalFault(bytes) == .version(version))
        }
        bytes = tickFrame()
        bytes[3] = 0
        #expect(terminalFault(bytes) == .messageCount)
        bytes[3] = 2
        #expect(terminalFault(bytes) == .messageCount)
        bytes = tickFrame()
        bytes[4] &+= 1
        #expect(terminalFault(bytes) == .frameLength)
        #expect(terminalFault(tickFrame() + [0]) == .frameLength)
    }

    @Test func aForeignVersionIsToldFromSixteenBytes() {
        #expect(terminalFault([0x42, 0x53, 9] + [UInt8](repeating: 0, count: 13)) == .version(9))
    }

    @Test func eachFaultOfABodyHasItsName() {
        func patched(_ message: TerminalMessage, _ offset: Int, _ value: UInt8) -> WireError? {
            var bytes = terminalFrame([message])
            bytes[36 + offset] = value
            return terminalFault(bytes)
        }
        var random = WireRandom(seed: 5)
        let spec = TerminalMessage.symbolSpec(random.spec())
        #expect(patched(spec, 2, 9) == .body(type: 0x11, fault: .range))
        #expect(patched(spec, 3, 5) == .body(type: 0x11, fault: .enumeration))
        #expect(patched(spec, 4, 2) == .body(type: 0x11, fault: .boolean))
        #expect(patched(spec, 5, 1) == .body(type: 0x11, fault: .reserved))
        #expect(patched(.tick(random.tick()), 11, 0x10) == .body(type: 0x20, fault: .range))
        let panel = TerminalMessage.panel(PanelPressed(level: .freeze))
        #expect(patched(panel, 0, 1) == .body(type: 0x26, fault: .enumeration))
        #expect(patched(panel, -4, 0x99) == .unknownType(0x99))
        #expect(patched(panel, -4, 0x89) == .unknownType(0x89))
        #expect(patched(panel, -3, 1) == .body(type: 0x26, fault: .reserved))
        #expect(patched(panel, -2, 2) == .body(type: 0x26, fault: .length))
        #expect(patched(panel, -2, 0) == .body(type: 0x26, fault: .length))
        var hello = random.hello()
        hello.currency = "EUR"
        #expect(patched(.hello(hello), 53, 0xFF) == .body(type: 0x01, fault: .text))
    }

    @Test func aRefusalWithoutItsReasonIsMalformed() {
        var random = WireRandom(seed: 6)
        var result = random.result()
        result.outcome = .refused
        result.refusal = .none
        #expect(terminalFault(terminalFrame([.result(result)])) == .body(type: 0x22, fault: .enumeration))
        result.outcome = .done
        result.refusal = .busy
        #expect(terminalFault(terminalFrame([.result(result)])) == .body(type: 0x22, fault: .enumeration))
    }

    @Test func numbersOutsideTheProtocolsRangesAreMalformed() {
        var random = WireRandom(seed: 7)
        var position = random.position()
        position.volume = Volume(units: -1)
        #expect(terminalFault(terminalFrame([.position(position)])) == .body(type: 0x13, fault: .range))
        position.volume = .oneLot
        position.swap = Money(units: Int64.min)
        #expect(terminalFault(terminalFrame([.position(position)])) == .body(type: 0x13, fault: .range))
        position.swap = .zero
        position.seen = Instant(nanoseconds: -1)
        #expect(terminalFault(terminalFrame([.position(position)])) == .body(type: 0x13, fault: .range))
        position.seen = .zero
        position.symbol = SymbolID(65_535)
        #expect(terminalFault(terminalFrame([.position(position)])) == .body(type: 0x13, fault: .range))
    }

    @Test func nothingOfAMalformedFrameIsUsed() {
        var random = WireRandom(seed: 8)
        var bytes = terminalFrame([.tick(random.tick()), .panel(PanelPressed(level: .freeze))])
        bytes[bytes.count - 1] = 0
        #expect(terminalFault(bytes) == .body(type: 0x26, fault: .enumeration))
    }
}

@Suite struct WireFuzzTests {
    /// Decodes both ways to the end or the first error; to return at all is the test.
    private func survive(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { frame in
            var fromTerminal: [TerminalMessage] = []
            var fromDaemon: [DaemonMessage] = []
            _ = try? FrameReader.readTerminalFrame(frame, into: &fromTerminal)
            _ = try? FrameReader.readDaemonFrame(frame, into: &fromDaemon)
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func randomBytesNeverCrash(seed: UInt64) {
        var random = WireRandom(seed: seed)
        for _ in 0..<3_000 {
            var bytes = (0..<random.below(300)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            if bytes.count > 36, random.coin() {
                // A plausible header lets the fuzz reach the bodies.
                bytes.replaceSubrange(0..<4, with: [0x42, 0x53, 3, UInt8(1 + random.below(3))])
                let count = UInt32(bytes.count)
                for place in 0..<4 { bytes[4 + place] = UInt8(truncatingIfNeeded: count >> (8 * place)) }
                bytes[31] = 0
                bytes[32] = random.one(of: MessageType.allCases).rawValue
                bytes[33] = 0
                let body = bytes.count - 36
                bytes[34] = UInt8(truncatingIfNeeded: body)
                bytes[35] = UInt8(truncatingIfNeeded: body >> 8)
            }
            survive(bytes)
        }
    }

    @Test func everyTruncationOfEveryVectorIsAnError() throws {
        for vector in try WireVectors.load() {
            for count in 0..<vector.bytes.count {
                var bytes = Array(vector.bytes.prefix(count))
                survive(bytes)
                #expect(throws: WireError.self) { try rewritten(bytes, isFromDaemon: vector.isFromDaemon) }
                // The same with a header that claims the shorter length.
                guard count > 32 else { continue }
                for place in 0..<4 { bytes[4 + place] = UInt8(truncatingIfNeeded: count >> (8 * place)) }
                #expect(throws: WireError.self) { try rewritten(bytes, isFromDaemon: vector.isFromDaemon) }
            }
        }
    }

    @Test func everySingleByteMutationDecodesFaithfullyOrIsAnError() throws {
        for vector in try WireVectors.load() where vector.bytes.count < 400 {
            for offset in vector.bytes.indices {
                for value in [
                    0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF, vector.bytes[offset] &+ 1, vector.bytes[offset] ^ 4,
                ] as [UInt8] {
                    var bytes = vector.bytes
                    bytes[offset] = value
                    // What decodes must be what was said: it encodes to the very same bytes.
                    do {
                        let again = try rewritten(bytes, isFromDaemon: vector.isFromDaemon)
                        #expect(again == bytes, "\(vector.name) offset \(offset) value \(value)")
                    } catch is WireError {}
                }
            }
        }
    }

    @Test func anOversizedFrameIsRefusedBeforeItsContent() {
        var bytes = tickFrame() + [UInt8](repeating: 0, count: 70_000)
        let count = UInt32(bytes.count)
        for place in 0..<4 { bytes[4 + place] = UInt8(truncatingIfNeeded: count >> (8 * place)) }
        #expect(terminalFault(bytes) == .frameLength)
    }

    @Test func hostileCountsNeitherOverreadNorAllocate() {
        // A guard policy that claims 255 magics and holds none.
        var writer = FrameWriter()
        var random = WireRandom(seed: 10)
        var policy = random.guardPolicy()
        policy.entries = [GuardEntry(filter: PositionFilter(), cap: nil, allowance: CostAllowance())]
        _ = writer.append(DaemonMessage.guardPolicy(policy))
        writer.seal(epoch: .none, sequence: 1, clock: .zero)
        var bytes = writer.withBytes { Array($0) }
        bytes[bytes.count - 2] = 255
        #expect(throws: WireError.body(type: 0x85, fault: .length)) {
            try rewritten(bytes, isFromDaemon: true)
        }
        bytes[bytes.count - 2] = 0
        bytes[bytes.count - 1] = 255
        #expect(throws: WireError.body(type: 0x85, fault: .length)) {
            try rewritten(bytes, isFromDaemon: true)
        }
    }
}
