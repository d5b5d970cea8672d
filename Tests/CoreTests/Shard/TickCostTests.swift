import Testing

@testable import Core

/// A tick that crosses nothing looks at no position, however many are open.
@Suite struct TickCostTests {
    private func shard(positions: Int, uncovered: Int = 0) -> Shard {
        let rules = Sample.rules(trailing: Sample.trailing(start: 10, step: 10, distance: 50))
        var shard = Shard(settings: Sample.settings(.manage, rules))
        var effects: [ShardEffect] = []
        let open = (0..<positions).map { index -> Position in
            let isBuy = index % 2 == 0
            return Sample.position(UInt64(index) + 1, isBuy ? .buy : .sell, stop: isBuy ? 99_950 : 100_060)
        }
        let bare = (0..<uncovered).map { Sample.position(UInt64(positions + $0) + 1) }
        let all: [Position] = open + bare
        shard.step(
            .snapshot(
                Snapshot(
                    symbols: [Sample.spec()], valuations: [Sample.valuation()], ticks: [],
                    positions: all)), at: .zero, into: &effects)
        shard.step(.tick(Sample.tick(100_000)), at: .zero, into: &effects)
        return shard
    }

    @Test(arguments: [0, 10, 10_000], [0, 3])
    func aTickThatCrossesNothingDecidesNothing(positions: Int, uncovered: Int) {
        var shard = shard(positions: positions, uncovered: uncovered)
        var effects: [ShardEffect] = []
        let before = shard.counters.decisions
        for step: Int64 in 0..<1_000 {
            shard.step(.tick(Sample.tick(100_000 + step % 5)), at: .zero, into: &effects)
        }
        #expect(shard.counters.decisions == before)
        #expect(effects.isEmpty)
    }

    @Test func aTickThatCrossesOnePriceDecidesThatPositionAlone() {
        var shard = shard(positions: 1_000)
        var effects: [ShardEffect] = []
        let low = Sample.position(5_000, open: 99_000, stop: 99_900)
        shard.step(.position(low, .opened), at: .zero, into: &effects)
        shard.step(.tick(Sample.tick(100_001)), at: .zero, into: &effects)
        effects = []
        let before = shard.counters.decisions
        shard.step(.tick(Sample.tick(100_009)), at: .zero, into: &effects)
        shard.step(.tick(Sample.tick(100_008)), at: .zero, into: &effects)
        #expect(shard.counters.decisions - before <= 1)
    }

    @Test func thePeakBetweenTwoDecisionsIsNotLost() {
        var shard = shard(positions: 1)
        var effects: [ShardEffect] = []
        shard.step(.tick(Sample.tick(100_000, bidHigh: 100_009, askHigh: 100_019)), at: .zero, into: &effects)
        shard.step(.tick(Sample.tick(99_990)), at: .zero, into: &effects)
        shard.step(.control(.manage, .none), at: .zero, into: &effects)
        #expect(shard.desks[0]?.watches[0].peak == Price(points: 100_009))
    }

    /// Run by hand in a release build: `swift test -c release --filter uncrossedTickCost`, with
    /// BACKSTOP_MEASURE set; it prints, and asserts nothing about time.
    @Test(.enabled(if: Measure.isWanted, "skipped: set BACKSTOP_MEASURE to print the cost of a tick"))
    func uncrossedTickCost() {
        for positions in [10, 10_000, 10, 10_000, 10, 10_000] {
            var shard = shard(positions: positions)
            var effects: [ShardEffect] = []
            let count: Int64 = 2_000_000
            let clock = ContinuousClock()
            let spent = clock.measure {
                for step in 0..<count {
                    shard.step(.tick(Sample.tick(100_000 + (step & 3))), at: .zero, into: &effects)
                }
            }
            let each = spent / Double(count)
            print("uncrossed tick, \(positions) positions: \(each) each, \(effects.count) effects")
        }
    }
}
