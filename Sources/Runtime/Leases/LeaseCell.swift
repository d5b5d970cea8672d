import Core
import Synchronization

/// The memory of one slot: two cache lines, so that positions do not slow each other down.
///
/// `request`, `since`, `meta`, `ticket` and `account` are written with releasing stores while the slot is claimed (or closed), and
/// read with acquiring loads between two equal readings of `holder`: a reader that sees a later lease's word
/// also sees the later holder, and discards what it read.
struct LeaseCell: ~Copyable {
    /// A `LeaseState`.
    let holder = Atomic<UInt64>(0)
    /// Whose lease it is: the request's number.
    let request = Atomic<UInt64>(0)
    /// When the lease was taken, nanoseconds of the machine's monotonic clock.
    let since = Atomic<Int64>(0)
    /// Purpose (bits 16 to 23) and owner (bits 0 to 15).
    let meta = Atomic<UInt64>(0)
    /// The slot's version above bit 8, below it the lanes that wait, lane 0 in bit 0.
    let waiting = Atomic<UInt64>(0)
    /// Since when each lane has been waiting, by its raw value; `Int64.max` for one that is not.
    let waitingSince = InlineArray<6, Atomic<Int64>> { _ in Atomic(Int64.max) }
    let ticket = Atomic<UInt64>(0)
    let account = Atomic<UInt64>(0)
    /// Next slot in the list of closed ones, plus one; 0 ends it.
    let nextClosed = Atomic<UInt64>(0)
    /// Fills the second line.
    private let unused: (UInt64, UInt64) = (0, 0)

    /// Notes since when a lane has been waiting, if it was not before.
    borrowing func beginWaiting(of lane: Lane, at now: Instant) {
        waitingSince[Int(lane.rawValue)].min(now.nanoseconds, ordering: .acquiringAndReleasing)
    }

    /// Since when it was waiting, which it no longer is; `never` if it was not.
    borrowing func endWaiting(of lane: Lane) -> Instant {
        Instant(
            nanoseconds: waitingSince[Int(lane.rawValue)].exchange(
                Int64.max, ordering: .acquiringAndReleasing))
    }

    static func meta(_ owner: LeaseOwner, _ purpose: Lane) -> UInt64 {
        UInt64(purpose.rawValue) << 16 | UInt64(owner.rawValue)
    }

    /// The lease as it stands with its holder word, if one is held; nil when it changed under the reader's eyes.
    borrowing func heldLease() -> (lease: Lease, word: UInt64)? {
        let word = holder.load(ordering: .acquiring)
        guard case .held = LeaseState(word: word) else { return nil }
        let request = RequestID(self.request.load(ordering: .acquiring))
        let since = Instant(nanoseconds: self.since.load(ordering: .acquiring))
        let meta = self.meta.load(ordering: .acquiring)
        let ticket = Ticket(self.ticket.load(ordering: .acquiring))
        let account = AccountNumber(self.account.load(ordering: .acquiring))
        guard holder.load(ordering: .acquiring) == word,
            let purpose = Lane(rawValue: UInt8(truncatingIfNeeded: meta >> 16))
        else { return nil }
        let owner = LeaseOwner(UInt16(truncatingIfNeeded: meta))
        let lease = Lease(
            account: account, ticket: ticket, request: request, owner: owner, purpose: purpose, since: since)
        return (lease, word)
    }
}
