import CLinux
import Glibc

/// SIGTERM and SIGINT, blocked and asked for, so that the run ends in an orderly way with its summary.
struct EndingSignals {
    private var set = sigset_t()

    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        // A parent that no longer reads must not end the run before it has put its files in order.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Whether one of them has come; asks without waiting.
    var hasCome: Bool {
        var set = set
        var none = timespec()
        return sigtimedwait(&set, nil, &none) > 0
    }

    /// Asks the kernel to end this process in an orderly way when its parent ends.
    static func end(with parent: pid_t) {
        _ = clinux_set_parent_death_signal(SIGTERM)
        // The parent may have ended before the request was made.
        if getppid() != parent { raise(SIGTERM) }
    }
}
