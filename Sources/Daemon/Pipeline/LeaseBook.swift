import Core
import Runtime

/// One account's part of the lease table: repeats there what the account decides, so that the watchdog sees
/// it, and refuses what the table does not grant.
///
/// A command leaves only with a lease in the table (S4 held twice, by two independent books). Owner: the
/// bridge thread. Bound: the table's slots; a position without one is refused its commands, counted by the table.
struct LeaseBook: Sendable {
    private let table: LeaseTable
    private let account: AccountNumber
    private var slots: [Ticket: LeaseSlot] = [:]
    /// Commands that were not sent because the table did not grant their lease.
    private(set) var refused: UInt64 = 0

    init(_ table: LeaseTable, account: AccountNumber) {
        self.table = table
        self.account = account
        slots.reserveCapacity(1_024)
    }

    /// Whether the command of this request may leave.
    mutating func take(
        _ ticket: Ticket, _ request: RequestID, for purpose: Lane, owner: LeaseOwner, at now: Instant
    ) -> Bool {
        if let slot = slots[ticket] ?? open(ticket),
            table.acquire(slot, owner: owner, generation: request, purpose: purpose, at: now)
        {
            table.withdraw(slot, purpose)
            return true
        }
        refused += 1
        return false
    }

    /// A lane waits for a lease that is held.
    mutating func want(_ ticket: Ticket, _ lane: Lane, at now: Instant) {
        guard let slot = slots[ticket] else { return }
        _ = table.want(slot, lane, at: now)
    }

    /// The account has found that the request lasts too long, before or after the watchdog.
    mutating func expire(_ ticket: Ticket, _ request: RequestID) {
        guard let slot = slots[ticket] else { return }
        table.expire(slot, generation: request)
    }

    /// The request has ended, whatever became of it.
    mutating func giveBack(_ ticket: Ticket, _ request: RequestID, at now: Instant) {
        guard let slot = slots[ticket] else { return }
        _ = table.release(slot, generation: request, at: now)
    }

    /// The position is closed; the account has given its lease back before.
    mutating func close(_ ticket: Ticket) {
        guard let slot = slots.removeValue(forKey: ticket) else { return }
        table.close(slot)
    }

    private mutating func open(_ ticket: Ticket) -> LeaseSlot? {
        guard let slot = table.open(ticket, of: account) else { return nil }
        slots[ticket] = slot
        return slot
    }
}
