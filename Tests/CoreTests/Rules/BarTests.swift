import Testing

@testable import Core

@Suite struct BarTests {
    private static func settings(
        _ period: BarPeriod = .m1, atr: Int64 = 3, chandelier: Int64 = 2, swing: Int64 = 2
    ) throws -> BarSettings {
        try #require(
            BarSettings(period: period, atrBars: atr, chandelierBars: chandelier, swingBars: swing))
    }

    private static func bars(_ settings: BarSettings) -> MarketBars {
        var bars = MarketBars()
        bars.want([settings])
        return bars
    }

    private static func add(_ bid: Int64, _ ask: Int64? = nil, at time: Int64, to bars: inout MarketBars) {
        let tick = Sample.tick(bid, ask ?? bid, time: time)
        let quote = Quote(bid: tick.bid, ask: tick.ask, time: tick.time, seen: .zero)
        if bars.turns(at: time) {
            _ = bars.turn(ExitExtremes(tick), closing: quote)
        } else {
            bars.extend(by: ExitExtremes(tick), closing: quote)
        }
    }

    private static func history(_ minutes: [MinuteBar]) throws -> BarHistory {
        try #require(BarHistory(symbol: Sample.symbol, minutes: minutes))
    }

    private static func minute(
        _ number: Int64, _ low: Int64, _ high: Int64, close: Int64? = nil, spread: Int64 = 0
    ) -> MinuteBar {
        MinuteBar(
            start: MarketTime(milliseconds: number * 60_000), high: Price(points: high),
            low: Price(points: low), close: Price(points: close ?? high), spread: Distance(points: spread))
    }

    @Test func nothingIsSaidBeforeEveryWindowIsFull() throws {
        var bars = Self.bars(try Self.settings(atr: 3, chandelier: 5))
        for minute: Int64 in 0..<6 {
            Self.add(100 + minute, at: minute * 60_000, to: &bars)
            #expect(bars.studies[0].reading(of: .buy) == nil, "minute \(minute)")
        }
        // The minute in which the ticks began is not whole; five more have passed.
        Self.add(110, at: 6 * 60_000, to: &bars)
        let reading = try #require(bars.studies[0].reading(of: .buy))
        #expect(reading.highest == 105 && reading.lowest == 104)
    }

    @Test func theFirstAverageIsTheMeanAndTheNextOnesAreWilders() throws {
        var average = AverageTrueRange(bars: 4)
        for range: Int64 in [10, 20, 30] {
            average.add(range: range)
            #expect(average.value == nil)
        }
        average.add(range: 41)
        #expect(average.value == 101 * AverageTrueRange.scale / 4)
        average.add(range: 0)
        #expect(average.value == (101 * AverageTrueRange.scale / 4) * 3 / 4)
    }

    @Test func theLongestAverageOfTheWidestRangesDoesNotOverflow() {
        var average = AverageTrueRange(bars: BarSettings.barsMax)
        for _ in 0..<500 { average.add(range: Price.limit) }
        #expect(average.value == Price.limit * AverageTrueRange.scale)
    }

    /// A rise of 0.02 steps, then the reversal to the extreme of the rise, by hand.
    @Test func theParabolicFollowsAndTurnsAsWilderSays() {
        var parabolic = ParabolicSAR(stepPermille: 20, maxPermille: 200)
        parabolic.add(SideBar(high: 1_000, low: 900, close: 950))
        #expect(parabolic.stop == nil)
        parabolic.add(SideBar(high: 1_100, low: 1_000, close: 1_050))
        #expect(parabolic.stop == 900)
        parabolic.add(SideBar(high: 1_300, low: 1_050, close: 1_250))
        // 900 + 0.04 x (1300 - 900)
        #expect(parabolic.stop == 916)
        parabolic.add(SideBar(high: 1_200, low: 910, close: 920))
        #expect(parabolic.stop == nil, "the price has gone through it: a fall from 1300")
        parabolic.add(SideBar(high: 1_310, low: 1_000, close: 1_300))
        // Through the fall's stop: a rise that begins at the fall's extreme of 910.
        #expect(parabolic.stop == 910)
    }

    @Test func barsBuiltFromTicksAreThoseTheTerminalWouldHaveSent() throws {
        for period in [BarPeriod.m1, .m5] {
            var dice = Dice(seed: 5)
            let settings = try Self.settings(period, atr: 3, chandelier: 4, swing: 2)
            var built = Self.bars(settings)
            var minutes: [MinuteBar] = []
            var bid: Int64 = 100_000
            for number: Int64 in 0..<60 {
                let ticks = dice.roll(1...9)
                var low = Int64.max
                var high = Int64.min
                for index in 0..<ticks {
                    bid += dice.roll(-30...30)
                    low = min(low, bid)
                    high = max(high, bid)
                    Self.add(bid, at: number * 60_000 + index * 6_000, to: &built)
                }
                minutes.append(Self.minute(number, low, high, close: bid))
            }
            Self.add(bid, at: 60 * 60_000, to: &built)
            var warmed = Self.bars(settings)
            warmed.adopt(try Self.history(Array(minutes[(period == .m1 ? 1 : 5)...])))
            Self.add(bid, at: 60 * 60_000, to: &warmed)
            #expect(built.studies[0].reading(of: .buy) != nil)
            for side in Side.allCases {
                #expect(built.studies[0].reading(of: side) == warmed.studies[0].reading(of: side))
            }
        }
    }

    @Test func aHistoryThatComesWhileAMinuteRunsJoinsTheTicksSeamlessly() throws {
        let settings = try Self.settings()
        let minutes = (0..<10).map { Self.minute($0, 100 + $0, 110 + $0) }
        var before = Self.bars(settings)
        before.adopt(try Self.history(minutes))
        var after = Self.bars(settings)
        for time: Int64 in [600_001, 610_000, 659_999] {
            Self.add(100 + time / 100_000, at: time, to: &before)
            if time == 610_000 { after.adopt(try Self.history(minutes)) }
            Self.add(100 + time / 100_000, at: time, to: &after)
        }
        Self.add(120, at: 660_000, to: &before)
        Self.add(120, at: 660_000, to: &after)
        #expect(before.studies[0].reading(of: .sell) != nil)
        for side in Side.allCases {
            #expect(before.studies[0].reading(of: side) == after.studies[0].reading(of: side))
        }
    }

    /// A terminal's minutes, with the one at hand, are copied at some moment and arrive some ticks, perhaps minutes,
    /// later; the desk has seen the ticks since some moment before, or none of them.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func aDeskWarmedAtAnyMomentKnowsWhatOneKnowsThatSawEveryTick(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let period = BarPeriod.allCases[Int(dice.roll(0...2))]
        let settings = try Self.settings(period, atr: dice.roll(1...5), chandelier: dice.roll(1...5))
        let spread = dice.roll(0...20)
        var ticks: [(bid: Int64, time: Int64)] = []
        var time = period.length_ms
        var bid: Int64 = 100_000
        while ticks.count < 1_500 {
            ticks.append((bid, time))
            bid += dice.roll(-30...30)
            // A history begins with a whole bar only if it has that bar's first minute.
            let isQuiet = ticks.count > 250 && dice.roll(0...40) == 0
            time += isQuiet ? dice.roll(60_000...600_000) : dice.roll(0...20_000)
        }
        let copied = Int(dice.roll(300...1_200))
        let began = Int(dice.roll(Int64(copied - 40)...Int64(copied)))
        let arrived = copied + Int(dice.roll(0...6))
        var minutes: [MinuteBar] = []
        var all = Self.bars(settings)
        var warmed = Self.bars(settings)
        for (place, tick) in ticks.enumerated() {
            // The bar in which ticks begin counts for nothing; a history that begins with it is whole.
            let known = minutes.drop { $0.start.milliseconds < 2 * period.length_ms }
            if place == arrived { warmed.adopt(try Self.history(Array(known))) }
            Self.add(tick.bid, tick.bid + spread, at: tick.time, to: &all)
            if place >= began { Self.add(tick.bid, tick.bid + spread, at: tick.time, to: &warmed) }
            if place < copied { Self.extend(&minutes, by: tick.bid, spread, at: tick.time) }
            guard place > arrived else { continue }
            for side in Side.allCases {
                #expect(
                    all.studies[0].reading(of: side) == warmed.studies[0].reading(of: side),
                    "seed \(seed) tick \(place) \(side)")
            }
        }
        #expect(warmed.studies[0].reading(of: .buy) != nil)
    }

    /// As a terminal keeps them.
    private static func extend(_ minutes: inout [MinuteBar], by bid: Int64, _ spread: Int64, at time: Int64) {
        let number = time / 60_000
        let price = Price(points: bid)
        guard var bar = minutes.last, bar.start.milliseconds == number * 60_000 else {
            minutes.append(minute(number, bid, bid, spread: spread))
            return
        }
        bar.high = max(bar.high, price)
        bar.low = min(bar.low, price)
        bar.close = price
        minutes[minutes.count - 1] = bar
    }

    @Test func aHistoryOlderThanWhatIsRememberedOfThePassedMinutesSaysNothing() throws {
        var bars = Self.bars(try Self.settings())
        for minute: Int64 in 20...40 { Self.add(100 + minute, at: minute * 60_000, to: &bars) }
        let reading = bars.studies[0].reading(of: .buy)
        bars.adopt(try Self.history((0..<20).map { Self.minute($0, 5, 9) }))
        #expect(bars.studies[0].reading(of: .buy) == reading)
    }

    @Test func asksOfTheTerminalsMinutesAreTheBidsAndTheirSpread() throws {
        var bars = Self.bars(try Self.settings())
        bars.adopt(try Self.history((0..<6).map { Self.minute($0, 100, 110, spread: 7) }))
        Self.add(100, at: 360_000, to: &bars)
        let reading = try #require(bars.studies[0].reading(of: .sell))
        #expect(reading.highest == -107 && reading.lowest == -117)
        #expect(reading.atr == 10 * AverageTrueRange.scale)
    }

    @Test func minutesThatCannotBeAreRefused() {
        func history(_ minutes: [MinuteBar]) -> BarHistory? {
            BarHistory(symbol: Sample.symbol, minutes: minutes)
        }
        #expect(history([]) != nil)
        #expect(history([Self.minute(2, 5, 9), Self.minute(2, 5, 9)]) == nil)
        #expect(history([Self.minute(2, 9, 5, close: 7)]) == nil)
        #expect(history([Self.minute(2, 5, 9, close: 10)]) == nil)
        #expect(history([Self.minute(2, 0, 9)]) == nil)
        #expect(history([Self.minute(2, 5, 9, spread: -1)]) == nil)
        #expect(history([Self.minute(2, 5, Price.limit, spread: 1)]) == nil)
        var odd = Self.minute(2, 5, 9)
        odd.start = MarketTime(milliseconds: 60_001)
        #expect(history([odd]) == nil)
        let many = (0...Int64(BarHistory.minutesMax)).map { Self.minute($0, 5, 9) }
        #expect(history(many) == nil && history(Array(many.dropLast())) != nil)
    }

    @Test func afterALostLinkBarsGoOnOnlyIfNoMinuteCanBeMissing() throws {
        let settings = try Self.settings()
        for (resumed, isKnown) in [(Int64(650_000), true), (690_000, true), (720_000, false)] {
            var bars = Self.bars(settings)
            for minute: Int64 in 0...10 { Self.add(100 + minute, at: minute * 60_000, to: &bars) }
            bars.interrupt()
            Self.add(130, at: resumed, to: &bars)
            #expect((bars.studies[0].reading(of: .buy) != nil) == isKnown, "\(resumed)")
        }
    }

    @Test func aClockThatGoesBackAddsNothingUntilItIsThereAgain() throws {
        var bars = Self.bars(try Self.settings())
        for minute: Int64 in 100...110 { Self.add(100, at: minute * 60_000, to: &bars) }
        let reading = bars.studies[0].reading(of: .buy)
        Self.add(500, at: 105 * 60_000, to: &bars)
        Self.add(100, at: 111 * 60_000, to: &bars)
        #expect(bars.studies[0].reading(of: .buy)?.highest == reading?.highest)
        Self.add(500, at: 1 * 60_000, to: &bars)
        #expect(bars.studies[0].reading(of: .buy) == nil, "a clock an hour back starts everything anew")
    }

    @Test func aBarThatClosesDecidesWhoeverLooksAtBars() throws {
        var rules = Sample.rules(cap: Sample.cap(10_000))
        rules.bars = try Self.settings()
        rules.swing = SwingStop(step: Distance(points: 1))
        var shard = Shard(settings: Sample.settings(.manage, rules))
        var effects: [ShardEffect] = []
        shard.step(
            .snapshot(
                Snapshot(
                    symbols: [Sample.spec()], valuations: [Sample.valuation()], ticks: [],
                    positions: [Sample.position(1, open: 90_000, stop: 89_000)])), at: .zero, into: &effects)
        for minute: Int64 in 0...5 {
            effects.removeAll()
            shard.step(.tick(Sample.tick(100_000, time: minute * 60_000)), at: .zero, into: &effects)
            let hasProposed = effects.contains { if case .propose = $0 { true } else { false } }
            #expect(hasProposed == (minute == 4), "minute \(minute)")
        }
        let before = shard.counters.decisions
        shard.step(.tick(Sample.tick(100_000, time: 359_999)), at: .zero, into: &effects)
        #expect(shard.counters.decisions == before, "within a bar nothing is decided")
    }
}
