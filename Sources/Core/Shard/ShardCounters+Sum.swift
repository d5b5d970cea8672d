extension ShardCounters {
    /// What two shards have met together.
    public func adding(_ other: ShardCounters) -> ShardCounters {
        var sum = self
        sum.ticks &+= other.ticks
        sum.ticksRefused &+= other.ticksRefused
        sum.ticksCrossed &+= other.ticksCrossed
        sum.ticksOutOfOrder &+= other.ticksOutOfOrder
        sum.unknownSymbols &+= other.unknownSymbols
        sum.decisions &+= other.decisions
        sum.proposals &+= other.proposals
        return sum
    }
}
