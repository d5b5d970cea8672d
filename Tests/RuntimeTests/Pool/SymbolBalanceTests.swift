import Core
import Runtime
import Testing
import TestSupport

/// Symbols that move between real workers.
@Suite struct SymbolBalanceTests {
    /// Later than any pause between two looks at the loads.
    private static let later = Instant(nanoseconds: 60_000_000_000)

    private static func shards(_ plan: PoolPlan) throws -> PooledShards {
        var shards = PooledShards(try WorkerPool(plan, wake: try WakeSignal()))
        shards.open(PoolSample.settings, latch: .none, at: .zero)
        return shards
    }

    /// Collects until all that was given is done.
    private static func settle(_ shards: inout PooledShards, into answers: inout [PooledShards.Answer])
        -> Bool
    {
        let patience = Patience()
        while !patience.isOver {
            shards.pool.ring()
            shards.collect(into: &answers)
            if shards.pool.reports.allSatisfy({ $0.done == $0.given && $0.backlog == 0 }) {
                shards.collect(into: &answers)
                // What has just been collected may have set a worker going again.
                if shards.pool.reports.allSatisfy({ $0.done == $0.given && $0.backlog == 0 }) { return true }
            }
            breathe()
        }
        return false
    }

    private static func events(_ range: Range<Int64>, symbols: [Int]) -> [ShardEvent] {
        range.flatMap { step in
            symbols.map { .tick(PoolSample.tick(100_000 + step, symbol: $0, time: step)) }
        }
    }

    @Test(arguments: [WaitStrategy.park, .adaptive])
    func aWorkerWithTooMuchToDoGivesASymbolAwayAndNothingIsLost(wait: WaitStrategy) throws {
        var shards = try Self.shards(PoolPlan(workers: 2, wait: wait))
        defer { shards.pool.stop() }
        var answers: [PooledShards.Answer] = []
        var alone = Shard(settings: PoolSample.settings)
        var effects: [ShardEffect] = []
        // Both symbols with ticks are the first worker's.
        let events: [ShardEvent] =
            [.snapshot(PoolSample.book)] + Self.events(0..<3_000, symbols: [0, 2])
        var moved = 0
        for (number, event) in events.enumerated() {
            alone.step(event, at: .zero, into: &effects)
            shards.pass(event, of: 0, at: .zero)
            if number == 2_000, shards.balanceIfDue(at: Self.later) != nil { moved += 1 }
            // In small portions, so that no tick is merged.
            if number % 500 == 0 { #expect(Self.settle(&shards, into: &answers)) }
        }
        #expect(Self.settle(&shards, into: &answers))
        #expect(moved == 1 && shards.moves == 1)
        #expect(shards.symbols(of: 0, at: 0).count == 1 && shards.symbols(of: 0, at: 1).count == 3)
        var single: [Proposal] = []
        for case .propose(let proposal) in effects { single.append(proposal) }
        #expect(single.count > 4)
        for ticket in (1...4).map({ Ticket($0) }) {
            #expect(
                answers.map(\.proposal).filter { $0.ticket == ticket }
                    == single.filter { $0.ticket == ticket })
        }
        #expect(shards.outdated == 0)
    }

    @Test func aSymbolWhoseWorkerIsLostOnTheWayIsRebuiltWhereItWasGoing() throws {
        let gate = Turnstile()
        let hangs = HangSwitch()
        var shards = try Self.shards(
            PoolPlan(
                workers: 2, wait: .park,
                beforeStep: { worker, incarnation in
                    if hangs.isOn, worker == 0, incarnation == WorkerPool.firstPatient { gate.pass() }
                }))
        defer {
            gate.open()
            shards.pool.stop()
        }
        var guardian = Guardian(settings: PoolSample.settings, epoch: Epoch(1), shards: .elsewhere)
        var outputs: [Guardian.Output] = []
        guardian.linkRestored(at: .zero, into: &outputs)
        guardian.snapshot(PoolSample.book, at: .zero, into: &outputs)
        var answers: [PooledShards.Answer] = []
        shards.pass(.snapshot(PoolSample.book), of: 0, at: .zero)
        for event in Self.events(0..<1_000, symbols: [0, 2]) { shards.pass(event, of: 0, at: .zero) }
        #expect(Self.settle(&shards, into: &answers))

        hangs.turnOn()
        let begun = shards.balanceIfDue(at: Self.later)
        let move = try #require(begun)
        // The destination is held: what it is told waits for a desk that will never come.
        shards.pass(.tick(PoolSample.tick(100_000, symbol: 3)), of: 0, at: .zero)
        shards.pool.ring()
        answers.removeAll()
        #expect(shards.pool.replace(move.load.place, at: Self.later) == .done)
        shards.rebuild(0, on: move.load.place, from: guardian, at: Self.later)
        #expect(Self.settle(&shards, into: &answers))
        #expect(shards.symbols(of: 0, at: move.destination).contains(move.load.symbol))
        #expect(
            Set(answers.map(\.proposal.ticket)) == Set((1...4).map { Ticket($0) }), "all are guarded again")
    }
}
