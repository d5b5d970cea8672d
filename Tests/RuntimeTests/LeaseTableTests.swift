import Core
import Testing

@testable import Runtime

/// The lease table's invariants, seen from one thread; time is a value.
@Suite struct LeaseTableTests {
    private let start = Instant(nanoseconds: 1_000_000_000)

    private func opened(_ table: LeaseTable) throws -> LeaseSlot {
        try #require(table.open(Ticket(7), of: AccountNumber(1)))
    }

    private func acquire(
        _ table: LeaseTable, _ slot: LeaseSlot, _ request: UInt64, _ purpose: Lane = .trailing,
        owner: LeaseOwner = .inline
    ) -> Bool {
        table.acquire(slot, owner: owner, generation: RequestID(request), purpose: purpose, at: start)
    }

    @Test func aSlotFillsTwoCacheLines() {
        #expect(MemoryLayout<LeaseCell>.stride == 128)
    }

    @Test func aPositionHasOneHolderAtATime() throws {
        let table = LeaseTable(capacity: 4), slot = try opened(table)
        #expect(acquire(table, slot, 1))
        #expect(!acquire(table, slot, 2, .flatten))
        #expect(table.lease(slot)?.request == RequestID(1))
        #expect(table.release(slot, generation: RequestID(1), at: start) == nil)
        #expect(acquire(table, slot, 3))
        #expect(table.health.contention == 1 && table.health.active == 1)
    }

