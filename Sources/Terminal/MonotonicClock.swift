import CLinux
import Core

/// The machine's monotonic clock, counted from the clock's own creation.
struct MonotonicClock {
    private let start = clinux_monotonic_ns()

    var now: Instant { Instant(nanoseconds: clinux_monotonic_ns() - start) }

    /// In nanoseconds of the machine's own clock, as other processes read it.
    func machine(_ instant: Instant) -> Int64 { instant.nanoseconds + start }
}
