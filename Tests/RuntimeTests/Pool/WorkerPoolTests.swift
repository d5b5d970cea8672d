import Core
import Synchronization
import Testing
import TestSupport

@testable import Runtime

@Suite struct WorkerPoolTests {
    @Test(arguments: [WaitStrategy.park, .adaptive, .spin], [1, 3])
    func everyPositionIsProposedForWhicheverWorkerOwnsIt(wait: WaitStrategy, workers: Int) throws {
        let bench = try PoolBench(PoolPlan(workers: workers, wait: wait))
        defer { bench.pool.stop() }
        bench.tell(.snapshot(PoolSample.book))
        #expect(bench.collect { $0.proposals.count == PoolSample.names.count })
        #expect(Set(bench.proposals.map(\.ticket)) == Set((1...4).map { Ticket($0) }))
    }

    @Test func aPoolProposesWhatOneShardAloneWould() throws {
        let bench = try PoolBench(PoolPlan(workers: 3, wait: .park, ringCapacity: 8))
        defer { bench.pool.stop() }
        var alone = Shard(settings: PoolSample.settings)
        var effects: [ShardEffect] = []
        var events: [ShardEvent] = [.snapshot(PoolSample.book)]
        for step in Int64(0)..<2_000 {
            let symbol = Int(step % 4)
            events.append(.tick(PoolSample.tick(100_000 + step, symbol: symbol, time: step)))
            if step % 100 == 99 { events.append(.settled(Ticket(UInt64(symbol + 1)))) }
        }
        for event in events {
            alone.step(event, at: .zero, into: &effects)
            bench.tell(event)
            // Without a backlog no tick is conflated, and the proposals are the very same.
            #expect(bench.collect { $0.isIdle })
        }
        bench.collect()
        var single: [Proposal] = []
        for case .propose(let proposal) in effects { single.append(proposal) }
        for ticket in (1...4).map({ Ticket($0) }) {
            #expect(bench.proposals.filter { $0.ticket == ticket } == single.filter { $0.ticket == ticket })
        }
        let isCounted = bench.collect { bench in bench.counters.reduce(0) { $0 + $1.value.ticks } == 2_000 }
        #expect(isCounted)
    }

    @Test func aRingThatFillsLosesNoTradeEventAndNoExtreme() throws {
        let gate = Turnstile()
        let hangs = HangSwitch()
        let bench = try PoolBench(
            PoolPlan(
                workers: 1, wait: .park, ringCapacity: 2,
                beforeStep: { _, _ in if hangs.isOn { gate.pass() } }))
        defer {
            gate.open()
            bench.pool.stop()
        }
        bench.tell(.snapshot(PoolSample.book))
        bench.tell(.tick(PoolSample.tick(100_000, time: 1)))
        #expect(bench.collect { $0.isIdle })
        hangs.turnOn()
        for step in Int64(0)..<1_000 { bench.tell(.tick(PoolSample.tick(100_000 + step, time: 2 + step))) }
        bench.tell(.tick(PoolSample.tick(100_950, time: 2_000)))
        bench.tell(.settled(Ticket(1)))
        #expect(bench.pool.reports[0].refused > 0)
        #expect(bench.pool.reports[0].conflated > 900)
        gate.open()
        #expect(bench.collect { $0.isIdle })
        bench.collect()
        let last = bench.proposals.last { $0.ticket == Ticket(1) }
        guard case .move(let move)? = last?.action else {
            Issue.record("the position must have been decided: \(bench.proposals)")
            return
        }
        #expect(move.stop == Price(points: 100_899), "trails the highest price, which no tick ended at")
    }

    @Test func answersThatFindNoRoomWaitAndAreNotLost() throws {
        let bench = try PoolBench(PoolPlan(workers: 1, wait: .park, ringCapacity: 2))
        defer { bench.pool.stop() }
        bench.tell(.snapshot(PoolSample.book))
        let patience = Patience()
        while bench.pool.reports[0].waitsForRoom == 0, !patience.isOver { breathe() }
        #expect(bench.pool.reports[0].waitsForRoom > 0)
        #expect(bench.collect { $0.proposals.count == 4 })
    }

    @Test func aReplacedWorkersAnswersAreNeverRead() throws {
        let gate = Turnstile()
        let bench = try PoolBench(
            PoolPlan(
                workers: 1, wait: .park,
                beforeStep: { _, incarnation in if incarnation == WorkerPool.firstPatient { gate.pass() } }
            ))
        defer {
            gate.open()
            bench.pool.stop()
        }
        bench.tell(.snapshot(PoolSample.book))
        #expect(bench.pool.replace(0, at: .zero) == .done)
        gate.open()
        bench.open(0)
        bench.pool.ring()
        #expect(bench.collect { $0.isIdle })
        bench.collect()
        #expect(bench.proposals.isEmpty, "the fresh worker was told nothing, the old one does not count")
    }

    @Test func aBacklogBeyondItsLimitAsksForAReplacement() throws {
        let gate = Turnstile()
        let bench = try PoolBench(
            PoolPlan(
                workers: 1, wait: .park, ringCapacity: 1, backlogMax: 4,
                beforeStep: { _, incarnation in if incarnation == WorkerPool.firstPatient { gate.pass() } }))
        defer {
            gate.open()
            bench.pool.stop()
        }
        for ticket in UInt64(1)...10 {
            bench.pool.send(PoolSample.message(.settled(Ticket(ticket))), to: 0)
        }
        #expect(bench.pool.takeOverflowed() == [0])
        #expect(bench.pool.takeOverflowed().isEmpty, "said once")
        #expect(bench.pool.replace(0, at: .zero) == .done)
        #expect(bench.pool.reports[0].backlog == 0)
        #expect(bench.pool.reports[0].replacements == 1)
    }

    @Test func aWorkerReplacedThriceWithinAMinuteIsMoreThanAnAccident() {
        var record = ReplacementRecord()
        let isTooOften = [0, 30, 61, 62].map { record.count(at: .zero + .seconds($0)) }
        #expect(isTooOften == [false, false, false, true])
        #expect(record.total == 4)
    }
}

/// Makes a worker hang from a moment of the test's choice.
final class HangSwitch: Sendable {
    private let state = Atomic<Bool>(false)
    var isOn: Bool { state.load(ordering: .acquiring) }
    func turnOn() { state.store(true, ordering: .releasing) }
}
