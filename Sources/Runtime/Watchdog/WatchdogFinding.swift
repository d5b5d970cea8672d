/// What the watchdog tells the bridge thread.
public enum WatchdogFinding: Hashable, Sendable, BitwiseCopyable {
    /// Work waits, and the thread does nothing.
    case stuck(Patient.ID)
    /// A stuck thread makes progress again.
    case recovered(Patient.ID)
    /// The thread ended without being asked to: whoever ends one forgets the patient first.
    case ended(Patient.ID)
    case leaseExpired(ExpiredLease)
}

/// How the watchdog itself fares; durations in nanoseconds.
public struct WatchdogReport: Hashable, Sendable {
    public var checks: UInt64
    /// How much later than planned checks began.
    public var lateness: LatencyHistogram.Summary
    /// Checks that began more than 10 ms late; they condemn nobody.
    public var lateChecks: UInt64
    public var findings: UInt64
    /// Checks after which findings had to be kept, because the bridge thread had not taken earlier ones.
    public var postponements: UInt64
}
