import CLinux
import Glibc

/// Where and how urgently a thread should run. Both wishes need what an ordinary process may lack, so
/// neither is a condition: the outcome is a value for the log.
public struct ThreadPlacement: Hashable, Sendable {
    public static let anywhere = ThreadPlacement()

    /// The only processor it may run on, as the system numbers them; nil: any.
    public var processor: Int?
    /// From 1 to 99 under SCHED_FIFO; nil: ordinary. Such a thread must sleep: one that spins starves
    /// everything else on its processor.
    public var realTimePriority: Int?

    public init(processor: Int? = nil, realTimePriority: Int? = nil) {
        self.processor = processor
        self.realTimePriority = realTimePriority
    }

    func apply(to thread: pthread_t) -> PlacementReport {
        PlacementReport(
            processor: processor.map { Grant(errno: clinux_pin_thread(thread, Int32(clamping: $0))) },
            priority: realTimePriority.map {
                Grant(errno: clinux_prioritize_thread(thread, Int32(clamping: $0)))
            })
    }
}

/// What became of a `ThreadPlacement`; nil where nothing was asked.
public struct PlacementReport: Hashable, Sendable {
    public var processor: Grant?
    public var priority: Grant?
}

/// The system's answer to a wish.
public enum Grant: Hashable, Sendable {
    case granted
    /// EPERM without the privilege, EINVAL for a processor or a priority that does not exist.
    case refused(errno: Int32)

    init(errno: Int32) { self = errno == 0 ? .granted : .refused(errno: errno) }
}
