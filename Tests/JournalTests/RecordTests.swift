import Core
import Foundation
import Runtime
import Testing

@testable import Journal

/// One record, one line, and nothing else is a record.
@Suite struct RecordTests {
    private func read(_ line: [UInt8]) throws(LineDefect) -> TradeRecord {
        try TradeRecord(line: line, in: 0..<(line.count - 1))
    }

    @Test(arguments: EventName.allCases)
    func everyKindOfEventIsReadAsItWasWritten(name: EventName) throws {
        for seed in 0..<200 as Range<UInt64> {
            let record = TradeRecord.random(name, seed: seed)
            let line = record.line
            #expect(line.last == UInt8(ascii: "\n"))
            #expect(line.count(where: { $0 == UInt8(ascii: "\n") }) == 1, "seed \(seed)")
            #expect(try read(line) == record, "\(name), seed \(seed)")
        }
    }

    @Test(arguments: EventName.allCases)
    func everyLineIsJSONForEveryOtherProgram(name: EventName) throws {
        for seed in 0..<20 as Range<UInt64> {
            let line = TradeRecord.random(name, seed: seed).line
            let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            #expect(object?["event"] as? String == name.rawValue)
            #expect(object?["seq"] as? Int == 1)
        }
    }

    @Test func theFormIsTheDocumentedOne() {
        let record = TradeRecord(
            sequence: 7, durable: 5, account: AccountNumber(5_012_345),
            at: WallTime(nanoseconds: 1_795_768_227_123_456_789), instant: Instant(nanoseconds: 81),
            ticket: Ticket(9_007_199_254_740_993), delivery: Delivery(boot: 0x9C, number: 12),
            event: .confirmed(
                RequestConfirmed(
                    request: RequestID(3), symbol: TradedSymbol(name: "EURUSD", digits: 5),
                    stop: Price(points: 108_694), takeProfit: nil, after: .milliseconds(61))))
        #expect(
            String(decoding: record.line, as: UTF8.self)
                == #"{"v":1,"seq":7,"durable":5,"account":"5012345","at":"2026-11-27T08:30:27.123456Z","mono_ns":81,"#
                + #""event":"confirmed","ticket":"9007199254740993","delivery":"000000000000009c-12","#
                + #""request":"3","symbol":"EURUSD","digits":5,"stop":"1.08694","take_profit":null,"#
                + #""after_ns":61000000,"crc":"\#(checksum(of: record))"}"# + "\n")
    }

    /// CRC-32C bit by bit, as its definition says: independent of the tables.
    private func checksum(of record: TradeRecord) -> String {
        var crc: UInt32 = .max
        for byte in record.line.dropLast(19) {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
        }
        let text = String(~crc, radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
    }

    @Test func theChecksumIsTheOneOfTheStandard() {
        // RFC 3720, appendix B.4, and the customary check value.
        #expect(Checksum(of: Array("123456789".utf8)).value == 0xE306_9283)
        #expect(Checksum(of: [UInt8](repeating: 0, count: 32)).value == 0x8A91_36AA)
        #expect(Checksum(of: [UInt8](repeating: 0xFF, count: 32)).value == 0x62A8_AB43)
        #expect(Checksum(of: (0..<32).map { UInt8($0) }).value == 0x46DD_794E)
    }

    @Test func noFlippedBitOfALineIsReadAsARecord() {
        let line = TradeRecord.random(.stopRequested, seed: 5).line
        for place in 0..<(line.count - 1) {
            for bit in 0..<8 {
                var damaged = line
                damaged[place] ^= 1 << UInt8(bit)
                #expect(throws: LineDefect.self, "byte \(place), bit \(bit)") { try read(damaged) }
            }
        }
    }

    @Test func whateverTheBytesNothingButOurOwnFormIsRead() {
        var random = SplitMix(seed: 11)
        var accepted = 0
        for round in 0..<20_000 {
            let name = EventName.allCases[round % EventName.allCases.count]
            var line = TradeRecord.random(name, seed: random.next()).line
            line.removeLast(19)
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0..<line.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: line[place] = UInt8.random(in: 0...255, using: &random)
                case 1: line.remove(at: place)
                default: line.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: place)
                }
            }
            // With the right checksum, so that the content alone decides.
            let crc = String(Checksum(of: line).value, radix: 16)
            line += Array(#","crc":"\#(String(repeating: "0", count: 8 - crc.count) + crc)"}"#.utf8)
            do {
                let record = try TradeRecord(line: line, in: 0..<line.count)
                accepted += 1
                #expect(record.line.dropLast().elementsEqual(line), "round \(round)")
            } catch {
                #expect(error == .content || error == .notARecord, "round \(round)")
            }
        }
        #expect(accepted > 2_000)
    }

    @Test func aTextIsCutAtACharacterAndHoldsNoZero() throws {
        for (text, expected) in [
            ("a\u{0}b", "a\u{FFFD}b"),
            (String(repeating: "x", count: 1_025), String(repeating: "x", count: 1_024)),
            (String(repeating: "x", count: 1_022) + "日本", String(repeating: "x", count: 1_022)),
            (String(repeating: "\u{1}", count: 5_000), String(repeating: "\u{1}", count: 1_024)),
        ] {
            var record = TradeRecord.random(.stopped, seed: 1)
            record.event = .stopped(DaemonStopped(reason: text))
            #expect(try read(record.line).event == .stopped(DaemonStopped(reason: expected)))
        }
    }

    @Test func aNewerVersionIsNotRead() {
        var line = TradeRecord.random(.stopped, seed: 1).line
        line.removeLast(19)
        line[5] = UInt8(ascii: "2")
        let crc = String(Checksum(of: line).value, radix: 16)
        line += Array(#","crc":"\#(String(repeating: "0", count: 8 - crc.count) + crc)"}"#.utf8)
        #expect(throws: LineDefect.content) { try TradeRecord(line: line, in: 0..<line.count) }
    }
}
