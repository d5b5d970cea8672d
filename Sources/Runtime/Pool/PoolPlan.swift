import Core

/// How a pool is set up.
public struct PoolPlan: Sendable {
    /// 1 to 64.
    public var workers: Int
    public var wait: WaitStrategy
    /// By worker; those beyond its end run anywhere.
    public var placements: [ThreadPlacement]
    /// Messages that fit into each ring.
    public var ringCapacity: Int
    /// Messages that may wait for a worker whose ring is full.
    public var backlogMax: Int
    /// Called by each worker before it steps a shard, with its number and incarnation: where tests make it hang.
    public var beforeStep: (@Sendable (_ worker: Int, _ incarnation: UInt16) -> Void)?

    public init(
        workers: Int, wait: WaitStrategy, placements: [ThreadPlacement] = [], ringCapacity: Int = 4_096,
        backlogMax: Int = 65_536, beforeStep: (@Sendable (Int, UInt16) -> Void)? = nil
    ) {
        precondition((1...64).contains(workers), "a pool has 1 to 64 workers")
        self.workers = workers
        self.wait = wait
        self.placements = placements
        self.ringCapacity = ringCapacity
        self.backlogMax = backlogMax
        self.beforeStep = beforeStep
    }
}
