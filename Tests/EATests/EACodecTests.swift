import Foundation
import MQL5Runtime
import Testing

/// The EA's codec against the golden frames, and against bytes nobody should send.
///
/// The EA's own sources run here, as C++. A case in which MetaTrader would end the program comes back as
/// `stopped`, and no test allows that.
@Suite struct EACodecTests {
    static let vectors = GoldenFrames.load()

    @Test func thereAreGoldenFrames() {
        #expect(Self.vectors.count > 30)
        #expect(Self.vectors.contains { $0.isDaemons })
    }

    @Test(arguments: vectors.filter { !$0.isDaemons })
    func theEAWritesTheGoldenFrame(_ golden: GoldenFrame) throws {
        var out = [UInt8](repeating: 0, count: 65_536)
        let count = backstop_codec_frame(golden.name, &out, out.count)
        try #require(count > 0, "the EA has no frame called \(golden.name)")
        #expect(hex(out[..<Int(count)]) == hex(golden.bytes[...]), "\(golden.name)")
    }

    @Test(arguments: vectors.filter { $0.isDaemons })
    func theEAReadsTheGoldenFrame(_ golden: GoldenFrame) throws {
        let (count, text) = describe(golden.bytes)
        #expect(count > 0, "\(golden.name) is malformed to the EA")
        if let expected = Self.understood[golden.name] { #expect(text == expected) }
    }

    static let understood = [
        "challenge":
            "challenge nonce 808182838485868788898a8b8c8d8e8f mac "
            + "f64159d57aec6a676e1809cf4a70285c230d3500a0441d839923d351905ab3a7\n",
        "welcome": "welcome epoch 42 heartbeat 1000 timeout 3000\n",
        "refused": "refused reason 3 account held by another EA\n",
        "snapshot_request": "snapshot_request 2\n",
        "guard_policy":
            "guard_policy version 6 mode 2 latch 0 lift 1 delay 700 entries 3\n"
            + "entry cap 300000000 share 0 margin 950 side 0 manual 0 slippage 20 commission 700000000 "
            + "comment grid é symbols EUR*,XAU* magics 20240,18446744073709551615 excluded \n"
            + "entry cap 5000000000 share 10000 margin 1000 side 1 manual 1 slippage 0 commission 0 "
            + "comment  symbols  magics  excluded 7\n"
            + "entry cap 0 share 0 margin 0 side 2 manual 0 slippage 0 commission 0 "
            + "comment  symbols US Tech 100.é magics  excluded \n",
        "guard_policy_empty": "guard_policy version 1 mode 0 latch 2 lift 0 delay 0 entries 0\n",
        "minute_bars_request": "minute_bars_request 8 symbol 1 minutes 3420\n",
        "modify_stop":
            "modify_stop request 1001 ticket 70000001 symbol 0 side 0 unreachable 0 loosen 0 stop 138400 "
            + "expected 0 expected_tp 139500 tp 139500 max_loss 285000000 cause 987654400000 limit 1000 lane 2\n",
        "modify_stop_flags":
            "modify_stop request 1002 ticket 70000001 symbol 0 side 0 unreachable 1 loosen 1 stop 138400 "
            + "expected 138300 expected_tp 139500 tp 139400 max_loss 285000000 cause 987654400000 limit 1000 lane 1\n",
        "close_position":
            "close_position request 1003 ticket 70000001 symbol 0 side 0 volume 100000000 "
            + "expected 0 cause 987654400000 limit 1000 deviation 30 lane 0\n",
        "close_position_part":
            "close_position request 1006 ticket 70000001 symbol 0 side 0 volume 50000000 "
            + "expected 100000000 cause 987654400000 limit 1000 deviation 0 lane 3\n",
        "read_back_request": "read_back_request request 1001 ticket 70000001\n",
        "daemon_heartbeat":
            "daemon_heartbeat mode 1 latch 1 guarded 4 managed 5 worst 1200000000 received 44 echo 55\n",
        "deal_history_request": "deal_history_request 5 from 1700000000000 to 1700000009000\n",
        "deal_history_request_open": "deal_history_request 6 from 0 to 0\n",
        "acknowledged": "acknowledged boot 81985529216486895 number 4\n",
    ]

    @Test(arguments: vectors.filter { $0.isDaemons })
    func aFrameCutAnywhereIsMalformed(_ golden: GoldenFrame) {
        for size in 0..<golden.bytes.count {
            let count = describe(Array(golden.bytes[..<size])).count
            #expect(count == malformed, "\(golden.name) cut at \(size)")
        }
        #expect(describe(golden.bytes + [0]).count == malformed)
    }

    @Test(arguments: vectors.filter { $0.isDaemons })
    func everyOneByteChangeIsReadOrRefusedButNeverStops(_ golden: GoldenFrame) {
        for at in golden.bytes.indices {
            for value in [0, 1, 2, 3, 0x7F, 0x80, 0xC0, 0xFF] as [UInt8] {
                var bytes = golden.bytes
                bytes[at] = value
                #expect(describe(bytes).count >= malformed, "\(golden.name) byte \(at) = \(value)")
            }
        }
    }

    @Test func mutatedFramesNeverStopTheEA() {
        let daemons = Self.vectors.filter { $0.isDaemons }
        for seed in UInt64(1)...4_000 {
            var random = SplitMix(seed: seed)
            var bytes = daemons[random.below(daemons.count)].bytes
            for _ in 0...random.below(6) { random.mutate(&bytes) }
            if bytes.count >= 8 && random.below(2) == 0 {
                withUnsafeBytes(of: UInt32(bytes.count).littleEndian) {
                    bytes.replaceSubrange(4..<8, with: $0)
                }
            }
            #expect(describe(bytes).count >= malformed, "seed \(seed)")
        }
    }

    @Test func hashesWithAKeyOfAnyLength() {
        // RFC 4231, case 2.
        #expect(
            mac("Jefe", "what do ya want for nothing?")
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        // A key longer than a block is hashed first.
        #expect(
            mac(String(repeating: "k", count: 131), "message")
                == "bf7c7ea93af6117b4f6f7dd0b8aac62097cd835b9df2ca81010858ebe0d2cabd")
    }

    @Test(arguments: [
        ("", "EURUSD", false), ("EURUSD", "EURUSD", true), ("EUR*", "EURUSD", true), ("*USD", "EURUSD", true),
        ("XAU*", "XAUUSD.", true), ("E*R*D", "EURUSD", true),
        ("*", "US Tech 100.é", true), ("GBP*", "EURUSD", false), ("EURUSD", "EURUSD.", false),
        ("EUR", "EURUSD", false), ("**", "", true), ("", "", true),
    ])
    func aPatternFits(_ pattern: String, _ name: String, _ fits: Bool) {
        #expect(backstop_codec_pattern_fits(pattern, name) == (fits ? 1 : 0))
    }
}

private let malformed = -1

private func describe(_ frame: [UInt8]) -> (count: Int, text: String) {
    var text = [CChar](repeating: 0, count: 8_192)
    let count = backstop_codec_describe(frame, frame.count, &text, text.count)
    return (
        Int(count), String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    )
}

private func mac(_ key: String, _ message: String) -> String {
    var out = [UInt8](repeating: 0, count: 32)
    let bytes = Array(message.utf8)
    guard backstop_codec_hmac(key, bytes, bytes.count, &out) == 0 else { return "" }
    return hex(out[...])
}
