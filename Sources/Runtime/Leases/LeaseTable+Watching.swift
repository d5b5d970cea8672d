import Core
import Synchronization

/// What the watchdog and those who report do: look at every slot, and end what is overdue.
extension LeaseTable {
    /// Reclaims every lease held for its limit or longer and appends it; each one exactly once, whoever calls.
    ///
    /// One pass over the slots ever opened; allocates only if `expired` grows.
    public func expire(at now: Instant, into expired: inout [ExpiredLease]) {
        for index in usedCells.indices {
            let cell = usedCells.baseAddress.unsafelyUnwrapped + index
            guard let (lease, word) = cell.pointee.heldLease() else { continue }
            let held = now - lease.since
            let limit = limits.limit(for: lease.purpose)
            guard held >= limit, take(cell, word) else { continue }
            counters.timeouts.countOne()
            if held > limit + limits.grace { counters.stale.countOne() }
            expired.append(ExpiredLease(lease: lease, held: held, cause: .timeout))
        }
    }

    /// Reclaims one lease whose holder has found by itself that it lasts too long. False: it has ended, or
    /// was reclaimed before.
    @discardableResult
    public func expire(_ slot: LeaseSlot, generation: RequestID) -> Bool {
        guard let (lease, word) = cell(of: slot).pointee.heldLease(), isOpen(slot),
            lease.request == generation, take(cell(of: slot), word)
        else { return false }
        counters.timeouts.countOne()
        return true
    }

    /// Reclaims whatever a worker that stalled or ended still holds. Called by the thread that acquires: a claim
    /// that another thread has just begun would escape it until its limit.
    public func reclaim(_ owner: LeaseOwner, at now: Instant, into expired: inout [ExpiredLease]) {
        for index in usedCells.indices {
            let cell = usedCells.baseAddress.unsafelyUnwrapped + index
            guard let (lease, word) = cell.pointee.heldLease(), lease.owner == owner, take(cell, word)
            else { continue }
            counters.ownersLost.countOne()
            expired.append(ExpiredLease(lease: lease, held: now - lease.since, cause: .ownerLost))
        }
    }

    /// The lease held on a slot at this moment; nil also when it is closed, reclaimed or just changing hands.
    public func lease(_ slot: LeaseSlot) -> Lease? {
        let lease = cell(of: slot).pointee.heldLease()?.lease
        return isOpen(slot) ? lease : nil
    }

    /// Any thread. Counts that move meanwhile may be one ahead of each other.
    public var health: LeaseHealth {
        // What ends leases is read before what begins them: `active` is never negative.
        let releases = counters.releases.load(ordering: .acquiring)
        let superseded = counters.superseded.load(ordering: .acquiring)
        let endedByClose = counters.endedByClose.load(ordering: .acquiring)
        let acquisitions = counters.acquisitions.load(ordering: .acquiring)
        let ended = releases + superseded + endedByClose
        return LeaseHealth(
            acquisitions: acquisitions, contention: counters.contention.load(ordering: .relaxed),
            releases: releases, lateReleases: counters.lateReleases.load(ordering: .relaxed),
            timeouts: counters.timeouts.load(ordering: .relaxed),
            ownersLost: counters.ownersLost.load(ordering: .relaxed), superseded: superseded,
            endedByClose: endedByClose, stale: counters.stale.load(ordering: .relaxed),
            refusedOpenings: counters.refusedOpenings.load(ordering: .relaxed),
            active: acquisitions > ended ? acquisitions - ended : 0, held: holdTimes.summary,
            waited: waitTimes.summary)
    }

    private func take(_ cell: UnsafeMutablePointer<LeaseCell>, _ word: UInt64) -> Bool {
        guard case .held(let grant) = LeaseState(word: word) else { return false }
        return exchange(cell, word, LeaseState.reclaimed(grant).word)
    }
}
