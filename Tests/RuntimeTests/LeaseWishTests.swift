import CLinux
import Core
import Runtime
import Synchronization
import Testing

/// A wish and the release it races with, as a litmus test. Legal outcomes of (`want`, `release`):
/// (free, nil) and (waits, lane). Never (waits, nil), a lane that is forgotten, and never (free, lane), a lane
/// that is served twice.
@Suite struct LeaseWishTests {
    @Test func aWishThatRacesWithTheReleaseIsServedExactlyOnce() throws {
        let rounds: UInt64 = 2_000
        let table = LeaseTable(capacity: 1)
        let slot = try #require(table.open(Ticket(1), of: AccountNumber(1)))
        let race = Race()
        let wisher = try NamedThread("wisher") {
            for round in 1...rounds {
                while race.started.load(ordering: .acquiring) < round { breathe() }
                let wish = table.want(slot, .trailing, at: Instant(nanoseconds: 1))
                race.isFree.store(wish == .free, ordering: .relaxed)
                race.finished.store(round, ordering: .releasing)
            }
        }
        var forgotten = 0, servedTwice = 0, free = 0, named = 0
        // How long the release waits: longer where it came first, shorter where the wish did, so that the two
        // keep meeting.
        var pauses = 0
        for round in 1...rounds {
            let generation = RequestID(round)
            let isGranted = table.acquire(
                slot, owner: .inline, generation: generation, purpose: .trailing,
                at: Instant(nanoseconds: 1))
            #expect(isGranted)
            race.started.store(round, ordering: .releasing)
            for _ in 0..<pauses { clinux_pause() }
            let lane = table.release(slot, generation: generation, at: Instant(nanoseconds: 2))
            while race.finished.load(ordering: .acquiring) < round { breathe() }
            switch (race.isFree.load(ordering: .relaxed), lane) {
            case (true, nil):
                free += 1
                pauses = min(pauses * 2 + 8, 1 << 20)
                continue
            case (false, .trailing):
                named += 1
                pauses /= 2
                continue
            case (false, nil): forgotten += 1
            case (true, _), (false, _): servedTwice += 1
            }
            table.withdraw(slot, .trailing)
        }
        wisher.join()
        #expect(forgotten == 0 && servedTwice == 0)
        #expect(free > 0 && named > 0, "wish and release have not met: \(free) free, \(named) named")
    }
}

private final class Race: Sendable {
    let started = Atomic<UInt64>(0)
    let finished = Atomic<UInt64>(0)
    let isFree = Atomic<Bool>(false)
}
