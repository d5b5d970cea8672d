import Core
import Glibc
import Testing

@testable import Journal

/// Fail the n-th call, for every n: afterwards every record stands exactly once in the files, and nothing was
/// acknowledged before it was on the device.
@Suite struct DiskFaultTests {
    /// Three batches, a change of the day, a restart, two more.
    private func run(_ script: LogScript) {
        for round in 0..<5 {
            if round == 2 { script.day += 1 }
            script.happen()
            script.happen()
            script.work()
        }
    }

    private func settle(_ script: LogScript) {
        script.disk.heal()
        for _ in 0..<4 where !script.isIdle { script.work() }
        script.work()
    }

    private func check(_ script: LogScript, _ label: String) {
        let audit = LogAudit(script.disk.visibleFiles)
        #expect(script.isIdle, "\(label): everything is written")
        #expect(audit.isConsecutive, "\(label): \(audit.sequences)")
        #expect(audit.deals == Array(1..<(script.deals + 1)), "\(label): \(audit.deals)")
        #expect(script.aheadOfDisk.isEmpty, "\(label): acknowledged too early \(script.aheadOfDisk)")
        #expect(script.acknowledged == script.deals, "\(label): acknowledged \(script.acknowledged)")
    }

    private func callsOfAQuietRun() -> Int {
        let script = LogScript(MemoryDisk(seed: 0))
        run(script)
        check(script, "without a fault")
        #expect(script.lines.all.isEmpty)
        return script.disk.calls
    }

    @Test(arguments: [EIO, ENOSPC, EROFS, EDQUOT])
    func oneFailedCallLosesNothingAndDoublesNothing(number: Int32) {
        for call in 1...callsOfAQuietRun() {
            let script = LogScript(MemoryDisk(seed: UInt64(call)))
            script.disk.inject(.error(number), at: call)
            run(script)
            settle(script)
            check(script, "error \(number) at call \(call)")
            #expect(LogAudit(script.disk.visibleFiles).requests == Array(1..<(script.decisions + 1)))
        }
    }

    @Test func aShortWriteIsGoneOnWith() {
        for call in 1...callsOfAQuietRun() {
            let script = LogScript(MemoryDisk(seed: UInt64(call)))
            script.disk.inject(.short, at: call)
            run(script)
            check(script, "short write at call \(call)")
            #expect(script.counts.moves == 0)
        }
    }

    @Test(arguments: [2, 3, 5, 9, 40])
    func aDiskThatFailsForAWhileLosesNothing(length: Int) {
        for call in 1...callsOfAQuietRun() {
            for seed in 0..<TestSize.seeds(1, soak: 8) as Range<UInt64> {
                let script = LogScript(MemoryDisk(seed: seed))
                script.disk.fail(from: call, until: call + length, ENOSPC)
                run(script)
                settle(script)
                check(script, "calls \(call)..<\(call + length), seed \(seed)")
                #expect(LogAudit(script.disk.visibleFiles).requests == Array(1..<(script.decisions + 1)))
            }
        }
    }

    @Test func everyPairOfFailedCallsLosesNothing() {
        let calls = callsOfAQuietRun()
        for first in stride(from: 1, through: calls, by: 2) {
            for gap in stride(from: 1, through: 12, by: TestSize.isSoak ? 1 : 4) {
                let script = LogScript(MemoryDisk(seed: UInt64(first * 100 + gap)))
                script.disk.inject(.error(EIO), at: first)
                script.disk.inject(.error(EIO), at: first + gap)
                run(script)
                settle(script)
                check(script, "calls \(first) and \(first + gap)")
            }
        }
    }

    @Test func afterThreeAttemptsEachRecordIsInTheSystemLogOnce() throws {
        let disk = MemoryDisk(seed: 1)
        let script = LogScript(disk)
        script.happen()
        script.work()
        disk.fail(from: disk.calls + 1, until: .max, ENOSPC)
        script.happen()
        script.work()
        #expect(script.lines.all.count == 2, "a deal and a decision")
        #expect(
            script.alerts.contains {
                if case .writeFailed(_, let error, let waiting) = $0 {
                    error.number == ENOSPC && waiting == 2
                } else {
                    false
                }
            })
        script.work()
        script.happen()
        script.work()
        #expect(script.lines.all.count == 4, "what came meanwhile, and nothing again")
        settle(script)
        check(script, "healed")
        #expect(script.alerts.last == .recovered(LogScript.account))
        let incidents = LogAudit(disk.visibleFiles).records.filter { $0.event.name == .incident }
        #expect(incidents.count == 1)
        guard case .incident(let incident) = try #require(incidents.first).event else { return }
        #expect(incident.kind == .journalWriteFailed)
        #expect(incident.value >= 3)
        #expect(incident.text.contains("No space left on device"))
    }

    @Test func aFullDiskDoesNotLeaveAHeapOfEmptyFiles() {
        let disk = MemoryDisk(seed: 2)
        let script = LogScript(disk)
        script.happen()
        script.work()
        for _ in 0..<50 {
            // Files can be created; nothing can be written.
            for call in (disk.calls + 1)...(disk.calls + 60) where call % 3 == 0 {
                disk.inject(.error(ENOSPC), at: call)
            }
            script.happen()
            script.work()
        }
        settle(script)
        check(script, "healed")
        #expect(disk.visibleFiles.values.allSatisfy { !$0.isEmpty })
    }
}
