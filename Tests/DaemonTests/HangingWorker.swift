import Runtime
import Synchronization

/// A worker that hangs until it is released.
final class HangingWorker: Sendable {
    private let isReleased = Atomic<Bool>(false)
    private let bell: Doorbell

    init(bell: Doorbell) { self.bell = bell }

    func hang() { _ = bell.wait(.park) { isReleased.load(ordering: .acquiring) } }

    func release() {
        isReleased.store(true, ordering: .releasing)
        bell.ring()
    }
}
