import Core
import Runtime
import Synchronization

/// Everything through which the journal thread and the others meet.
final class JournalLines: Sendable {
    enum Doing {
        case idle
        case busy
    }

    /// Producer: the bridge thread. Consumer: the journal thread.
    let ring: Ring<JournalInput>
    /// Rung by the producer, waited at by the journal thread.
    let doorbell = Doorbell()
    /// Rung by the journal thread when it has taken something, waited at by whoever hands over the last events.
    let room = Doorbell()
    /// Producer: the journal thread. Consumer: the bridge thread.
    let back: Ring<DurableDelivery>
    let lag = SharedHistogram()
    private let stage = Atomic<Stage>(.running)
    /// Nanoseconds of the monotonic clock at which the batch at hand was begun; 0 while idle.
    private let busySince = Atomic<Int64>(0)
    private let latest: Mutex<JournalFigures>

    init(capacity: Int) {
        ring = Ring(capacity: capacity)
        back = Ring(capacity: 256)
        latest = Mutex(JournalFigures(lag: lag.summary))
    }

    /// How far the end has come; it only goes forward.
    enum Stage: UInt8, AtomicRepresentable {
        case running
        /// The producer hands over its last events: the journal thread takes them without bound.
        case draining
        /// Nothing more comes.
        case ending
    }

    /// The journal thread reads it before it empties the ring.
    var now: Stage { stage.load(ordering: .acquiring) }

    /// By the producer; `ending` after its last push.
    func enter(_ next: Stage) {
        stage.store(next, ordering: .releasing)
        doorbell.ring()
    }

    func became(_ doing: Doing) {
        switch doing {
        case .idle: busySince.store(0, ordering: .relaxed)
        case .busy: busySince.store(MonotonicClock.now().nanoseconds, ordering: .relaxed)
        }
    }

    func publish(_ figures: JournalFigures) { latest.withLock { $0 = figures } }

    /// Any thread.
    func figures(at now: Instant) -> JournalFigures {
        var figures = latest.withLock { $0 }
        figures.queued = ring.count
        figures.lag = lag.summary
        let since = busySince.load(ordering: .relaxed)
        figures.busy = since == 0 ? .zero : now - Instant(nanoseconds: since)
        return figures
    }
}
