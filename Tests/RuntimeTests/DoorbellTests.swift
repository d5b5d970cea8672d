import Core
import Runtime
import Synchronization
import Testing
import TestSupport

/// The doorbell's litmus table: of (finds work, reads asleep) the outcome (no, no) never happens. Were it to
/// happen once, the owner would sleep past its generous deadline and `wait` would say so.
@Suite struct DoorbellTests {
    @Test(arguments: WaitStrategy.allCases) func noWakeUpIsLost(strategy: WaitStrategy) throws {
        // Spinning on a machine with as many threads as cores costs a time slice a hand-over.
        let total = strategy == .spin ? 2_000 : 100_000
        let work = Ring<Int>(capacity: 2), answers = Ring<Int>(capacity: 2)
        let bell = Doorbell(), answered = Doorbell()
        let owner = try NamedThread("bell-owner") {
            for _ in 0..<total {
                let limit = MonotonicClock.now() + Patience.span
                guard bell.wait(strategy, until: limit, isReady: { !work.isEmpty }) == .ready,
                    let value = work.pop()
                else { return }
                _ = answers.push(value)
                answered.ring()
            }
        }
        var inOrder = 0
        for value in 0..<total {
            _ = work.push(value)
            bell.ring()
            let limit = MonotonicClock.now() + Patience.span
            guard answered.wait(.park, until: limit, isReady: { !answers.isEmpty }) == .ready else { break }
            if answers.pop() == value { inOrder += 1 }
        }
        owner.join()
        #expect(inOrder == total)
    }

    @Test func severalRingersWakeOneSleeper() throws {
        let each = 20_000, bell = Doorbell()
        let rings = (0..<3).map { _ in Ring<Int>(capacity: 64) }
        let ringers = try rings.map { ring in
            try NamedThread("bell-ringer") {
                for value in 0..<each {
                    while !ring.push(value) { breathe() }
                    bell.ring()
                }
            }
        }
        var received = 0
        while received < 3 * each {
            let limit = MonotonicClock.now() + Patience.span
            let outcome = bell.wait(.park, until: limit, isReady: { rings.contains { !$0.isEmpty } })
            // A lost wake-up would be found by the deadline's own look: in time is part of ready.
            guard outcome == .ready, MonotonicClock.now() < limit else { break }
            for ring in rings { while ring.pop() != nil { received += 1 } }
        }
        let inTime = received
        while ringers.contains(where: { !$0.life.hasEnded }) {
            for ring in rings { while ring.pop() != nil {} }
        }
        for ringer in ringers { ringer.join() }
        #expect(inTime == 3 * each)
    }

    @Test func ringingAnAwakeOwnerMakesNoSystemCall() {
        let bell = Doorbell()
        for _ in 0..<1_000 { bell.ring() }
        #expect(bell.wakeUps == 0)
        #expect(bell.wait(.park, isReady: { true }) == .ready)
        bell.ring()
        #expect(bell.wakeUps == 0)
    }

    @Test(arguments: WaitStrategy.allCases) func waitingEndsAtTheDeadline(strategy: WaitStrategy) {
        let deadline = MonotonicClock.now() + .milliseconds(2)
        #expect(Doorbell().wait(strategy, until: deadline, isReady: { false }) == .timedOut)
        #expect(MonotonicClock.now() >= deadline)
    }
}
