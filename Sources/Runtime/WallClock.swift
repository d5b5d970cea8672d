import CLinux

/// A moment in UTC, in nanoseconds since 1970-01-01 00:00. For people and records, never for deadlines:
/// the clock behind it can be set.
public struct WallTime: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static func < (left: WallTime, right: WallTime) -> Bool { left.nanoseconds < right.nanoseconds }
}

/// The machine's UTC clock. About 20 ns a reading; any thread.
public enum WallClock {
    public static func now() -> WallTime { WallTime(nanoseconds: clinux_realtime_ns()) }
}
