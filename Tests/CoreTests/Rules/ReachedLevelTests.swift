import Testing

@testable import Core

/// What waits once the market has reached a stop or a target, and that nothing is lost by it.
@Suite struct ReachedLevelTests {
    private static let trailing = Sample.trailing(start: 10, step: 5, distance: 40)

    private static func extremes(_ low: Int64, _ high: Int64) -> ExitExtremes {
        ExitExtremes(Sample.tick(low, low, bidHigh: high, askHigh: high))
    }

    private static func quote(_ bid: Int64, seen: Instant) -> Quote {
        Quote(
            bid: Price(points: bid), ask: Price(points: bid + 10), time: MarketTime(milliseconds: 1),
            seen: seen)
    }

    private static func reach(_ low: Int64, _ high: Int64, _ side: Side, seen: Int64 = 0) -> RecentReach {
        RecentReach(extremes(low, high), of: side, seen: Instant(nanoseconds: seen))
    }

    @Test func aLevelIsReachedByAQuoteAtItOrBeyond() {
        let buy = Sample.position(1, .buy, stop: 99_900, takeProfit: 100_100)
        let sell = Sample.position(1, .sell, stop: 100_100, takeProfit: 99_900)
        for position in [buy, sell] {
            let side = position.side
            #expect(!Self.reach(99_901, 100_099, side).hasReachedLevel(of: position, at: .zero))
            #expect(Self.reach(99_900, 99_950, side).hasReachedLevel(of: position, at: .zero))
            #expect(Self.reach(100_000, 100_100, side).hasReachedLevel(of: position, at: .zero))
            let bare = Sample.position(1, side)
            #expect(!Self.reach(1, 1_000_000, side).hasReachedLevel(of: bare, at: .zero))
        }
    }

    @Test func whatWasReachedIsRememberedForThePatienceAndNoLonger() {
        let position = Sample.position(1, .buy, stop: 99_900)
        let ms: Int64 = 1_000_000
        let dip = Self.reach(99_900, 99_950, .buy)
        let after = dip.followed(by: Self.reach(99_950, 99_960, .buy, seen: 249 * ms))
        #expect(after.hasReachedLevel(of: position, at: Instant(nanoseconds: 250 * ms)))
        let later = dip.followed(by: Self.reach(99_950, 99_960, .buy, seen: 250 * ms))
        #expect(!later.hasReachedLevel(of: position, at: Instant(nanoseconds: 250 * ms)))
        #expect(dip.hasReachedLevel(of: position, at: Instant(nanoseconds: 250 * ms - 1)))
        #expect(!dip.hasReachedLevel(of: position, at: Instant(nanoseconds: 250 * ms)))
    }

    /// The stop was in force at the broker before its event said so, and the market went through it meanwhile.
    @Test func aStopThatWasReachedBeforeItsEventCameHoldsBackTheNextMove() throws {
        let rules = Sample.rules(cap: Sample.cap(10_000), trailing: Self.trailing)
        var rig = Rig.ready(
            Sample.settings(.manage, rules), positions: [Sample.position(1, stop: 99_900)],
            ticks: [Sample.tick(100_000)])
        rig.tick(100_020)
        let first = try rig.takeStop()
        #expect(first.stopLoss == Price(points: 99_980))
        rig.pass(.milliseconds(40))
        rig.tick(99_980)
        rig.pass(.milliseconds(5))
        rig.tick(100_000)
        rig.pass(.milliseconds(15))
        rig.confirm(first)
        rig.tick(100_050)
        #expect(rig.takeSent().isEmpty)
        rig.pass(.milliseconds(250))
        rig.tick(100_050)
        #expect(try rig.takeStop().stopLoss == Price(points: 100_010))
    }

    /// Over random positions, markets and rules: the same plan, except that a move that is not urgent waits.
    @Test(arguments: UInt64(0)..<10)
    func onlyAMoveThatIsNotUrgentWaitsAndOnlyWithAStopInPlace(block: UInt64) throws {
        for seed in block * 100..<(block + 1) * 100 { try check(seed: seed) }
    }

