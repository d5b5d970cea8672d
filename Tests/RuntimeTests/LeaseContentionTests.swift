import Core
import Runtime
import Synchronization
import Testing
import TestSupport

/// The lease table's invariants 1 to 4 while threads fight over a few slots.
@Suite struct LeaseContentionTests {
    @Test func threadsThatFightOverSlotsNeverShareOneAndForgetNoLane() throws {
        let arena = try Arena(slots: 3)
        let fighters = try (0..<3).map { seat in
            try NamedThread("lease-fighter") { arena.fight(seat: UInt16(seat + 1), rounds: 15_000) }
        }
        let watcher = try NamedThread("lease-watcher") { arena.watch() }
        for fighter in fighters { fighter.join() }
        arena.isOver.store(true, ordering: .releasing)
        watcher.join()

        let health = arena.table.health
        #expect(arena.violations.load(ordering: .relaxed) == 0)
        #expect(health.active == 0 && health.lateReleases == 0)
        #expect(health.acquisitions == health.releases)
        #expect(health.acquisitions == arena.granted.load(ordering: .relaxed))
        #expect(health.timeouts + health.ownersLost == arena.reclaimed.load(ordering: .relaxed))
        #expect(arena.wished.load(ordering: .relaxed) == arena.named.load(ordering: .relaxed))
        #expect(health.held.count == health.releases)
    }

    @Test func slotsOpenedAndClosedByManyThreadsAreNeverHandedOutTwice() throws {
        let table = LeaseTable(capacity: 4)
        let shared = Openings(table: table)
        let threads = try (0..<3).map { seat in
            try NamedThread("slot-opener") { shared.churn(seat: UInt64(seat + 1), rounds: 20_000) }
        }
        for thread in threads { thread.join() }
        #expect(shared.opened.load(ordering: .relaxed) > 0 && shared.doubled.load(ordering: .relaxed) == 0)
        #expect(
            (0..<4).allSatisfy { table.open(Ticket(UInt64($0)), of: AccountNumber(1)) != nil }
                && table.open(Ticket(9), of: AccountNumber(1)) == nil)
    }
}

/// What the fighting threads share. Only lanes above cap are used: nothing supersedes, so every lease must
/// be released by whoever took it.
private final class Arena: Sendable {
    let table = LeaseTable(capacity: 8, limits: LeaseLimits(held: .microseconds(20)))
    let slots: [LeaseSlot]
    let isOver = Atomic<Bool>(false)
    let violations = Atomic<UInt64>(0)
    let granted = Atomic<UInt64>(0)
    let reclaimed = Atomic<UInt64>(0)
    let wished = Atomic<UInt64>(0)
    let named = Atomic<UInt64>(0)
    private let request = Atomic<UInt64>(1)
    private let inside = InsideCounts()

