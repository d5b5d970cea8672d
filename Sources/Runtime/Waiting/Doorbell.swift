import CLinux
import Core
import Synchronization

/// Lets one thread sleep until there is work, without ever missing any, and costs those who bring work no
/// system call while it is awake.
///
/// Use: a ringer makes its work visible (`Ring.push`), then calls `ring`. The owner calls `wait` with a
/// closure that looks for work. Any number of ringers; one owner.
///
/// Why no wake-up is lost (Dekker's protocol, store then load on both sides):
///
///     owner                                ringer
///     O1 state := asleep                   R1 publish work
///     O2 fence (seq-cst)                   R2 fence (seq-cst)
///     O3 look for work                     R3 read state
///
/// Legal outcomes of (O3 finds work, R3 reads asleep): (yes, yes), (yes, no), (no, yes). The fences are
/// totally ordered, so (no, no) cannot happen: whichever comes second sees what was before the first. After
/// (no, yes) the ringer sets the state to awake and wakes the owner; if the owner has not yet entered the
/// kernel, its futex wait compares the state there and returns at once.
///
/// Cost: `ring` at an awake owner is a fence and a load; at a sleeper one system call, made by
/// one ringer alone.
public final class Doorbell: @unchecked Sendable {  // the only state is an atomic behind a constant pointer
    public enum Outcome: Hashable, Sendable {
        case ready
        case timedOut
    }

    private static let awake: UInt32 = 0
    private static let asleep: UInt32 = 1
    /// Looks between two readings of the clock while spinning.
    private static let looksPerReading = 32

    /// What the kernel compares; alone on its cache lines.
    private let state: UnsafeMutablePointer<Atomic<UInt32>>
    private let wakes: UnsafeMutablePointer<Atomic<UInt64>>
    private let memory: UnsafeMutableRawPointer

    public init() {
        memory = .allocate(byteCount: 128, alignment: 128)
        state = memory.bindMemory(to: Atomic<UInt32>.self, capacity: 1)
        state.initialize(to: Atomic(Doorbell.awake))
        wakes = (memory + 64).bindMemory(to: Atomic<UInt64>.self, capacity: 1)
        wakes.initialize(to: Atomic(0))
    }

    deinit {
        state.deinitialize(count: 1)
        wakes.deinitialize(count: 1)
        memory.deallocate()
    }

    /// Says that work, already visible, is there. Any thread.
    public func ring() {
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        guard state.pointee.load(ordering: .relaxed) == Doorbell.asleep else { return }
        guard state.pointee.exchange(Doorbell.awake, ordering: .acquiringAndReleasing) == Doorbell.asleep
        else { return }
        wakes.pointee.wrappingAdd(1, ordering: .relaxed)
        _ = clinux_futex_wake(state, 1)
    }

    /// Returns once `isReady` says so or the deadline of the machine's monotonic clock has passed. Owner only.
    ///
    /// - Parameter isReady: looks for work; called often, so it must be cheap and change nothing.
    public func wait(
        _ strategy: WaitStrategy, until deadline: Instant = .never, isReady: () -> Bool
    ) -> Outcome {
        switch strategy {
        case .spin: return spin(until: deadline, isReady) ? .ready : .timedOut
        case .adaptive:
            let limit = min(MonotonicClock.now() + WaitStrategy.spinTime, deadline)
            return spin(until: limit, isReady) ? .ready : sleep(until: deadline, isReady)
        case .park: return isReady() ? .ready : sleep(until: deadline, isReady)
        }
    }

    /// How often a ringer woke the owner by a system call. Any thread.
    public var wakeUps: UInt64 { wakes.pointee.load(ordering: .relaxed) }

    private func spin(until limit: Instant, _ isReady: () -> Bool) -> Bool {
        while true {
            for _ in 0..<Doorbell.looksPerReading {
                if isReady() { return true }
                clinux_pause()
            }
            if limit != .never, MonotonicClock.now() >= limit { return isReady() }
        }
    }

    private func sleep(until deadline: Instant, _ isReady: () -> Bool) -> Outcome {
        defer { state.pointee.store(Doorbell.awake, ordering: .relaxed) }
        while true {
            state.pointee.store(Doorbell.asleep, ordering: .relaxed)
            atomicMemoryFence(ordering: .sequentiallyConsistent)
            if isReady() { return .ready }
            if deadline != .never, MonotonicClock.now() >= deadline { return .timedOut }
            // Whatever ended the sleep (a ring, a signal, the deadline), the next round finds out.
            _ = clinux_futex_wait(state, Doorbell.asleep, deadline.nanoseconds)
        }
    }
}
