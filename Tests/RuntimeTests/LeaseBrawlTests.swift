import Core
import Runtime
import Synchronization
import Testing

/// Invariant 2 of the lease table where everything that can end a lease happens at once: a lease that was granted
/// ends exactly once, released, superseded or closed, and whoever comes to release it later is told nothing.
@Suite struct LeaseBrawlTests {
    @Test func leasesSupersededOrClosedUnderTheirHoldersEndExactlyOnce() throws {
        let brawl = try Brawl(slots: 2)
        let fighters = try (0..<3).map { seat in
            try NamedThread("lease-brawler") { brawl.fight(seat: UInt16(seat + 1), rounds: 15_000) }
        }
        let watcher = try NamedThread("lease-watcher") { brawl.watch() }
        for fighter in fighters { fighter.join() }
        brawl.isOver.store(true, ordering: .releasing)
        watcher.join()

        let health = brawl.table.health
        #expect(health.acquisitions == brawl.granted.load(ordering: .relaxed))
        #expect(health.releases + health.lateReleases == health.acquisitions, "every holder came to release")
        #expect(health.lateReleases == health.superseded + health.endedByClose)
        #expect(health.active == 0)
        #expect(health.superseded > 0, "nothing was superseded")
        #expect(health.endedByClose > 0, "nothing was closed under its holder")
        #expect(health.timeouts >= health.superseded)
    }
}

private final class Brawl: Sendable {
    let table = LeaseTable(capacity: 8, limits: LeaseLimits(held: .microseconds(5)))
    let isOver = Atomic<Bool>(false)
    let granted = Atomic<UInt64>(0)
    private let slots: PosixLock<[LeaseSlot]>
    private let request = Atomic<UInt64>(1)

    init(slots count: Int) throws {
        var opened: [LeaseSlot] = []
        for ticket in 0..<count {
            opened.append(try #require(table.open(Ticket(UInt64(ticket)), of: AccountNumber(1))))
        }
        slots = PosixLock(opened)
    }

    /// Takes a slot in an urgent lane, holds it beyond its limit now and then, and gives it back; sometimes
    /// closes a slot instead, whoever holds it, and opens another in its place.
    func fight(seat: UInt16, rounds: Int) {
        var random = SplitMix(state: UInt64(seat))
        for _ in 0..<rounds {
            let roll = random.next()
            if roll % 50 == 0 {
                replace(Int(roll / 50 % 2))
            } else {
                hold(Int(roll % 2), seat, pauses: Int(roll / 100 % 4))
            }
        }
    }

    private func replace(_ index: Int) {
        slots.withLock { slots in
            table.close(slots[index])
            guard let slot = table.open(Ticket(UInt64(index)), of: AccountNumber(1)) else { return }
            slots[index] = slot
        }
    }

    private func hold(_ index: Int, _ seat: UInt16, pauses: Int) {
        let slot = slots.withLock { $0[index] }
        let generation = RequestID(request.wrappingAdd(1, ordering: .relaxed).newValue)
        guard
            table.acquire(
                slot, owner: LeaseOwner(seat), generation: generation, purpose: .cap,
                at: MonotonicClock.now())
        else { return }
        granted.wrappingAdd(1, ordering: .relaxed)
        for _ in 0..<pauses { breathe() }
        _ = table.release(slot, generation: generation, at: MonotonicClock.now())
    }

    func watch() {
        var expired: [ExpiredLease] = []
        while !isOver.load(ordering: .acquiring) {
            expired.removeAll(keepingCapacity: true)
            table.expire(at: MonotonicClock.now(), into: &expired)
            breathe()
        }
    }
}
