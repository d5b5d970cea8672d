import Core
import Glibc
import Synchronization

/// How late a thread that wants to run is let run, while it lasts: what a machine that also runs other tests does to
/// the promises of a process under test.
///
/// A thread asks for 5 ms of sleep, over and over, and keeps the worst lateness.
public final class Punctuality: Sendable {
    private static let sleep_ns: Int64 = 5_000_000

    private let worst = Atomic<Int64>(0)
    private let isOver = Atomic(false)

    public init() {
        let watched = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Punctuality>.fromOpaque(argument).takeRetainedValue().watch()
                return nil
            }, watched.toOpaque())
        guard error == 0 else {
            watched.release()
            return
        }
        pthread_detach(thread)
    }

    /// The worst so far.
    public var lateness_ms: Int { Int(worst.load(ordering: .relaxed) / 1_000_000) }

    public func end() { isOver.store(true, ordering: .relaxed) }

    private func watch() {
        while !isOver.load(ordering: .relaxed) {
            let before = Self.now()
            usleep(UInt32(Self.sleep_ns / 1_000))
            let late = Self.now() - before - Self.sleep_ns
            if late > worst.load(ordering: .relaxed) { worst.store(late, ordering: .relaxed) }
        }
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
