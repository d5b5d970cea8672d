import Core
import Runtime

/// One moment on both clocks of a record.
public struct JournalMoment: Sendable {
    public var at: WallTime
    public var instant: Instant

    public init(at: WallTime, instant: Instant) {
        self.at = at
        self.instant = instant
    }

    /// The machine's clocks.
    public static func now() -> JournalMoment {
        JournalMoment(at: WallClock.now(), instant: MonotonicClock.now())
    }
}
