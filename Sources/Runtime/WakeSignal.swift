import CLinux
import Glibc

/// Wakes a thread that waits in a poll: another thread's "look at your queues".
///
/// Any number of signals before the owner looks count as one. `signal` may be called from any thread and
/// from a signal handler; `drain` belongs to the waiting thread.
public final class WakeSignal: Sendable {
    /// Readable while a signal is pending.
    public let descriptor: Int32

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

    public func drain() {
        var count: UInt64 = 0
        // Fails when nothing is pending, which is what the caller wants.
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    }
}
