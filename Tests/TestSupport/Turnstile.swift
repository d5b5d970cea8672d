import Dispatch

/// Holds whoever passes until it is opened. Any thread.
public final class Turnstile: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    public init() {}

    public func pass() {
        semaphore.wait()
        semaphore.signal()
    }

    public func open() { semaphore.signal() }
}
