import CLinux
import Core
import Synchronization

/// What the pipeline does for a request: take, wait, give back.
extension LeaseTable {
    /// Grants the position to one request. False: another is under way, or the slot is closed.
    ///
    /// A lease that was reclaimed still blocks, except for the urgent lanes: those replace it, since the
    /// position must not stay unprotected while the old request is read back.
    ///
    /// - Parameter generation: the request's number, used once an account.
    public func acquire(
        _ slot: LeaseSlot, owner: LeaseOwner, generation: RequestID, purpose: Lane, at now: Instant
    ) -> Bool {
        let cell = cell(of: slot)
        let grant = grants.wrappingAdd(1, ordering: .relaxed).newValue
        while true {
            let word = cell.pointee.holder.load(ordering: .acquiring)
            switch LeaseState(word: word) {
            case .vacant(slot.version):
                guard exchange(cell, word, LeaseState.claimed(grant).word) else { continue }
            case .vacant: return false
            case .reclaimed where purpose.isUrgent && isOpen(slot):
                guard exchange(cell, word, LeaseState.claimed(grant).word) else { continue }
                counters.superseded.countOne()
            case .claimed, .held, .reclaimed:
                counters.contention.countOne()
                return false
            }
            cell.pointee.request.store(generation.rawValue, ordering: .releasing)
            cell.pointee.since.store(now.nanoseconds, ordering: .releasing)
            cell.pointee.meta.store(LeaseCell.meta(owner, purpose), ordering: .releasing)
            cell.pointee.holder.store(LeaseState.held(grant).word, ordering: .releasing)
            counters.acquisitions.countOne()
            return true
        }
    }

    /// Ends a lease, reclaimed or not, and names the most urgent lane that waits; that lane waits no longer.
    ///
    /// Nil: nobody waits, or this lease had ended before (counted as late).
    public func release(_ slot: LeaseSlot, generation: RequestID, at now: Instant) -> Lane? {
        let cell = cell(of: slot)
        while true {
            let word = cell.pointee.holder.load(ordering: .acquiring)
            // In this order: the word of a later opening shows that opening's version too.
            guard LeaseState(word: word).isGranted, isOpen(slot),
                cell.pointee.request.load(ordering: .acquiring) == generation.rawValue
            else {
                counters.lateReleases.countOne()
                return nil
            }
            let since = Instant(nanoseconds: cell.pointee.since.load(ordering: .acquiring))
            // The watchdog may reclaim it in this moment: the next round sees that.
            guard exchange(cell, word, LeaseState.vacant(version: slot.version).word) else { continue }
            counters.releases.countOne()
            holdTimes.record(now - since)
            return takeMostUrgent(slot, at: now)
        }
    }

    /// Asks for the position on behalf of a lane.
    ///
    /// Why a lane is never forgotten: this stores the wish, then reads the holder; `release` stores the
    /// holder, then reads the wishes; both sequentially consistent. Either the release sees the wish, or this
    /// sees that nobody holds the lease. If both do, whoever removes the bit first serves the lane.
    public func want(_ slot: LeaseSlot, _ lane: Lane, at now: Instant) -> LeaseWish {
        let cell = cell(of: slot)
        var word = cell.pointee.waiting.load(ordering: .acquiring)
        while true {
            guard word >> 8 == slot.version else { return .closed }
            if word & bit(lane) == 0 { cell.pointee.beginWaiting(of: lane, at: now) }
            let change = cell.pointee.waiting.compareExchange(
                expected: word, desired: word | bit(lane), ordering: .sequentiallyConsistent)
            if change.exchanged { break }
            word = change.original
        }
        switch LeaseState(word: cell.pointee.holder.load(ordering: .sequentiallyConsistent)) {
        case .claimed, .held, .reclaimed: return .waits
        case .vacant: return withdraw(slot, lane) ? .free : isOpen(slot) ? .waits : .closed
        }
    }

    /// Takes a wish back. False: the lane did not wait, or a release has just named it.
    @discardableResult
    public func withdraw(_ slot: LeaseSlot, _ lane: Lane) -> Bool {
        let cell = cell(of: slot)
        var word = cell.pointee.waiting.load(ordering: .acquiring)
        while word >> 8 == slot.version, word & bit(lane) != 0 {
            let change = cell.pointee.waiting.compareExchange(
                expected: word, desired: word & ~bit(lane), ordering: .sequentiallyConsistent)
            if change.exchanged {
                _ = cell.pointee.endWaiting(of: lane)
                return true
            }
            word = change.original
        }
        return false
    }

    func pauseProcessor() { clinux_pause() }

    private func takeMostUrgent(_ slot: LeaseSlot, at now: Instant) -> Lane? {
        let cell = cell(of: slot)
        var word = cell.pointee.waiting.load(ordering: .sequentiallyConsistent)
        while word >> 8 == slot.version, word & 0xFF != 0 {
            guard let lane = Lane(rawValue: UInt8(word.trailingZeroBitCount)) else { return nil }
            let change = cell.pointee.waiting.compareExchange(
                expected: word, desired: word & ~bit(lane), ordering: .sequentiallyConsistent)
            if change.exchanged {
                let since = cell.pointee.endWaiting(of: lane)
                if since != .never { waitTimes.record(now - since) }
                return lane
            }
            word = change.original
        }
        return nil
    }

    private func bit(_ lane: Lane) -> UInt64 { 1 << UInt64(lane.rawValue) }
}
