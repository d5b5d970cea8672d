import Synchronization

/// What a thread that sleeps in a poll shows of itself to the watchdog: whether it is awake, and that it goes on.
///
/// Awake counts as having work: a loop that does not come back to its poll is stuck, whatever holds it.
/// The thread itself calls `beat`, `sleep` and `wake`; anybody may read `signs`. Costs a few relaxed stores.
public final class Pulse: Sendable {
    private let beats = Atomic<UInt64>(0)
    private let isAwake = Atomic<Bool>(false)

    public init() {}

    /// A piece of work is done, and more may follow.
    public func beat() { beats.store(beats.load(ordering: .relaxed) &+ 1, ordering: .relaxed) }

    /// The thread is about to wait: whatever it had to do is done.
    public func sleep() {
        beat()
        isAwake.store(false, ordering: .relaxed)
    }

    public func wake() { isAwake.store(true, ordering: .relaxed) }

    /// - Parameter life: of the thread, once it is known.
    public func signs(_ life: ThreadLife?) -> Patient.Signs {
        Patient.Signs(
            progress: beats.load(ordering: .relaxed), hasWork: isAwake.load(ordering: .relaxed),
            hasEnded: life?.hasEnded ?? false)
    }
}
