import Broker
import Core
import Glibc
import Testing

@Suite struct MarketTests {
    private func file(_ name: String, _ lines: [String], lineEnd: String = "\r\n") throws -> String {
        let folder = "/tmp/backstop-market-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        try #require(mkdir(folder, 0o700) == 0)
        let path = folder + "/" + name
        let text =
            (["<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>"] + lines)
            .map { $0 + lineEnd }.joined()
        let handle = try #require(fopen(path, "w"))
        fputs(text, handle)
        fclose(handle)
        return path
    }

    private func play(_ paths: [String], from start: MarketTime? = nil) throws -> (
        ticks: [Tick], market: Market
    ) {
        var market = try Market(files: paths, from: start)
        var ticks: [Tick] = []
        while let tick = market.next() { ticks.append(tick) }
        return (ticks, market)
    }

    @Test func aTickFileIsReadExactly() throws {
        let path = try file(
            "EURUSD_20140502.csv",
            [
                "2014.05.02\t03:00:00.277\t1.38694\t1.38705\t\t\t6",
                "2014.05.02\t03:00:02.339\t1.3869\t1.387\t\t\t6",
            ])
        let (ticks, market) = try play([path])
        #expect(market.contracts[0].name == "EURUSD")
        #expect(ticks.count == 2)
        #expect(ticks[0].time == MarketTime(milliseconds: 1_398_999_600_277))
        #expect(ticks[0].quote == Quote(bid: Price(points: 138_694), ask: Price(points: 138_705)))
        #expect(ticks[1].quote == Quote(bid: Price(points: 138_690), ask: Price(points: 138_700)))
    }

    @Test func aSideThatIsLeftOutIsUnchanged() throws {
        let path = try file(
            "EURUSD_x.csv",
            [
                "2014.05.02\t03:00:00\t1.38694\t\t\t\t2",
                "2014.05.02\t03:00:01\t\t1.38705\t\t\t4",
                "2014.05.02\t03:00:02\t1.38695\t\t\t\t2",
            ], lineEnd: "\n")
        let (ticks, _) = try play([path])
        #expect(ticks.map(\.quote.bid.points) == [138_694, 138_695])
        #expect(ticks.map(\.quote.ask.points) == [138_705, 138_705])
    }

    @Test func badLinesAreSkippedCountedByKindAndNumbered() throws {
        let path = try file(
            "EURUSD_x.csv",
            [
                "2014.05.02\t03:00:00.000\t1.38694\t1.38705\t\t\t6",
                "2014.05.02\t03:00:0",
                "2014.05.02\t03:00:01.000\t1.38x94\t1.38705\t\t\t6",
                "2014.05.02\t03:00:01.000\t0\t1.38705\t\t\t6",
                "2014.05.02\t03:00:01.000\t-1.3\t1.38705\t\t\t6",
                "2014.05.02\t02:59:59.000\t1.38694\t1.38705\t\t\t6",
                "2014.05.02\t03:00:01.000\t1.386945\t1.38705\t\t\t6",
                "2014.05.02\t03:00:02.000\t1.38694\t\t\t\t6",
                "2014.05.02\t03:00:03.000\t1.38696\t1.38707\t\t\t6",
            ])
        let (ticks, market) = try play([path])
        let lines = market.badLines[0].lines
        #expect(ticks.count == 2)
        #expect(lines.count(.truncated) == 2)
        #expect(lines.count(.notANumber) == 1)
        #expect(lines.count(.impossiblePrice) == 2)
        #expect(lines.count(.backwards) == 1)
        #expect(lines.count(.offGrid) == 1)
        #expect(lines.examples.map(\.line) == [3, 4, 5, 6, 7, 8, 9])
    }

    @Test func filesOfOneSymbolFollowEachOtherAndSymbolsAreMerged() throws {
        let monday = try file(
            "XAUUSD_b.csv",
            ["2014.05.05\t01:00:00.5\t1300.1\t1301.8\t\t\t6"].map {
                $0.replacingSecondFraction()
            })
        let friday = try file("XAUUSD_a.csv", ["2014.05.02\t23:00:00.000\t1290.1\t1290.8\t\t\t6"])
        let euro = try file("EURUSD.fxcm_1.csv", ["2014.05.03\t00:00:00.000\t1.38\t1.39\t\t\t6"])
        let (ticks, market) = try play([monday, friday, euro])
        #expect(market.contracts.map(\.name) == ["XAUUSD", "EURUSD.fxcm"])
        #expect(ticks.map(\.symbol.rawValue) == [0, 1, 0])
    }

    @Test func aMissingFileIsATypedError() {
        #expect(throws: TickFile.Failure.unreadable(path: "/nowhere/X_1.csv", errno: ENOENT)) {
            _ = try Market(files: ["/nowhere/X_1.csv"])
        }
    }

    @Test func generatedMarketsRepeatFromTheirSeedAndDifferBetweenSeeds() {
        func first(_ seed: UInt64) -> [Tick] {
            var market = Market(seed: seed)
            return (0..<2_000).compactMap { _ in market.next() }
        }
        #expect(first(7) == first(7))
        #expect(first(7) != first(8))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func generatedQuotesStayPlausible(seed: UInt64) {
        var market = Market(seed: seed)
        let start = Market.builtInStart
        var counts = [0, 0, 0]
        var weekend = false
        var last = start
        while let tick = market.next(), tick.time.milliseconds < start.milliseconds + 48 * 3_600_000 * 2 {
            let contract = market.contracts[tick.symbol.rawValue]
            #expect(tick.time >= last, "seed \(seed)")
            #expect(contract.sessions.isOpen(at: tick.time), "seed \(seed)")
            #expect(tick.quote.bid.isQuotable && tick.quote.ask.isQuotable, "seed \(seed)")
            if tick.time.milliseconds - last.milliseconds > 40 * 3_600_000 { weekend = true }
            last = tick.time
            counts[tick.symbol.rawValue] += 1
        }
        #expect(weekend)
        // 36 + 24 open hours: one to two and a half quotes a second.
        for count in counts { #expect((200_000...600_000).contains(count), "seed \(seed): \(counts)") }
    }

    @Test func longSilencesAreSkippedAndSpeedDividesTheRest() throws {
        let path = try file(
            "EURUSD_x.csv",
            [
                "2014.05.02\t03:00:00.000\t1.38694\t1.38705\t\t\t6",
                "2014.05.02\t03:01:00.000\t1.38695\t1.38705\t\t\t6",
                "2014.05.02\t04:00:00.000\t1.38696\t1.38705\t\t\t6",
            ])
        var timeline = Timeline(
            try Market(files: [path]), speedPermille: 2_000, start: Instant(nanoseconds: 5))
        var due: [Int64] = []
        while let next = timeline.next {
            due.append(next.due.nanoseconds)
            timeline.advance()
        }
        #expect(due == [5, 30_000_000_005, 30_500_000_005])
    }

    @Test func aTextMomentBecomesMarketTime() {
        #expect(MarketTime(text: "2014-05-02 15:30") == MarketTime(milliseconds: 1_399_044_600_000))
        #expect(MarketTime(text: "2014.05.02") == MarketTime(milliseconds: 1_398_988_800_000))
        #expect(MarketTime(text: "2014-13-02") == nil)
        #expect(MarketTime(text: "yesterday") == nil)
    }
}

extension String {
    /// `00.5` as `00.500`, the only form the layout has.
    fileprivate func replacingSecondFraction() -> String {
        split(separator: "\t", omittingEmptySubsequences: false).map { column in
            column.hasSuffix("00.5") ? String(column) + "00" : String(column)
        }.joined(separator: "\t")
    }
}
