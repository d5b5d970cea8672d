import Runtime
import Synchronization

/// What the threads of an input log share.
final class InputLines: Sendable {
    /// Steps and decisions under way: at 20 looks a second, room for 300,000 a second.
    static let capacity = 16_384

    let ring: Ring<InputItem>
    /// Rung at the end alone: the producer never wakes the recorder, which looks by itself.
    let doorbell = Doorbell()
    let isEnding = Atomic(false)
    let wantsCheckpoint = Atomic(false)
    private let published = Mutex(InputFigures())

    init(capacity: Int) { ring = Ring(capacity: capacity) }

    var figures: InputFigures { published.withLock { $0 } }

    func publish(_ figures: InputFigures) { published.withLock { $0 = figures } }
}
