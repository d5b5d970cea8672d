import Runtime
import Synchronization

/// What the threads of an input log share.
final class InputLines: Sendable {
    /// Steps and decisions under way. Half of it fills in 160 ms at 50,000 ticks a second.
    static let capacity = 16_384

    let ring: Ring<InputItem>
    /// Rung at the end, and while the ring is half full or fuller: otherwise the recorder looks by itself, so that the
    /// producer has no system call to make for it.
    let doorbell = Doorbell()
    let isEnding = Atomic(false)
    let wantsCheckpoint = Atomic(false)
    private let published = Mutex(InputFigures())

    init(capacity: Int) { ring = Ring(capacity: capacity) }

    /// Whether the recorder should not wait until it looks by itself.
    var isHalfFull: Bool { ring.count > ring.capacity / 2 }

    var figures: InputFigures { published.withLock { $0 } }

    func publish(_ figures: InputFigures) { published.withLock { $0 = figures } }
}
