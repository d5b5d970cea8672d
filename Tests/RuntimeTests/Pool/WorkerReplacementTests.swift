import Core
import Testing
import TestSupport

@testable import Runtime

@Suite struct WorkerReplacementTests {
    /// S11, and the promise that a stuck worker's positions are guarded again within 400 ms of its last
    /// progress. On a crowded machine the watchdog's own checks come late, so it is tried until a round was
    /// left alone.
    @Test(arguments: [0, 1, 2])
    func theWatchdogFindsAHungWorkerAndItsPositionsAreGuardedAgain(hung: Int) throws {
        let patience = Patience()
        var gap = try gapAfterAHang(of: hung)
        while gap > .milliseconds(400), !patience.isOver { gap = try gapAfterAHang(of: hung) }
        #expect(gap <= .milliseconds(400), "guarded again after \(gap.milliseconds) ms")
        print("guarded again \(gap.milliseconds) ms after the last progress")
    }

    /// From the last progress of a worker that hangs to the last proposal for the positions that were its.
    private func gapAfterAHang(of hung: Int) throws -> TimeSpan {
        let gate = Turnstile()
        let hangs = HangSwitch()
        let bench = try PoolBench(
            PoolPlan(
                workers: 3, wait: .park,
                beforeStep: { worker, incarnation in
                    if worker == hung, incarnation == WorkerPool.firstPatient + UInt16(hung), hangs.isOn {
                        gate.pass()
                    }
                }))
        let watchdog = try Watchdog(leases: LeaseTable(capacity: 16), patients: [], wake: bench.wake)
        defer {
            watchdog.stop()
            gate.open()
            bench.pool.stop()
        }
        Self.follow(bench.pool, watchdog)
        bench.tell(.snapshot(PoolSample.book))
        #expect(bench.collect { $0.proposals.count == 4 && $0.isIdle })
        hangs.turnOn()
        let mine = bench.router.symbols(at: hung)
        #expect(!mine.isEmpty)
        let began = MonotonicClock.now()
        for symbol in mine {
            bench.tell(.tick(PoolSample.tick(100_500, symbol: Int(symbol.rawValue), time: 2)))
        }
        bench.proposals.removeAll()

        var replaced = 0
        let isGuarded = bench.collect { bench in
            while let finding = watchdog.findings.pop() {
                guard case .stuck(let id) = finding, let worker = bench.pool.worker(id) else { continue }
                #expect(worker == hung)
                replaced += 1
            }
            return replaced > 0
        }
        #expect(isGuarded)
        #expect(bench.pool.replace(hung, at: MonotonicClock.now()) == .done)
        Self.follow(bench.pool, watchdog)
        bench.open(hung)
        var routed: [RoutedEvent] = []
        bench.router.rebuild(hung, from: PoolSample.book, mode: .manage, latch: .none, into: &routed)
        bench.pass(routed)
        #expect(bench.collect { $0.proposals.count >= mine.count })
        let gap = MonotonicClock.now() - began
        #expect(gap >= .milliseconds(100), "no sooner than the watchdog may condemn a worker")
        #expect(Set(bench.proposals.map(\.ticket)) == Set(mine.map { Ticket(UInt64($0.rawValue) + 1) }))
        #expect(bench.pool.reports[hung].replacements == 1)
        return gap
    }

    @Test func aWorkerThatWaitsForTheBridgeThreadIsNotStuck() throws {
        let bench = try PoolBench(PoolPlan(workers: 1, wait: .park, ringCapacity: 2))
        defer { bench.pool.stop() }
        guard case .begin(let patient)? = bench.pool.takeWatches().first else {
            Issue.record("the pool's worker must be watched")
            return
        }
        var routed: [RoutedEvent] = []
        var router = ShardRouter(places: 1)
        router.route(.snapshot(PoolSample.book), into: &routed)
        bench.pass(routed)
        let patience = Patience()
        while bench.pool.reports[0].waitsForRoom == 0, !patience.isOver { breathe() }
        let before = patient.signs()
        #expect(before.hasWork)
        while patient.signs().progress == before.progress, !patience.isOver { breathe() }
        #expect(patient.signs().progress != before.progress)
    }

    private static func follow(_ pool: WorkerPool, _ watchdog: Watchdog) {
        for watch in pool.takeWatches() {
            switch watch {
            case .begin(let patient): #expect(watchdog.watch(patient))
            case .end(let id): #expect(watchdog.forget(id))
            }
        }
    }
}
