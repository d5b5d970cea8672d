import Core
import Synchronization

/// Grants each position to at most one request at a time (S4), and lets any thread see and end what is
/// overdue, without a lock.
///
/// The account machine decides which request goes next; the pipeline mirrors its decisions here, and a lease
/// must be granted before a command leaves. The watchdog expires what is held too long. A slot is opened with
/// a position and closed with it.
///
/// Invariants (quoted in `LeaseTableTests`):
/// 1. A slot has at most one holder.
/// 2. A lease that was granted ends exactly once: released, superseded after it was reclaimed, or closed.
/// 3. It is reclaimed at most once.
/// 4. A lane that waits is named by a release, unless it withdraws or the slot closes.
///
/// Any thread may call anything. `acquire`, `want`, `release` and `withdraw` are lock-free; `close` waits for a
/// claim of the same slot that another thread has begun, which takes a few instructions. Bound: `capacity`
/// slots of 128 bytes; when all are open, `open` answers nil and counts.
public final class LeaseTable: @unchecked Sendable {  // atomics behind a constant pointer
    public let capacity: Int
    public let limits: LeaseLimits

    let counters = LeaseCounters()
    let holdTimes = SharedHistogram()
    let waitTimes = SharedHistogram()
    /// Numbers the grants.
    let grants = Atomic<UInt64>(0)
    private let cells: UnsafeMutablePointer<LeaseCell>
    /// The list of closed slots: index plus one in the low half, a count of changes above it, without which a
    /// slot that was taken and given back in between would go unnoticed.
    private let closedSlots = Atomic<UInt64>(0)
    /// Slots from here on have never been opened.
    private let everOpened = Atomic<Int>(0)

    /// - Parameter capacity: from 1 to 2^20.
    public init(capacity: Int = 16_384, limits: LeaseLimits = LeaseLimits()) {
        precondition((1...(1 << 20)).contains(capacity), "a lease table has 1 to 2^20 slots")
        self.capacity = capacity
        self.limits = limits
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: capacity * MemoryLayout<LeaseCell>.stride, alignment: 128)
        cells = memory.bindMemory(to: LeaseCell.self, capacity: capacity)
        for index in 0..<capacity { (cells + index).initialize(to: LeaseCell()) }
    }

    deinit {
        cells.deinitialize(count: capacity)
        UnsafeMutableRawPointer(cells).deallocate()
    }

    /// A slot for a position; nil when all are open.
    public func open(_ ticket: Ticket, of account: AccountNumber) -> LeaseSlot? {
        guard let index = takeClosed() ?? takeUnused() else {
            counters.refusedOpenings.countOne()
            return nil
        }
        let cell = cells + index
        guard case .vacant(let closed) = LeaseState(word: cell.pointee.holder.load(ordering: .acquiring))
        else { preconditionFailure("a closed slot has no holder") }
        let slot = LeaseSlot(index: UInt32(index), version: closed + 1)
        cell.pointee.ticket.store(ticket.rawValue, ordering: .releasing)
        cell.pointee.account.store(account.rawValue, ordering: .releasing)
        for lane in Lane.allCases { _ = cell.pointee.endWaiting(of: lane) }
        cell.pointee.waiting.store(slot.version << 8, ordering: .releasing)
        cell.pointee.holder.store(LeaseState.vacant(version: slot.version).word, ordering: .releasing)
        return slot
    }

    /// Ends the slot and the lease on it, if there is one; that lease counts as stale. Closing twice is
    /// nothing.
    public func close(_ slot: LeaseSlot) {
        let cell = cell(of: slot)
        guard isOpen(slot) else { return }
        let closed = LeaseState.vacant(version: slot.version + 1).word
        while true {
            let word = cell.pointee.holder.load(ordering: .acquiring)
            switch LeaseState(word: word) {
            case .vacant(slot.version):
                guard exchange(cell, word, closed) else { continue }
            case .vacant: return
            case .claimed:
                pauseProcessor()
                continue
            case .held, .reclaimed:
                // A holder of a later opening is not this slot's: its version shows by then.
                guard isOpen(slot) else { return }
                guard exchange(cell, word, closed) else { continue }
                counters.endedByClose.countOne()
                // A reclaimed one has been counted for what it was.
                if case .held = LeaseState(word: word) { counters.stale.countOne() }
            }
            cell.pointee.waiting.store((slot.version + 1) << 8, ordering: .releasing)
            giveClosed(Int(slot.index))
            return
        }
    }

    func cell(of slot: LeaseSlot) -> UnsafeMutablePointer<LeaseCell> {
        precondition(slot.index < capacity, "the slot belongs to another table")
        return cells + Int(slot.index)
    }

    /// Slots that have been opened at least once, for those who look at all of them.
    var usedCells: UnsafeMutableBufferPointer<LeaseCell> {
        UnsafeMutableBufferPointer(start: cells, count: min(everOpened.load(ordering: .acquiring), capacity))
    }

    func isOpen(_ slot: LeaseSlot) -> Bool {
        cell(of: slot).pointee.waiting.load(ordering: .acquiring) >> 8 == slot.version
    }

    func exchange(_ cell: UnsafeMutablePointer<LeaseCell>, _ old: UInt64, _ new: UInt64) -> Bool {
        cell.pointee.holder.compareExchange(
            expected: old, desired: new, ordering: .sequentiallyConsistent
        ).exchanged
    }

    private func takeUnused() -> Int? {
        var next = everOpened.load(ordering: .relaxed)
        while next < capacity {
            let change = everOpened.compareExchange(
                expected: next, desired: next + 1, ordering: .acquiringAndReleasing)
            if change.exchanged { return next }
            next = change.original
        }
        return nil
    }

    private func takeClosed() -> Int? {
        var head = closedSlots.load(ordering: .acquiring)
        while head & 0xFFFF_FFFF != 0 {
            let index = Int(head & 0xFFFF_FFFF) - 1
            let next = cells[index].nextClosed.load(ordering: .acquiring)
            let change = closedSlots.compareExchange(
                expected: head, desired: (head >> 32 &+ 1) << 32 | next, ordering: .acquiringAndReleasing)
            if change.exchanged { return index }
            head = change.original
        }
        return nil
    }

    private func giveClosed(_ index: Int) {
        var head = closedSlots.load(ordering: .acquiring)
        while true {
            cells[index].nextClosed.store(head & 0xFFFF_FFFF, ordering: .releasing)
            let change = closedSlots.compareExchange(
                expected: head, desired: (head >> 32 &+ 1) << 32 | UInt64(index + 1),
                ordering: .acquiringAndReleasing)
            if change.exchanged { return }
            head = change.original
        }
    }
}
