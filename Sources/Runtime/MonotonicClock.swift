import CLinux
import Core

/// The clock of every deadline, duration and rate: never set, never jumps, stands still while the
/// machine sleeps. Its zero is the machine's start. About 20 ns a reading; any thread.
public enum MonotonicClock {
    public static func now() -> Instant { Instant(nanoseconds: clinux_monotonic_ns()) }
}
