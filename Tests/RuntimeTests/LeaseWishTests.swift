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
        let rounds: UInt64 = 1_000
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
        var forgotten = 0, servedTwice = 0
        for round in 1...rounds {
            let generation = RequestID(round)
            let isGranted = table.acquire(
                slot, owner: .inline, generation: generation, purpose: .trailing,
                at: Instant(nanoseconds: 1))
            #expect(isGranted)
            race.started.store(round, ordering: .releasing)
            // Sometimes before the wish, sometimes after, sometimes meanwhile.
            for _ in 0..<(round % 97) * 8 { clinux_pause() }
            let named = table.release(slot, generation: generation, at: Instant(nanoseconds: 2))
            while race.finished.load(ordering: .acquiring) < round { breathe() }
            switch (race.isFree.load(ordering: .relaxed), named) {
            case (true, nil), (false, .trailing): continue
            case (false, nil): forgotten += 1
            case (true, _), (false, _): servedTwice += 1
            }
            table.withdraw(slot, .trailing)
        }
        wisher.join()
        #expect(forgotten == 0 && servedTwice == 0)
    }
}

private final class Race: Sendable {
    let started = Atomic<UInt64>(0)
    let finished = Atomic<UInt64>(0)
    let isFree = Atomic<Bool>(false)
}
