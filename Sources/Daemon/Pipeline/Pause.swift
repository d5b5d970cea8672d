import Glibc

/// Lets the calling thread rest; a signal may end it early. Never on the bridge thread.
func pause(milliseconds: Int) {
    var span = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
    nanosleep(&span, nil)
}
