import Core
import Synchronization
import Testing
import TestSupport

@testable import Runtime

/// The watchdog's checks with time as a value, and once as a real thread.
@Suite struct WatchdogTests {
    private let start = Instant(nanoseconds: 1_000_000_000)

    private func patient(_ id: UInt16, _ remedy: Patient.Remedy) -> Patient {
        Patient(id: Patient.ID(id), name: "patient \(id)", remedy: remedy) {
            Patient.Signs(progress: 1, hasWork: true, hasEnded: false)
        }
    }

    @Test func checksStayOnTheirGridAndMissedOnesAreSkipped() {
        var schedule = WatchdogSchedule(start: .zero, period: .milliseconds(50))
        var planned: [Int64] = []
        for now in [50, 103, 149, 390, 400] as [Int64] {
            schedule.advance(past: .zero + .milliseconds(now))
            planned.append((schedule.next - .zero).milliseconds)
        }
        #expect(planned == [100, 150, 200, 400, 450])
    }

    @Test func aStuckWorkerIsReportedAtTheFourthCheckAndOnlyOnce() {
        let findings = Ring<WatchdogFinding>(capacity: 8), figures = WatchdogFigures()
        var rounds = WatchdogRounds(leases: LeaseTable(capacity: 1), findings: findings, figures: figures)
        rounds.watch(patient(1, .worker))
        let actions = (0..<4).map { _ in rounds.check(at: start, lateness: .zero) }
        #expect(actions == [.nothing, .nothing, .nothing, .signal])
        #expect(findings.pop() == .stuck(Patient.ID(1)))
        #expect(rounds.check(at: start, lateness: .zero) == .nothing)
        #expect(figures.checks.load(ordering: .relaxed) == 5)
    }

    @Test func aStuckBridgeThreadEndsTheProcessAfterASecondOfChecksOnTime() {
        let findings = Ring<WatchdogFinding>(capacity: 8), figures = WatchdogFigures()
        var rounds = WatchdogRounds(leases: LeaseTable(capacity: 1), findings: findings, figures: figures)
        rounds.watch(patient(1, .bridge))
        for _ in 0..<50 { #expect(rounds.check(at: start, lateness: .milliseconds(11)) == .nothing) }
        for _ in 0..<19 { #expect(rounds.check(at: start, lateness: .milliseconds(10)) == .nothing) }
        #expect(rounds.check(at: start, lateness: .zero) == .endProcess(patient: "patient 1"))
        #expect(figures.lateChecks.load(ordering: .relaxed) == 50)
    }

    @Test func aPatientThatIsForgottenIsNotReported() {
        let findings = Ring<WatchdogFinding>(capacity: 8)
        var rounds = WatchdogRounds(
            leases: LeaseTable(capacity: 1), findings: findings, figures: WatchdogFigures())
        rounds.watch(patient(1, .worker))
        for _ in 0..<3 { _ = rounds.check(at: start, lateness: .zero) }
        rounds.forget(Patient.ID(1))
        for _ in 0..<3 { #expect(rounds.check(at: start, lateness: .zero) == .nothing) }
    }

    @Test func findingsThatDoNotFitAreKeptForTheNextCheckAndNoneIsLost() throws {
        let table = LeaseTable(capacity: 8)
        for ticket in 0..<5 as Range<UInt64> {
            let slot = try #require(table.open(Ticket(ticket), of: AccountNumber(1)))
            #expect(
                table.acquire(slot, owner: .inline, generation: RequestID(ticket), purpose: .cap, at: start))
        }
        let findings = Ring<WatchdogFinding>(capacity: 2), figures = WatchdogFigures()
        var rounds = WatchdogRounds(leases: table, findings: findings, figures: figures)
        var tickets: [UInt64] = []
        for _ in 0..<3 {
            #expect(rounds.check(at: start + .seconds(5), lateness: .zero) == .signal)
            while let finding = findings.pop() {
                guard case .leaseExpired(let expired) = finding else { continue }
                tickets.append(expired.lease.ticket.rawValue)
            }
        }
        #expect(tickets == [0, 1, 2, 3, 4])
        #expect(figures.postponements.load(ordering: .relaxed) == 2)
        #expect(figures.findings.load(ordering: .relaxed) == 5)
    }

    @Test func aRealWatchdogFindsAnOverdueLeaseAThreadThatEndedAndAStuckBridge() throws {
        let table = LeaseTable(capacity: 2)
        let slot = try #require(table.open(Ticket(1), of: AccountNumber(1)))
        let longAgo = MonotonicClock.now() + .seconds(-6)
        #expect(table.acquire(slot, owner: .inline, generation: RequestID(1), purpose: .cap, at: longAgo))
        let worker = try NamedThread("short-lived") {}
        let wake = try WakeSignal(), heard = Heard()
        let watchdog = try Watchdog(
            leases: table, patients: [], wake: wake, period: .milliseconds(1),
            endProcess: { _ in heard.ends.wrappingAdd(1, ordering: .relaxed) })
        let life = worker.life
        let mortal = Patient(id: Patient.ID(1), name: "worker", remedy: .worker) {
            Patient.Signs(progress: 0, hasWork: false, hasEnded: life.hasEnded)
        }
        #expect(watchdog.watch(mortal) && watchdog.watch(patient(2, .bridge)))
        var expired = 0, ended = 0
        let patience = Patience()
        while expired + ended < 2 || heard.ends.load(ordering: .relaxed) == 0, !patience.isOver {
            while let finding = watchdog.findings.pop() {
                switch finding {
                case .leaseExpired(let lease): expired += lease.lease.ticket == Ticket(1) ? 1 : 0
                case .ended(let id): ended += id == Patient.ID(1) ? 1 : 0
                case .stuck, .recovered: Issue.record("nobody is stuck who can be replaced")
                }
            }
            breathe()
        }
        watchdog.stop()
        worker.join()
        #expect(expired == 1 && ended == 1 && heard.ends.load(ordering: .relaxed) == 1)
        let report = watchdog.report
        #expect(report.findings == 2 && report.checks >= 21 && report.lateness.count == report.checks)
    }
}

private final class Heard: Sendable {
    let ends = Atomic<Int>(0)
}