    private func check(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let plan = try #require(WorldPlan(seed: seed))
        let side: Side = dice.one(of: [.buy, .sell])
        let stop = side.favoured(Price(points: 100_000), by: Distance(points: dice.roll(-300...50)))
        let position = Sample.position(
            1, side, lots: dice.roll(1...200), stop: dice.chance(80) ? stop.points : nil)
        let bid = 100_000 + dice.roll(-200...200)
        let now = Instant(nanoseconds: 1_000_000_000)
        let valuation = dice.chance(95) ? Sample.valuation(whole: plan.worthPerPoint) : nil
        let peak = side.favoured(Price(points: bid), by: Distance(points: dice.roll(0...200)))
        let floor = dice.chance(10) ? side.favoured(stop, by: Distance(points: 5)) : nil
        let latch: KillLevel = dice.one(of: [.none, .none, .pause, .flatten, .freeze])
        func stance(_ position: Position, _ quote: Quote, _ reach: RecentReach?) -> Stance {
            var stance = Stance(
                position: position, rules: SharedRules(plan.rules),
                spec: Sample.spec(
                    tick: plan.tick, stopsLevel: plan.stopsLevel, freezeLevel: plan.freezeLevel),
                valuation: valuation, quote: quote, peak: peak, wanted: nil, floor: floor, caution: 0,
                mode: plan.mode, latch: latch)
            stance.reach = reach
            return stance
        }
        let quote = Self.quote(bid, seen: now)
        let free = stance(position, quote, nil).plan()
        let reach = RecentReach(Self.extremes(1, 10_000_000), of: side, seen: now)
        guard case .move(let move) = free, !move.lane.isUrgent, position.stopLoss != nil else {
            #expect(stance(position, quote, reach).plan() == free, "seed \(seed)")
            return
        }
        #expect(stance(position, quote, reach).plan() == .keep(.levelReached))
        let later = Self.quote(bid, seen: now + RecentReach.patience)
        #expect(stance(position, later, reach).plan() == free, "the wait ends with the patience")
    }

    @Test func tighteningGoesOnWithTheFirstTickAfterThePatience() throws {
        let rules = Sample.rules(cap: Sample.cap(10_000), trailing: Self.trailing)
        var rig = Rig.ready(
            Sample.settings(.manage, rules), positions: [Sample.position(1, stop: 99_950)],
            ticks: [Sample.tick(99_990)])
        rig.tick(99_990)
        rig.tick(99_949)
        rig.tick(100_100)
        #expect(rig.takeSent().isEmpty, "its stop was reached: the closure is on its way")
        rig.pass(.milliseconds(249))
        rig.tick(100_100)
        #expect(rig.takeSent().isEmpty)
        rig.pass(.milliseconds(1))
        rig.tick(100_100)
        #expect(try rig.takeStop().stopLoss == Price(points: 100_060))
    }

    @Test func aPositionWithoutAStopGetsOneWhateverTheMarketHasReached() throws {
        let rules = Sample.rules(cap: Sample.cap(10_000), trailing: Self.trailing)
        var rig = Rig.ready(
            Sample.settings(.manage, rules), positions: [Sample.position(1, stop: 99_950)],
            ticks: [Sample.tick(99_990)])
        rig.tick(99_990)
        rig.tick(99_940)
        rig.tick(99_990)
        rig.receive(.position(Sample.position(1)))
        #expect(try rig.takeStop().lane == .firstStop)
    }

    /// At a broker that executes stops on the very ticks it sends, every position ends at the same tick with the
    /// same stop, whether moves wait or not; only the requests that find nothing become fewer.
    @Test func waitingChangesNoEndOfAnyPositionAndSavesRequests() {
        var saved = 0
        for seed in UInt64(1)...12 {
            var waiting = HitMarket(seed: seed, .waiting)
            var hasty = HitMarket(seed: seed, .hasty)
            waiting.run(ticks: 800)
            hasty.run(ticks: 800)
            let isSame = waiting.ends == hasty.ends
            #expect(isSame, "seed \(seed)")
            #expect(waiting.ends.count > 3, "seed \(seed): hardly a stop was reached")
            #expect(waiting.notFound <= hasty.notFound, "seed \(seed)")
            saved += hasty.notFound - waiting.notFound
        }
        #expect(saved > 0, "\(saved)")
    }
}
