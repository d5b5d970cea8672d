import Core

/// The shards of all accounts in a pool of workers: which worker gets what, and what comes back from them.
///
/// Owner: the bridge thread. Bounds: the pool's, and a router for each account.
public struct PooledShards {
    /// The answer of a shard, and when the frame behind it was taken from the socket.
    public struct Answer {
        public var account: Int
        public var proposal: Proposal
        public var received: Instant
    }

    public let pool: WorkerPool
    private var routers: [ShardRouter] = []
    /// By account and worker.
    private var counters: [[SharedShardCounters]] = []
    /// By account: what the shards of replaced workers had met.
    private var former: [ShardCounters] = []
    private var routed: [RoutedEvent] = []
    private var answers: [WorkerAnswer] = []
    /// Proposals that came too late to be about the world as it stands.
    public private(set) var outdated: UInt64 = 0

    public init(_ pool: WorkerPool) { self.pool = pool }

    /// Takes in the next account.
    public mutating func open(_ settings: Settings, latch: KillLevel, at now: Instant) {
        let account = routers.count
        routers.append(ShardRouter(places: pool.workers))
        former.append(ShardCounters())
        counters.append((0..<pool.workers).map { _ in SharedShardCounters() })
        for worker in 0..<pool.workers { open(account, on: worker, settings, latch: latch, at: now) }
    }

    public mutating func pass(_ event: ShardEvent, of account: Int, at now: Instant) {
        routers[account].route(event, into: &routed)
        sendRouted(of: account, at: now)
    }

    /// Appends what the workers have decided and what still counts.
    public mutating func collect(into list: inout [Answer]) {
        pool.collect(into: &answers)
        for answer in answers {
            switch answer.effect {
            case .propose(let proposal):
                let account = Int(answer.account)
                if routers[account].accepts(proposal, causedBy: answer.ordinal) {
                    list.append(Answer(account: account, proposal: proposal, received: answer.received))
                } else {
                    outdated &+= 1
                }
            }
        }
        answers.removeAll(keepingCapacity: true)
    }

    /// What the symbols of an account at a worker are.
    public func symbols(of account: Int, at worker: Int) -> [SymbolID] {
        routers[account].symbols(at: worker)
    }

    /// Gives a fresh worker an account's shard, from what the account knows.
    public mutating func rebuild(_ account: Int, on worker: Int, from guardian: Guardian, at now: Instant) {
        former[account] = former[account].adding(counters[account][worker].value)
        counters[account][worker] = SharedShardCounters()
        let latch = guardian.account.latch
        open(account, on: worker, guardian.settings, latch: latch, at: now)
        routers[account].rebuild(
            worker, from: guardian.book, mode: guardian.account.mode, latch: latch, into: &routed)
        sendRouted(of: account, at: now)
    }

    /// What all shards of an account have met; those at work are counted up to their last pause.
    public func counters(of account: Int) -> ShardCounters {
        counters[account].reduce(former[account]) { $0.adding($1.value) }
    }

    public func quote(of symbol: SymbolID, account: Int) -> Quote? {
        routers[account].lastTick(of: symbol).map {
            Quote(bid: $0.bid, ask: $0.ask, time: $0.time, seen: $0.seen)
        }
    }

    private func open(
        _ account: Int, on worker: Int, _ settings: Settings, latch: KillLevel, at now: Instant
    ) {
        let content = WorkerMessage.Content.open(settings, latch, counters[account][worker])
        pool.send(
            WorkerMessage(
                account: UInt16(clamping: account), ordinal: 0, content: content, now: now, received: now),
            to: worker)
    }

    private mutating func sendRouted(of account: Int, at now: Instant) {
        for piece in routed {
            pool.send(
                WorkerMessage(
                    account: UInt16(clamping: account), ordinal: piece.ordinal, content: .step(piece.event),
                    now: now, received: now),
                to: piece.place)
        }
        routed.removeAll(keepingCapacity: true)
    }
}
