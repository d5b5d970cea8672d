import Bridge
import Core
import Runtime

/// Shards that a pool of workers steps: what goes to them, what comes back, what becomes of a lost one.
extension Guardians {
    /// A worker that nothing more is expected of.
    struct LostWorker {
        var worker: Int
        var cause: WorkerLoss
    }

    /// How soon a worker is asked for again when the system granted no thread.
    private static let retryPause = TimeSpan.milliseconds(100)

    /// The watchdog found a worker stuck or ended; the wake-up at hand replaces it. One that was replaced
    /// since is nobody's concern.
    mutating func lose(_ patient: Patient.ID, because cause: WorkerLoss) {
        guard let worker = pooled?.pool.worker(patient) else { return }
        lost.append(LostWorker(worker: worker, cause: cause))
        wakeAtOnce()
    }

    /// Wakes the workers, takes in what they have decided; before the accounts dispatch.
    mutating func settlePool(at now: Instant, into outbox: inout Outbox) {
        guard pooled != nil else { return }
        replaceLost(at: now, into: &outbox)
        pooled?.pool.ring()
        pooled?.pool.lingerForAnswers()
        pooled?.collect(into: &answers)
        for answer in answers {
            let index = answer.account
            // Time alone, or other orders, are nobody's tick.
            if let cause = answer.proposal.cause {
                stages?.saw(cause)
                let earliest = min(accounts[index].tickReceived ?? answer.received, answer.received)
                accounts[index].tickReceived = earliest
            }
            accounts[index].guardian.propose(answer.proposal, at: now, into: &outputs)
            carryOut(for: index, at: now, into: &outbox)
        }
        answers.removeAll(keepingCapacity: true)
    }

    /// After the accounts have dispatched: what they told their shards goes out.
    ///
    /// - Returns: when the pool wants a wake-up although nothing came.
    mutating func releasePool(at now: Instant) -> Instant {
        guard let pool = pooled?.pool else { return .never }
        pool.ring()
        if !lost.isEmpty { return now + Self.retryPause }
        return pool.hasBacklog ? now + .milliseconds(1) : .never
    }

    /// Before the poll: from here on a worker's answer wakes this thread.
    mutating func willSleep() {
        guard let pool = pooled?.pool else { return }
        pool.announceSleep()
        if pool.hasAnswers { wakeAtOnce() }
    }

    mutating func didWake() { pooled?.pool.announceAwake() }

    /// For the watchdog, in order.
    func takeWatches() -> [WorkerPool.Watch] { pooled?.pool.takeWatches() ?? [] }

    func stopPool() { pooled?.pool.stop() }

    func shardCounters(of index: Int) -> ShardCounters {
        pooled?.counters(of: index) ?? accounts[index].guardian.shard.counters
    }

    func positionViews(of index: Int) -> [PositionView] {
        guard let pooled else { return accounts[index].guardian.positionViews }
        return accounts[index].guardian.positionViews { pooled.quote(of: $0, account: index) }
    }

    private mutating func replaceLost(at now: Instant, into outbox: inout Outbox) {
        for worker in pooled?.pool.takeOverflowed() ?? [] {
            lost.append(LostWorker(worker: worker, cause: .overflowed))
        }
        let due = lost
        lost.removeAll()
        for entry in due { replace(entry, at: now, into: &outbox) }
    }

    private mutating func replace(_ entry: LostWorker, at now: Instant, into outbox: inout Outbox) {
        guard let pool = pooled?.pool else { return }
        let nobody = AccountNumber(0)
        switch pool.replace(entry.worker, at: now) {
        case .done: record(.workerReplaced(entry.worker, entry.cause), of: nobody)
        case .doneTooOften:
            record(.workerReplaced(entry.worker, entry.cause), of: nobody)
            record(.workerKeepsFailing(entry.worker), of: nobody)
        case .refused(let errno):
            record(.workerMissing(entry.worker, errno: errno), of: nobody)
            lost.append(entry)
            return
        }
        for index in accounts.indices {
            let symbols = pooled?.symbols(of: index, at: entry.worker) ?? []
            accounts[index].guardian.shardLost(symbols, at: now, into: &outputs)
            pooled?.rebuild(index, on: entry.worker, from: accounts[index].guardian, at: now)
            carryOut(for: index, at: now, into: &outbox)
        }
    }
}

/// Why a worker was replaced.
enum WorkerLoss: String, Sendable {
    /// Work waited for 150 ms, and it did nothing.
    case stuck
    /// Its thread came to an end.
    case ended
    /// More waited for it than can wait.
    case overflowed
}
