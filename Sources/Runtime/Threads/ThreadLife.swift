import Synchronization

/// Tells any thread whether another one's function has returned.
public final class ThreadLife: Sendable {
    private let ended = Atomic<Bool>(false)

    /// Everything the thread did is visible to whoever reads true.
    public var hasEnded: Bool { ended.load(ordering: .acquiring) }

    func end() { ended.store(true, ordering: .releasing) }
}
