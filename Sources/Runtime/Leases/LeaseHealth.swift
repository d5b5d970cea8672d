import Synchronization

/// How the lease table fares; counts since the start, durations in nanoseconds.
///
/// When no call is under way: `acquisitions = releases + superseded + endedByClose + active`.
public struct LeaseHealth: Hashable, Sendable {
    public var acquisitions: UInt64
    /// Acquisitions refused because another lease was under way.
    public var contention: UInt64
    /// Leases given back by their holder, reclaimed before or not.
    public var releases: UInt64
    /// Releases of a lease that had ended already.
    public var lateReleases: UInt64
    /// Leases reclaimed because their time was up.
    public var timeouts: UInt64
    /// Leases reclaimed because of their worker's end or stall.
    public var ownersLost: UInt64
    /// Reclaimed leases replaced by a flatten, cap or first stop before they were given back.
    public var superseded: UInt64
    /// Leases that ended with their slot.
    public var endedByClose: UInt64
    /// Leases that outlived limit and grace, or their slot.
    public var stale: UInt64
    /// Openings refused because every slot was open.
    public var refusedOpenings: UInt64
    /// Leases under way, reclaimed ones included.
    public var active: UInt64
    public var held: LatencyHistogram.Summary
    public var waited: LatencyHistogram.Summary
}

/// The counters behind `LeaseHealth`. Any thread; relaxed, since nothing is decided by them.
struct LeaseCounters: ~Copyable {
    let acquisitions = Atomic<UInt64>(0)
    let contention = Atomic<UInt64>(0)
    let releases = Atomic<UInt64>(0)
    let lateReleases = Atomic<UInt64>(0)
    let timeouts = Atomic<UInt64>(0)
    let ownersLost = Atomic<UInt64>(0)
    let superseded = Atomic<UInt64>(0)
    let endedByClose = Atomic<UInt64>(0)
    let stale = Atomic<UInt64>(0)
    let refusedOpenings = Atomic<UInt64>(0)
}

extension Atomic where Value == UInt64 {
    func countOne() { wrappingAdd(1, ordering: .relaxed) }
}