    init(slots: Int) throws {
        var opened: [LeaseSlot] = []
        for ticket in 0..<slots {
            opened.append(try #require(table.open(Ticket(UInt64(ticket)), of: AccountNumber(1))))
        }
        self.slots = opened
    }

    func fight(seat: UInt16, rounds: Int) {
        var random = SplitMix(state: UInt64(seat))
        // Each fighter wishes with a lane of its own, so that a wish is never merged with another's.
        guard let lane = Lane(rawValue: UInt8(seat) + 2) else { return }
        for _ in 0..<rounds {
            let index = Int(random.next() % UInt64(slots.count))
            if hold(index, seat, lane) { continue }
            switch table.want(slots[index], lane, at: MonotonicClock.now()) {
            case .free: _ = hold(index, seat, lane)
            case .waits:
                wished.wrappingAdd(1, ordering: .relaxed)
                waitUntilNamed(index, lane)
                // The named lane takes its turn, so that its release names the next one.
                _ = hold(index, seat, lane)
            case .closed: violations.wrappingAdd(1, ordering: .relaxed)
            }
        }
    }

    /// Whoever releases tells the lane it names; a lane that is never told would wait here for ever.
    private func waitUntilNamed(_ index: Int, _ lane: Lane) {
        let patience = Patience()
        while !inside.takeName(index, lane) {
            if patience.isOver {
                violations.wrappingAdd(1, ordering: .relaxed)
                return
            }
            breathe()
        }
    }

    private func hold(_ index: Int, _ seat: UInt16, _ lane: Lane) -> Bool {
        let generation = RequestID(request.wrappingAdd(1, ordering: .relaxed).newValue)
        let slot = slots[index]
        guard
            table.acquire(
                slot, owner: LeaseOwner(seat), generation: generation, purpose: lane, at: MonotonicClock.now()
            )
        else { return false }
        granted.wrappingAdd(1, ordering: .relaxed)
        if inside.enter(index) != 1 { violations.wrappingAdd(1, ordering: .relaxed) }
        breathe()
        inside.leave(index)
        if let next = table.release(slot, generation: generation, at: MonotonicClock.now()) {
            named.wrappingAdd(1, ordering: .relaxed)
            inside.name(index, next)
        }
        return true
    }

    func watch() {
        var expired: [ExpiredLease] = []
        var seen: Set<RequestID> = []
        while !isOver.load(ordering: .acquiring) {
            expired.removeAll(keepingCapacity: true)
            table.expire(at: MonotonicClock.now(), into: &expired)
            table.reclaim(LeaseOwner(2), at: MonotonicClock.now(), into: &expired)
            for lease in expired {
                // Reclaimed twice, or an owner and a purpose of two different leases: a torn reading.
                if !seen.insert(lease.lease.request).inserted {
                    violations.wrappingAdd(1, ordering: .relaxed)
                }
                if UInt8(lease.lease.owner.rawValue) + 2 != lease.lease.purpose.rawValue {
                    violations.wrappingAdd(1, ordering: .relaxed)
                }
            }
            reclaimed.wrappingAdd(UInt64(expired.count), ordering: .relaxed)
            breathe()
        }
    }
}

/// How many threads believe to hold each of three slots, and which lanes were named there.
private final class InsideCounts: Sendable {
    private let first = Atomic<Int>(0), second = Atomic<Int>(0), third = Atomic<Int>(0)
    /// Bit `index * 8 + lane`.
    private let names = Atomic<UInt64>(0)

    func enter(_ index: Int) -> Int {
        switch index {
        case 0: first.wrappingAdd(1, ordering: .relaxed).newValue
        case 1: second.wrappingAdd(1, ordering: .relaxed).newValue
        default: third.wrappingAdd(1, ordering: .relaxed).newValue
        }
    }

    func leave(_ index: Int) {
        switch index {
        case 0: first.wrappingSubtract(1, ordering: .relaxed)
        case 1: second.wrappingSubtract(1, ordering: .relaxed)
        default: third.wrappingSubtract(1, ordering: .relaxed)
        }
    }

    func name(_ index: Int, _ lane: Lane) { names.bitwiseOr(bit(index, lane), ordering: .relaxed) }

    func takeName(_ index: Int, _ lane: Lane) -> Bool {
        names.bitwiseAnd(~bit(index, lane), ordering: .relaxed).oldValue & bit(index, lane) != 0
    }

    private func bit(_ index: Int, _ lane: Lane) -> UInt64 { 1 << UInt64(index * 8 + Int(lane.rawValue)) }
}

/// Opens a slot, takes it with a request of its own, and closes it with or without giving it back.
private final class Openings: Sendable {
    let opened = Atomic<Int>(0)
    let doubled = Atomic<Int>(0)
    private let table: LeaseTable

    init(table: LeaseTable) { self.table = table }

    func churn(seat: UInt64, rounds: Int) {
        for round in 0..<rounds {
            guard let slot = table.open(Ticket(seat), of: AccountNumber(1)) else { continue }
            opened.wrappingAdd(1, ordering: .relaxed)
            let request = RequestID(seat << 32 | UInt64(round))
            let isMine = table.acquire(
                slot, owner: .inline, generation: request, purpose: .cap, at: Instant(nanoseconds: 1))
            let lease = table.lease(slot)
            if !isMine || lease?.request != request || lease?.ticket != Ticket(seat) {
                doubled.wrappingAdd(1, ordering: .relaxed)
            }
            if round % 2 == 0 { _ = table.release(slot, generation: request, at: Instant(nanoseconds: 2)) }
            table.close(slot)
        }
    }
}
