import CLinux
import Glibc
import Synchronization

/// A thread of its own that runs one function and can be waited for.
///
/// Why not Foundation's: these threads carry the name that logs and `top -H` show, and whoever started one
/// waits for its end. Owner: the thread that created it; `join` once, from there.
public final class NamedThread {
    /// What the system granted of the placement that was asked for.
    public let placement: PlacementReport
    /// Whether the function has returned; the watchdog keeps it.
    public let life: ThreadLife
    private let thread: pthread_t
    private var isJoined = false

    /// Starts at once; returns when the thread has been placed.
    ///
    /// - Parameters:
    ///   - name: at most 15 bytes are shown.
    ///   - placement: what cannot be granted is told by `placement` and nothing more: the thread runs.
    /// - Throws: the error number when the system grants no further thread.
    public init(
        _ name: String, placement: ThreadPlacement = .anywhere, _ body: @escaping @Sendable () -> Void
    ) throws(Unavailable) {
        life = ThreadLife()
        let start = Start(name: name, placement: placement, life: life, body: body)
        let passed = Unmanaged.passRetained(start)
        var thread = pthread_t()
        let outcome = pthread_create(&thread, nil, runNamedThread, passed.toOpaque())
        guard outcome == 0 else {
            passed.release()
            throw Unavailable(errno: outcome)
        }
        self.thread = thread
        self.placement = start.placed.wait()
    }

    public struct Unavailable: Error, Hashable, Sendable {
        public var errno: Int32
    }

    /// Waits until the function has returned.
    public func join() {
        guard !isJoined else { return }
        isJoined = true
        pthread_join(thread, nil)
    }

    deinit {
        if !isJoined { pthread_detach(thread) }
    }

    fileprivate final class Start: Sendable {
        let name: String
        let placement: ThreadPlacement
        let placed = PlacementNews()
        let life: ThreadLife
        let body: @Sendable () -> Void

        init(
            name: String, placement: ThreadPlacement, life: ThreadLife, body: @escaping @Sendable () -> Void
        ) {
            self.name = name
            self.placement = placement
            self.life = life
            self.body = body
        }
    }
}

private func runNamedThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<NamedThread.Start>.fromOpaque(argument).takeRetainedValue()
    _ = clinux_set_thread_name(start.name)
    // By the thread itself, before anything else: a thread that has ended can no longer be placed, and nothing
    // of it runs where it should not.
    start.placed.tell(start.placement.apply(to: pthread_self()))
    start.body()
    start.life.end()
    return nil
}
