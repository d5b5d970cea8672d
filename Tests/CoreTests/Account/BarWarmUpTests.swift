import Testing

@testable import Core

/// Questions about the past of bars, and which answers are believed.
@Suite struct BarWarmUpTests {
    private static let minuteNow: Int64 = 30_000_000

    /// One account whose rules look at bars of a minute.
    private struct Terminal {
        var guardian: Guardian
        var now = Instant.zero
        private(set) var asked: [MinuteBarsRequest] = []

        init(_ rules: RuleSet) {
            guardian = Guardian(settings: Sample.settings(.manage, rules), epoch: Epoch(1))
        }

        mutating func collect(_ step: (inout Guardian, Instant, inout [Guardian.Output]) -> Void) {
            var outputs: [Guardian.Output] = []
            step(&guardian, now, &outputs)
            for case .send(.minuteBarsRequest(let request)) in outputs { asked.append(request) }
        }

        mutating func connect(_ symbols: [SymbolSpec] = [Sample.spec()]) {
            collect { $0.linkRestored(at: $1, into: &$2) }
            hear(minute: BarWarmUpTests.minuteNow)
            synchronize(symbols)
        }

        mutating func synchronize(_ symbols: [SymbolSpec] = [Sample.spec()]) {
            let snapshot = Snapshot(
                symbols: symbols, valuations: symbols.map { Sample.valuation($0.symbol) }, ticks: [],
                positions: [Sample.position(1, open: 100_000, stop: 99_990)])
            collect { $0.snapshot(snapshot, at: $1, into: &$2) }
        }

        mutating func hear(minute: Int64) {
            collect {
                $0.receive(
                    .heartbeat(
                        TerminalHeartbeat(
                            permissions: .all, latch: .none, slowestCall: .none, slowestCall_us: 0,
                            positions: 0, checksum: .empty, ping_us: 0, queuedBytes: 0, inFlight: 0,
                            ticksMerged: 0, received: 0,
                            serverTime: MarketTime(milliseconds: minute * 60_000), echo: .zero,
                            eventsWaiting: 0, eventsDropped: 0)), at: $1, into: &$2)
            }
        }

        mutating func answer(
            _ outcome: MinuteBarsAnswer.Outcome, to request: UInt32? = nil,
            of symbol: SymbolID = Sample.symbol
        ) {
            let answer = MinuteBarsAnswer(
                request: request ?? asked.last?.request ?? 0, symbol: symbol, outcome: outcome)
            collect { $0.minuteBars(answer, at: $1, into: &$2) }
        }

        mutating func wait(_ span: TimeSpan) {
            now = now + span
            collect { if $0.nextWake <= $1 { $0.timePassed(at: $1, into: &$2) } }
        }

        var isWarm: Bool { guardian.shard.desks.first??.bars.studies.first?.reading(of: .buy) != nil }
        var counters: AccountCounters { guardian.account.counters }
    }

    private static func rules(atr: Int64 = 3) throws -> RuleSet {
        var rules = Sample.rules(cap: Sample.cap(10_000))
        rules.bars = BarSettings(period: .m1, atrBars: atr, chandelierBars: 2, swingBars: 2)
        rules.swing = SwingStop(step: Distance(points: 1))
        return rules
    }

    private static func terminal() throws -> Terminal { Terminal(try rules()) }

    private static func bars(_ count: Int64, before end: Int64 = minuteNow) -> [MinuteBar] {
        (0..<count).map { bar(end - count + 1 + $0) }
    }

    private static func bar(_ minute: Int64, low: Int64 = 99_980, high: Int64 = 100_040) -> MinuteBar {
        MinuteBar(
            start: MarketTime(milliseconds: minute * 60_000), high: Price(points: high),
            low: Price(points: low), close: Price(points: (low + high) / 2), spread: Distance(points: 10))
    }

    @Test func aSymbolIsAskedForOnceAndItsBarsAreKnownAtOnce() throws {
        var terminal = try Self.terminal()
        terminal.connect()
        // Four times the average's three bars, and one that need not be whole.
        #expect(terminal.asked.map(\.minutes) == [13])
        #expect(!terminal.isWarm)
        terminal.answer(.complete(Self.bars(14)))
        #expect(terminal.isWarm)
        for _ in 0..<200 { terminal.wait(.seconds(10)) }
        #expect(terminal.asked.count == 1)
        #expect(terminal.counters.barsAsked == 1 && terminal.counters.barsTaken == 1)
    }

    @Test func whereNoRuleLooksAtBarsNothingIsAsked() {
        var terminal = Terminal(Sample.rules())
        terminal.connect()
        #expect(terminal.asked.isEmpty)
    }

    @Test func nothingIsAskedBeforeTheServersTimeIsKnown() throws {
        var terminal = try Self.terminal()
        terminal.collect { $0.linkRestored(at: $1, into: &$2) }
        terminal.synchronize()
        terminal.wait(.seconds(5))
        #expect(terminal.asked.isEmpty)
        terminal.hear(minute: Self.minuteNow)
        #expect(terminal.asked.count == 1)
    }

