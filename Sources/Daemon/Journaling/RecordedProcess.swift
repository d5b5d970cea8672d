import Core
import Glibc
import Journal
import Runtime

/// Whose doings a trade log records: what a record says of the process, and by which clock people read it.
enum RecordedProcess: Sendable {
    /// This one, by the machine's clock.
    case running
    /// A life of the daemon in a simulation, counted from 1. Its wall clock stood at `start` when virtual time
    /// began, and is never set: equal runs have equal records, whenever and wherever they take place.
    case simulated(start: WallTime, life: Int)

    /// The time of day of a moment on the daemon's monotonic clock, that moment being the present one.
    func wall(at now: Instant) -> WallTime {
        switch self {
        case .running: WallClock.now()
        case .simulated(let start, _):
            WallTime(nanoseconds: start.nanoseconds.addingReportingOverflow(now.nanoseconds).partialValue)
        }
    }

    var number: Int {
        switch self {
        case .running: Int(getpid())
        case .simulated(_, let life): life
        }
    }

    func environment(of mode: AccountMode) -> Environment {
        switch self {
        case .running: Environment(mode)
        case .simulated: .simulated
        }
    }
}

extension Environment {
    fileprivate init(_ mode: AccountMode) {
        switch mode {
        case .demo: self = .demo
        case .contest: self = .contest
        case .real: self = .real
        }
    }
}
