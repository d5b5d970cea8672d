import Core
import Synchronization

/// One check after the other: reclaims leases, examines patients, hands over findings. Time comes from
/// outside, so tests need no thread.
///
/// Findings that find the ring full are kept, and until they are handed over nothing further is looked for
/// except what would end the process: what was overdue still is at the next check. So what is kept is bounded by
/// one check's findings: a lease a slot, a verdict a patient. Owner: the watchdog thread.
struct WatchdogRounds {
    enum Action: Hashable {
        case nothing
        /// Findings lie in the ring: wake the bridge thread.
        case signal
        /// This patient is stuck, or ended, and cannot be replaced.
        case endProcess(patient: String)
    }

    /// A check later than this is late.
    static let tolerance = TimeSpan.milliseconds(10)

    private let leases: LeaseTable
    private let findings: Ring<WatchdogFinding>
    private let figures: WatchdogFigures
    private var wards: [(patient: Patient, tracker: StallTracker)] = []
    private var expired: [ExpiredLease] = []
    private var kept: [WatchdogFinding] = []

    init(leases: LeaseTable, findings: Ring<WatchdogFinding>, figures: WatchdogFigures) {
        self.leases = leases
        self.findings = findings
        self.figures = figures
    }

    mutating func watch(_ patient: Patient) {
        forget(patient.id)
        switch patient.remedy {
        case .report(let checks), .endProcess(let checks):
            wards.append((patient, StallTracker(limit: checks)))
        }
    }

    mutating func forget(_ id: Patient.ID) { wards.removeAll { $0.patient.id == id } }

    /// - Parameter lateness: how much later than planned `now` is.
    mutating func check(at now: Instant, lateness: TimeSpan) -> Action {
        let timing: StallTracker.Timing = lateness > WatchdogRounds.tolerance ? .late : .onTime
        figures.checks.countOne()
        figures.lateness.record(lateness)
        if timing == .late { figures.lateChecks.countOne() }

        let wasFree = handOver() == .everything
        if wasFree { findExpiredLeases(at: now) }
        for index in wards.indices {
            let patient = wards[index].patient
            switch patient.remedy {
            case .report:
                // A late check is told even while findings wait, so that no count outlives a stopped process.
                if wasFree || timing == .late {
                    note(wards[index].tracker.check(patient.signs(), timing), of: patient.id)
                }
            case .endProcess:
                switch wards[index].tracker.check(patient.signs(), timing) {
                case .stuck, .ended: return .endProcess(patient: patient.name)
                case .unchanged, .recovered: continue
                }
            }
        }
        if handOver() == .somethingIsKept { figures.postponements.countOne() }
        return findings.isEmpty ? .nothing : .signal
    }

    private mutating func findExpiredLeases(at now: Instant) {
        expired.removeAll(keepingCapacity: true)
        leases.expire(at: now, into: &expired)
        for lease in expired { keep(.leaseExpired(lease)) }
    }

    private mutating func note(_ verdict: StallTracker.Verdict, of id: Patient.ID) {
        switch verdict {
        case .unchanged: return
        case .stuck: keep(.stuck(id))
        case .recovered: keep(.recovered(id))
        case .ended: keep(.ended(id))
        }
    }

    private mutating func keep(_ finding: WatchdogFinding) {
        kept.append(finding)
        figures.findings.countOne()
    }

    private enum HandOver { case everything, somethingIsKept }

    /// Moves kept findings into the ring, oldest first, as far as there is room.
    private mutating func handOver() -> HandOver {
        // The producer's view of `count` is never too small: what it shows as room is room.
        let room = min(findings.capacity - findings.count, kept.count)
        for finding in kept.prefix(room) {
            let isTaken = findings.push(finding)
            precondition(isTaken, "the watchdog is the ring's only producer")
        }
        kept.removeFirst(room)
        return kept.isEmpty ? .everything : .somethingIsKept
    }
}

/// The counters behind `WatchdogReport`. Written by the watchdog thread, read by any.
final class WatchdogFigures: Sendable {
    let checks = Atomic<UInt64>(0)
    let lateChecks = Atomic<UInt64>(0)
    let findings = Atomic<UInt64>(0)
    let postponements = Atomic<UInt64>(0)
    let lateness = SharedHistogram()
}
