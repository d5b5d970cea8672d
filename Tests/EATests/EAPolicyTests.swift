import Core
import MQL5Runtime
import Testing

/// The EA's own matching, as it was compiled, against the daemon's.
@Suite struct EAPolicyTests {
    private static let names = ["EURUSD", "EURUSD.m", "XAUUSD", "US Tech 100.\u{E9}", "GBPUSD", ""]
    private static let patterns = [
        "EUR*", "*USD", "EURUSD", "*", "X*U*D", "", "US Tech 100.\u{E9}", "US Tech*\u{E9}", "**D",
    ]
    private static let comments = [
        "", "grid", "grid 7", "GRID", "caf\u{E9}", "cafe\u{301}", "\u{E9}", "e", "7",
    ]

    private struct Draw {
        var random: SplitMix

        mutating func one<Value>(of values: [Value]) -> Value { values[random.below(values.count)] }
        mutating func coin() -> Bool { random.below(2) == 0 }
        mutating func some<Value>(_ most: Int, of values: [Value]) -> [Value] {
            (0..<random.below(most + 1)).map { _ in one(of: values) }
        }
        mutating func magics() -> [Magic] { some(2, of: (1...4).map { Magic($0) }) }

        mutating func selection(_ number: Int) -> Settings.Selection {
            let cap = LossCap(
                amount: Money(units: Int64(1 + random.below(2_000_000))), marginPermille: 950,
                balanceMillionths: coin() ? nil : Int64(1 + random.below(1_000_000)))
            return Settings.Selection(
                filter: PositionFilter(
                    symbols: some(2, of: EAPolicyTests.patterns).map { SymbolPattern($0) }, magics: magics(),
                    excludedMagics: magics(), includesManual: coin(), side: one(of: [nil, .buy, .sell]),
                    comment: coin() ? "" : one(of: EAPolicyTests.comments)),
                rules: RuleSet(
                    name: "\(number)", cap: random.below(4) == 0 ? nil : cap, allowance: CostAllowance(),
                    trailing: nil))
        }
    }

    /// The body of the policy as it goes over the link.
    private func body(_ settings: Settings) -> [UInt8] {
        let policy = GuardPolicy(settings, version: 1, latch: .none, liftsLocalLatch: false)
        var writer = FrameWriter()
        #expect(writer.append(.guardPolicy(policy)) == .appended)
        writer.seal(epoch: Epoch(1), sequence: 1, clock: .zero)
        return writer.withBytes { Array($0.dropFirst(36)) }
    }

    @Test(arguments: UInt64(1)...40) func theEAAndTheDaemonGiveAPositionTheSameRuleSetAndCap(seed: UInt64) {
        var draw = Draw(random: SplitMix(seed: seed))
        let selections = (0..<draw.random.below(5)).map { draw.selection($0) }
        let settings = Settings(mode: .protect, selections: selections)
        let bytes = body(settings)
        for _ in 0..<150 {
            let symbol = draw.one(of: Self.names)
            let magic = Magic(UInt64(draw.random.below(5)))
            let side: Side = draw.coin() ? .buy : .sell
            let comment = draw.one(of: Self.comments)
            let balance = Int64(draw.random.below(3_000_000)) - 1_000
            let expected = selections.firstIndex {
                $0.filter.matches(symbol: symbol, magic: magic, side: side, comment: comment)
            }
            var cap: Int64 = -1
            let entry = backstop_codec_policy_entry(
                bytes, bytes.count, symbol, magic.rawValue, Int32(side.rawValue), comment, balance, &cap)
            let what: Comment = "seed \(seed) \(symbol) \(magic) \(side) \(comment)"
            guard let expected else {
                #expect(entry == Int32(BACKSTOP_CODEC_UNKNOWN), what)
                continue
            }
            #expect(entry == Int32(expected), what)
            let bounded = selections[expected].rules.cap?.bounded(by: Money(units: balance))
            #expect(cap == bounded?.amount.units ?? 0, "\(seed) balance \(balance)")
        }
    }

    @Test func everyBoundOfThePolicyIsTheEAsToo() {
        let magics = (1...250).map { Magic(UInt64($0)) }
        let patterns = Array(repeating: SymbolPattern("EURUSD*"), count: 8)
        let wide = (0..<4).map { _ in
            Settings.Selection(
                filter: PositionFilter(symbols: patterns, magics: magics),
                rules: RuleSet(name: "", cap: nil, allowance: CostAllowance(), trailing: nil))
        }
        let narrow = (0..<28).map { _ in
            Settings.Selection(
                filter: PositionFilter(symbols: patterns),
                rules: RuleSet(name: "", cap: nil, allowance: CostAllowance(), trailing: nil))
        }
        let bytes = body(Settings(mode: .protect, selections: wide + narrow))
        var cap: Int64 = 0
        #expect(
            backstop_codec_policy_entry(bytes, bytes.count, "EURUSD", 7, 0, "", 0, &cap) == 0)
        #expect(
            backstop_codec_policy_entry(bytes, bytes.count, "EURUSD", 4_000, 0, "", 0, &cap) == 4)
    }
}
