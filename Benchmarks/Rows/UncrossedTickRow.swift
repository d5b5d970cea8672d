import Core
import Runtime

/// What a tick costs that crosses no position's next price, with every rule there is enabled and ready, and that
/// the number of positions does not matter.
enum UncrossedTickRow: Row {
    static let name = "tick"
    private static let batch = 1_000

    static func measure(_ effort: Effort) throws -> [RowReport] {
        try [100, 1_000, 10_000].map { count in
            var few = try shard(positions: 10)
            var many = try shard(positions: count)
            let batches = effort.scaled(2_000)
            let outcome = try Comparison.run(
                blocks: effort.blocks,
                baseline: { try run(&few, batches, into: &$0) },
                subject: { try run(&many, batches, into: &$0) })
            var report = RowReport("uncrossed tick, \(count) positions")
            report.figures = [
                Figures("\(count) positions", outcome.subject, batch: batch),
                Figures("10 positions", outcome.baseline, batch: batch),
            ]
            if count == 10_000 {
                report.verdicts = [
                    Verdict("cost against 10 positions", .ratio, outcome.p50, atMost: 1.5),
                    Verdict(
                        "one tick, p50", .absolute, Double(outcome.subject.summary.p50_ns) / Double(batch),
                        atMost: 60, unit: "ns"),
                ]
            }
            report.add(noise: outcome.noise, blocks: outcome.blocks)
            report.notes.append("every rule is enabled, the bars they look at are built from these ticks")
            report.notes.append("a sample is the mean of \(batch) ticks, so the tail is that of batches")
            return report
        }
    }

    private static func shard(positions: Int) throws -> Shard {
        var settings = try Scene.settings(positions: positions)
        settings.selections[0].rules = try EveryRule.rules()
        var shard = Shard(settings: settings)
        var effects: [ShardEffect] = []
        shard.step(.snapshot(try Scene.snapshot(positions: positions)), at: .zero, into: &effects)
        shard.step(.bars(try EveryRule.history()), at: .zero, into: &effects)
        shard.step(.tick(Scene.tick(bid: Scene.open)), at: .zero, into: &effects)
        return shard
    }

    private static func run(
        _ shard: inout Shard, _ batches: Int, into histogram: inout LatencyHistogram
    ) throws {
        var effects: [ShardEffect] = []
        let decisions = shard.counters.decisions
        for _ in 0..<batches {
            let started = MonotonicClock.now()
            for step in 0..<batch {
                shard.step(.tick(Scene.tick(bid: Scene.open - Int64(step & 3))), at: .zero, into: &effects)
            }
            histogram.record(MonotonicClock.now() - started)
        }
        guard effects.isEmpty, shard.counters.decisions == decisions else {
            throw BenchmarkFailure("a tick that should cross nothing was decided upon")
        }
    }
}
