import Core
import Synchronization

/// What the bridge thread and one incarnation of a worker share.
///
/// A worker that is replaced leaves its link behind, rings and all: the bridge thread never looks at it
/// again, and it lives as long as the stuck thread holds it. `end` is seen by the thread when it comes to.
final class WorkerLink: Sendable {
    let worker: Int
    /// Which of all workers that this pool has had; nothing of another incarnation is ever read.
    let incarnation: UInt16
    let inbound: Ring<WorkerMessage>
    let outbound: Ring<WorkerAnswer>
    let bell = Doorbell()

    private let isEnded = Atomic<Bool>(false)
    private let finished = Atomic<UInt64>(0)
    private let signsOfLife = Atomic<UInt64>(0)
    private let waits = Atomic<UInt64>(0)

    init(worker: Int, incarnation: UInt16, capacity: Int) {
        self.worker = worker
        self.incarnation = incarnation
        inbound = Ring(capacity: capacity)
        outbound = Ring(capacity: capacity)
    }

    // MARK: - For the bridge thread

    /// From here on nobody reads what the worker does; it ends as soon as it notices.
    func end() {
        isEnded.store(true, ordering: .releasing)
        bell.ring()
    }

    // MARK: - For the worker

    func countFinished() {
        finished.wrappingAdd(1, ordering: .releasing)
        signsOfLife.wrappingAdd(1, ordering: .relaxed)
    }

    /// It waits for the bridge thread to make room, which is no fault of its own.
    func countWait() {
        waits.wrappingAdd(1, ordering: .relaxed)
        signsOfLife.wrappingAdd(1, ordering: .relaxed)
    }

    // MARK: - For any thread

    var mustEnd: Bool { isEnded.load(ordering: .acquiring) }
    /// Messages that have been dealt with, their answers published.
    var done: UInt64 { finished.load(ordering: .acquiring) }
    /// Whether a message was given to it that it has not dealt with.
    var hasWork: Bool {
        // In this order: what is done cannot be more than what had been published before.
        let done = self.done
        return inbound.published != done
    }
    var progress: UInt64 { signsOfLife.load(ordering: .relaxed) }
    var waitsForRoom: UInt64 { waits.load(ordering: .relaxed) }
}