    @Test func aReleaseNamesTheMostUrgentLaneThatWaits() throws {
        let table = LeaseTable(capacity: 4), slot = try opened(table)
        #expect(table.want(slot, .trailing, at: start) == .free)
        #expect(acquire(table, slot, 1))
        for lane in [Lane.trailing, .cap, .breakEven] { #expect(table.want(slot, lane, at: start) == .waits) }
        let later = start + .milliseconds(40)
        #expect(table.release(slot, generation: RequestID(1), at: later) == .cap)
        #expect(acquire(table, slot, 2, .cap))
        #expect(table.withdraw(slot, .breakEven))
        #expect(table.release(slot, generation: RequestID(2), at: later) == .trailing)
        #expect(acquire(table, slot, 3))
        #expect(table.release(slot, generation: RequestID(3), at: later) == nil)
        #expect(table.health.waited.count == 2 && table.health.waited.max_ns == 40_000_000)
    }

    @Test func everyLaneIsToldHowLongItHasWaitedItself() throws {
        let table = LeaseTable(capacity: 4), slot = try opened(table)
        #expect(acquire(table, slot, 1))
        #expect(table.want(slot, .trailing, at: start) == .waits)
        #expect(table.want(slot, .cap, at: start + .milliseconds(30)) == .waits)
        #expect(table.release(slot, generation: RequestID(1), at: start + .milliseconds(40)) == .cap)
        #expect(table.health.waited.max_ns <= 11_000_000, "the cap came 30 ms after trailing")
        #expect(acquire(table, slot, 2, .cap))
        #expect(table.release(slot, generation: RequestID(2), at: start + .milliseconds(50)) == .trailing)
        #expect(table.health.waited.max_ns >= 49_000_000)
    }

    @Test(arguments: Lane.allCases) func aLeaseIsReclaimedOnceAndAtItsLimit(purpose: Lane) throws {
        let table = LeaseTable(capacity: 4), slot = try opened(table)
        let limit = table.limits.limit(for: purpose)
        #expect(limit == (purpose == .profitLock ? .seconds(7) : .seconds(5)))
        #expect(acquire(table, slot, 1, purpose))
        var expired: [ExpiredLease] = []
        table.expire(at: start + limit + TimeSpan(nanoseconds: -1), into: &expired)
        #expect(expired.isEmpty)
        table.expire(at: start + limit, into: &expired)
        table.expire(at: start + limit, into: &expired)
        let lease = Lease(
            account: AccountNumber(1),
            ticket: Ticket(7), request: RequestID(1), owner: .inline, purpose: purpose, since: start)
        #expect(expired == [ExpiredLease(lease: lease, held: limit, cause: .timeout)])
        #expect(table.health.timeouts == 1 && table.health.stale == 0)
    }

    @Test func aLeaseReclaimedAfterTheGraceWasStale() throws {
        let table = LeaseTable(capacity: 4), slot = try opened(table)
        #expect(acquire(table, slot, 1))
        var expired: [ExpiredLease] = []
        table.expire(at: start + .milliseconds(5_201), into: &expired)
        #expect(expired.count == 1 && table.health.stale == 1)
    }

    @Test func anotherAccountsRequestOfTheSameNumberIsAnotherLease() throws {
        let table = LeaseTable(capacity: 1), old = try opened(table)
        #expect(acquire(table, old, 5))
        let seen = table.cell(of: old).pointee.heldLease()
        #expect(table.release(old, generation: RequestID(5), at: start) == nil)
        table.close(old)
        let new = try #require(table.open(Ticket(7), of: AccountNumber(2)))
        #expect(acquire(table, new, 5))
        #expect(table.cell(of: new).pointee.heldLease()?.word != seen?.word)
        #expect(!table.expire(old, generation: RequestID(5)))
        #expect(table.release(old, generation: RequestID(5), at: start) == nil)
        #expect(table.health.lateReleases == 1 && table.lease(new)?.account == AccountNumber(2))
        #expect(table.release(new, generation: RequestID(5), at: start) == nil)
        #expect(acquire(table, new, 6), "the slot still serves")
    }

    @Test func aHolderThatExpiresItsOwnLeaseIsCountedOnceWhoeverComesSecond() throws {
        let table = LeaseTable(capacity: 4), slot = try opened(table)
        #expect(acquire(table, slot, 1))
        #expect(!table.expire(slot, generation: RequestID(2)))
        #expect(table.expire(slot, generation: RequestID(1)))
        #expect(!table.expire(slot, generation: RequestID(1)))
        var expired: [ExpiredLease] = []
        table.expire(at: start + .seconds(60), into: &expired)
        #expect(expired.isEmpty && table.health.timeouts == 1 && table.health.stale == 0)
        table.close(slot)
        #expect(!table.expire(slot, generation: RequestID(1)))
    }

    @Test(arguments: Lane.allCases) func onlyTheUrgentLanesReplaceAReclaimedLease(purpose: Lane) throws {
        let table = LeaseTable(capacity: 4), slot = try opened(table)
        #expect(acquire(table, slot, 1))
        var expired: [ExpiredLease] = []
        table.expire(at: start + .seconds(5), into: &expired)
        let replaces = purpose.isUrgent
        #expect(acquire(table, slot, 2, purpose) == replaces)
        #expect(table.release(slot, generation: RequestID(1), at: start) == nil)
        let health = table.health
        #expect(health.superseded == (replaces ? 1 : 0) && health.lateReleases == (replaces ? 1 : 0))
        #expect(health.active == (replaces ? 1 : 0))
    }

    @Test func onlyTheLeasesOfALostWorkerAreReclaimed() throws {
        let table = LeaseTable(capacity: 4)
        let lost = try opened(table), kept = try opened(table)
        #expect(
            acquire(table, lost, 1, owner: LeaseOwner(3)) && acquire(table, kept, 2, owner: LeaseOwner(4)))
        var expired: [ExpiredLease] = []
        table.reclaim(LeaseOwner(3), at: start, into: &expired)
        #expect(expired.map(\.lease.request) == [RequestID(1)] && expired.map(\.cause) == [.ownerLost])
        #expect(table.lease(lost) == nil && table.lease(kept) != nil)
    }

    @Test func aClosedSlotRefusesEveryCallEvenWhenItServesAnotherPosition() throws {
        let table = LeaseTable(capacity: 1), old = try opened(table)
        #expect(table.open(Ticket(8), of: AccountNumber(1)) == nil)
        #expect(acquire(table, old, 1) && table.want(old, .cap, at: start) == .waits)
        table.close(old)
        let new = try #require(table.open(Ticket(9), of: AccountNumber(1)))
        #expect(!acquire(table, old, 2) && table.want(old, .cap, at: start) == .closed)
        #expect(acquire(table, new, 3))
        table.close(old)
        #expect(table.release(old, generation: RequestID(3), at: start) == nil)
        #expect(table.lease(old) == nil && table.lease(new)?.ticket == Ticket(9))
        #expect(table.release(new, generation: RequestID(3), at: start) == nil)
        let health = table.health
        #expect(health.endedByClose == 1 && health.stale == 1 && health.lateReleases == 1)
        #expect(health.refusedOpenings == 1 && health.active == 0)
    }

    @Test func everyStateSurvivesItsWord() {
        let largest = LeaseState.limit - 1
        let states: [LeaseState] = [
            .vacant(version: 0), .vacant(version: largest), .claimed(largest), .held(0),
            .held(largest), .reclaimed(largest),
        ]
        for state in states { #expect(LeaseState(word: state.word) == state) }
    }
}
