import Dispatch
import Synchronization

/// What a serving thread and the thread that started it share.
final class ServerShared: Sendable {
    let mustStop = Atomic<Bool>(false)
    /// Heap allocations of the serving thread, brought up to date after every wake-up.
    let allocations = Atomic<UInt64>(0)
    private let endpoint = Mutex<String?>(nil)
    private let isPublished = DispatchSemaphore(value: 0)

    /// Serving thread, once: where it listens, or `nil` when it cannot.
    func publish(endpoint text: String?) {
        endpoint.withLock { $0 = text }
        isPublished.signal()
    }

    /// Starter, once.
    func waitForEndpoint() throws -> String {
        isPublished.wait()
        guard let text = endpoint.withLock({ $0 }) else {
            throw BenchmarkFailure("a server could not open its socket")
        }
        return text
    }
}
