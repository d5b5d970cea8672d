import Core
import Synchronization

/// The counters of one shard as any thread may read them: each for itself exact, together a moment's truth.
/// Written by the worker that owns the shard, whenever it pauses.
public final class SharedShardCounters: Sendable {
    private let ticks = Atomic<UInt64>(0)
    private let refused = Atomic<UInt64>(0)
    private let crossed = Atomic<UInt64>(0)
    private let outOfOrder = Atomic<UInt64>(0)
    private let unknownSymbols = Atomic<UInt64>(0)
    private let decisions = Atomic<UInt64>(0)
    private let proposals = Atomic<UInt64>(0)

    public init() {}

    func store(_ counters: ShardCounters) {
        ticks.store(counters.ticks, ordering: .relaxed)
        refused.store(counters.ticksRefused, ordering: .relaxed)
        crossed.store(counters.ticksCrossed, ordering: .relaxed)
        outOfOrder.store(counters.ticksOutOfOrder, ordering: .relaxed)
        unknownSymbols.store(counters.unknownSymbols, ordering: .relaxed)
        decisions.store(counters.decisions, ordering: .relaxed)
        proposals.store(counters.proposals, ordering: .relaxed)
    }

    public var value: ShardCounters {
        var counters = ShardCounters()
        counters.ticks = ticks.load(ordering: .relaxed)
        counters.ticksRefused = refused.load(ordering: .relaxed)
        counters.ticksCrossed = crossed.load(ordering: .relaxed)
        counters.ticksOutOfOrder = outOfOrder.load(ordering: .relaxed)
        counters.unknownSymbols = unknownSymbols.load(ordering: .relaxed)
        counters.decisions = decisions.load(ordering: .relaxed)
        counters.proposals = proposals.load(ordering: .relaxed)
        return counters
    }
}
