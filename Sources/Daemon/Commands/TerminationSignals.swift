import Glibc

/// SIGINT and SIGTERM, and for a daemon SIGHUP, as something to wait for instead of something that interrupts.
///
/// Made before any thread is: every thread inherits the block, so that the signals wait here. Children must be
/// started with their own, empty mask. Owner: the main thread.
struct TerminationSignals {
    private var set = sigset_t()

    static let ending = [SIGINT, SIGTERM]

    init(_ signals: [Int32] = ending) {
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        // A reader that went away is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
    }

    /// The signal that came, or `nil` when none did in time.
    func wait(milliseconds: Int) -> Int32? {
        var set = set
        var span = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
        let signal = sigtimedwait(&set, nil, &span)
        return signal > 0 ? signal : nil
    }
}