    @Test func aTerminalWithoutMinutesIsAskedAgainEverMoreRarelyAndNotForEver() throws {
        var terminal = try Self.terminal()
        terminal.connect()
        var pauses: [Int64] = []
        var last = terminal.now
        for _ in 0..<4_000 {
            let count = terminal.asked.count
            terminal.answer(.notYet)
            terminal.wait(.seconds(1))
            if terminal.asked.count > count {
                pauses.append((terminal.now - last).milliseconds / 1_000)
                last = terminal.now
            }
        }
        #expect(Array(pauses.prefix(8)) == [1, 2, 4, 8, 16, 32, 64, 64])
        #expect(terminal.asked.count == BarWarmUp.attemptsMax)
        terminal.synchronize()
        #expect(terminal.asked.count == BarWarmUp.attemptsMax + 1, "a snapshot begins anew")
    }

    @Test func oneQuestionAtATimeHoweverManySymbols() throws {
        var terminal = try Self.terminal()
        terminal.connect((0..<5).map { Sample.spec(SymbolID($0), name: "S\($0)") })
        #expect(terminal.asked.map(\.symbol) == [SymbolID(0)])
        for number in 0..<5 as Range<UInt16> {
            terminal.wait(.seconds(1))
            #expect(terminal.asked.count == Int(number) + 1)
            terminal.answer(.complete(Self.bars(14)), of: SymbolID(number))
        }
        #expect(terminal.asked.map(\.symbol) == (0..<5).map { SymbolID($0) })
        #expect(terminal.counters.barsTaken == 5)
    }

    @Test func anAnswerThatDoesNotComeIsAskedForAgainAndRefusedWhenItIsLate() throws {
        var terminal = try Self.terminal()
        terminal.connect()
        let first = try #require(terminal.asked.first)
        terminal.wait(BarWarmUp.patience)
        terminal.wait(BarWarmUp.pauseFirst)
        #expect(terminal.asked.count == 2)
        terminal.answer(.complete(Self.bars(14)), to: first.request)
        #expect(terminal.counters.barsRefused == 1 && terminal.counters.barsTaken == 0)
        terminal.answer(.complete(Self.bars(14)))
        #expect(terminal.counters.barsTaken == 1)
    }

    static let lies: [(what: String, bars: [MinuteBar])] = [
        ("unsorted", [bar(minuteNow), bar(minuteNow - 1)]),
        ("doubled", [bar(minuteNow - 1), bar(minuteNow - 1)]),
        ("future", [bar(minuteNow), bar(minuteNow + 62)]),
        ("negative", [bar(minuteNow, low: -5)]),
        ("free", [bar(minuteNow, low: 0)]),
        ("high below low", [bar(minuteNow, low: 100_001, high: 100_000)]),
        ("too many", bars(15)),
    ]

    @Test(arguments: lies.indices) func aHostileAnswerIsRefusedCountedAndAskedForAgain(lie: Int) throws {
        var terminal = try Self.terminal()
        terminal.connect()
        terminal.answer(.complete(Self.lies[lie].bars))
        #expect(terminal.counters.barsRefused == 1, "\(Self.lies[lie].what)")
        #expect(terminal.counters.barsTaken == 0)
        terminal.wait(BarWarmUp.pauseFirst)
        #expect(terminal.asked.count == 2)
    }

    @Test func whatNobodyAskedForOrOfAnotherSymbolIsRefused() throws {
        var terminal = try Self.terminal()
        terminal.connect()
        terminal.answer(.complete(Self.bars(14)), to: 77)
        terminal.answer(.complete(Self.bars(14)), of: SymbolID(3))
        terminal.answer(.damaged, to: 5)
        #expect(terminal.counters.barsRefused == 3 && terminal.counters.barsTaken == 0)
        terminal.answer(.complete(Self.bars(14)))
        #expect(terminal.counters.barsTaken == 1)
        terminal.answer(.complete(Self.bars(14)))
        #expect(terminal.counters.barsRefused == 4)
    }

    @Test func aNewLinkASnapshotAndALostShardAskAgainButNotInAStorm() throws {
        var terminal = try Self.terminal()
        terminal.connect()
        terminal.answer(.complete(Self.bars(14)))
        terminal.synchronize()
        #expect(terminal.asked.count == 1, "it was answered a moment ago")
        terminal.wait(BarWarmUp.spacing)
        #expect(terminal.asked.count == 2)
        terminal.answer(.complete(Self.bars(14)))
        terminal.wait(.seconds(60))
        terminal.collect { $0.shardLost([Sample.symbol], at: $1, into: &$2) }
        #expect(terminal.asked.count == 3)
        terminal.collect { $0.linkLost(at: $1, into: &$2) }
        terminal.answer(.complete(Self.bars(14)))
        #expect(terminal.counters.barsTaken == 2, "its session is over")
        terminal.connect()
        #expect(terminal.asked.count == 4)
    }

    @Test func rulesThatLookAtMoreBarsAskForThem() throws {
        var terminal = try Self.terminal()
        terminal.connect()
        terminal.answer(.complete(Self.bars(14)))
        terminal.wait(.seconds(60))
        let more = Sample.settings(.manage, try Self.rules(atr: 10))
        terminal.collect { $0.adopt(more, at: $1, into: &$2) }
        terminal.synchronize()
        #expect(terminal.asked.map(\.minutes) == [13, 41])
    }
}
