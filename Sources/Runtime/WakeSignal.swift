import CLinux
import Glibc
import Synchronization

/// Wakes a thread that waits in a poll: another thread's "look at your queues".
///
/// Any number of signals before the owner looks count as one. `signal` may be called from any thread and
/// from a signal handler, and always writes. `signalIfAsleep` is for those who signal often: it costs no
/// system call while the owner is awake, if the owner announces its sleep:
///
///     announceSleep(); look at the queues again: poll only if they are empty; announceAwake(); drain()
///
/// The second look is not optional. Both sides store, then fence, then load, as in `Doorbell`: either the
/// owner's look finds the work, or the worker sees the sleeper and signals. An owner that never announces
/// anything is signalled every time.
public final class WakeSignal: Sendable {
    /// Readable while a signal is pending.
    public let descriptor: Int32

    private static let unannounced: UInt8 = 0
    private static let asleep: UInt8 = 1
    private static let awake: UInt8 = 2
    /// The owner stores `asleep` and `awake`; a worker only turns `asleep` into `awake`.
    private let attention = Atomic<UInt8>(unannounced)

    /// - Throws: `Unavailable` when the process has no descriptor left.
    public init() throws(Unavailable) {
        descriptor = clinux_eventfd()
        guard descriptor >= 0 else { throw Unavailable(errno: errno) }
    }

    public struct Unavailable: Error, Hashable {
        public var errno: Int32
    }

    deinit { close(descriptor) }

    public func signal() {
        var one: UInt64 = 1
        // Fails only when 2^64 - 2 signals are pending: the owner is awake then.
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Signals an owner that sleeps or never announced anything. Any thread; the work must be visible before.
    public func signalIfAsleep() {
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        let seen = attention.load(ordering: .relaxed)
        guard seen != WakeSignal.awake else { return }
        if seen == WakeSignal.asleep {
            let change = attention.compareExchange(
                expected: WakeSignal.asleep, desired: WakeSignal.awake, ordering: .acquiringAndReleasing)
            guard change.exchanged else { return }
        }
        signal()
    }

    /// Owner only: from here on workers signal. Look at every queue once more before the poll.
    public func announceSleep() {
        attention.store(WakeSignal.asleep, ordering: .relaxed)
        atomicMemoryFence(ordering: .sequentiallyConsistent)
    }

    /// Owner only, after the poll: workers need not signal until the next `announceSleep`.
    public func announceAwake() { attention.store(WakeSignal.awake, ordering: .relaxed) }

    public func drain() {
        var count: UInt64 = 0
        // Fails when nothing is pending, which is what the caller wants.
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    }
}
