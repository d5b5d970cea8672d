import Core

/// A worker's thread: takes messages in order, steps the shards it owns, publishes what they want.
///
/// It shares nothing but its link, and frees nothing that another could look at. When its answers find no room
/// it keeps them and waits: they are bounded by the positions of one shard, and the bridge thread always
/// makes room. Owner: its own thread.
struct Worker {
    /// How soon a worker that waits for room looks again.
    private static let recheck = TimeSpan.milliseconds(1)

    private let link: WorkerLink
    private let plan: PoolPlan
    private let wake: WakeSignal
    /// By account, each with where its counters are published.
    private var shards: [Shard?] = []
    private var counters: [SharedShardCounters?] = []
    private var effects: [ShardEffect] = []

    init(link: WorkerLink, plan: PoolPlan, wake: WakeSignal) {
        self.link = link
        self.plan = plan
        self.wake = wake
    }

    /// Until the link says to end.
    mutating func run() {
        let link = self.link
        while !link.mustEnd {
            guard let message = link.inbound.pop() else {
                publishCounters()
                _ = link.bell.wait(plan.wait) { !link.inbound.isEmpty || link.mustEnd }
                continue
            }
            plan.beforeStep?(link.worker, link.incarnation)
            guard !link.mustEnd else { return }
            take(message)
            link.countFinished()
        }
    }

    private mutating func take(_ message: WorkerMessage) {
        let account = Int(message.account)
        while shards.count <= account {
            shards.append(nil)
            counters.append(nil)
        }
        switch message.content {
        case .open(let settings, let latch, let counters):
            shards[account] = Shard(settings: settings, latch: latch)
            self.counters[account] = counters
        case .step(let event): shards[account]?.step(event, at: message.now, into: &effects)
        }
        guard !effects.isEmpty else { return }
        for effect in effects {
            publish(
                WorkerAnswer(
                    account: message.account, ordinal: message.ordinal, effect: effect,
                    received: message.received))
        }
        effects.removeAll(keepingCapacity: true)
        wake.signalIfAsleep()
    }

    private func publish(_ answer: WorkerAnswer) {
        let outbound = link.outbound
        while !outbound.push(answer) {
            wake.signalIfAsleep()
            link.countWait()
            let deadline = MonotonicClock.now() + Self.recheck
            let link = self.link
            _ = link.bell.wait(.park, until: deadline) { outbound.count < outbound.capacity || link.mustEnd }
            if link.mustEnd { return }
        }
    }

    private func publishCounters() {
        for (shard, counters) in zip(shards, counters) {
            if let shard { counters?.store(shard.counters) }
        }
    }
}
