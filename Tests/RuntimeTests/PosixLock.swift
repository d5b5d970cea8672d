import Glibc

/// A value behind a POSIX mutex. The thread sanitizer knows those; it does not see what `Synchronization.Mutex` orders
/// on Linux, where that is made of a futex inside the standard library.
final class PosixLock<Value>: @unchecked Sendable {  // by its mutex
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var value: Value

    init(_ value: Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }
}
