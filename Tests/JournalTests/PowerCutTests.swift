import Core
import Testing

@testable import Journal

/// Dying at every call, by a kill or by a power cut, and starting again: what was acknowledged is there, what
/// was not comes again and is recorded once.
@Suite struct PowerCutTests {
    private func run(_ script: LogScript) {
        for round in 0..<4 {
            if round == 2 { script.day += 1 }
            script.happen()
            script.happen()
            script.work()
        }
    }

    private func callsOfAQuietRun() -> Int {
        let script = LogScript(MemoryDisk(seed: 0))
        run(script)
        return script.disk.calls
    }

    enum Death: CaseIterable {
        case killed
        case powerCut
    }

    private func restart(_ script: LogScript, _ death: Death) {
        switch death {
        case .killed: script.disk.kill()
        case .powerCut: script.disk.restart()
        }
        script.die()
    }

    private func check(_ script: LogScript, _ label: String) {
        let audit = LogAudit(script.disk.visibleFiles)
        #expect(audit.isConsecutive, "\(label): \(audit.sequences)")
        #expect(audit.deals.sorted() == Array(1..<(script.deals + 1)), "\(label): \(audit.deals)")
        #expect(audit.defects == 0, "\(label)")
        #expect(Set(audit.requests).count == audit.requests.count, "\(label): a decision twice")
        #expect(script.aheadOfDisk.isEmpty, "\(label): acknowledged too early \(script.aheadOfDisk)")
        #expect(script.acknowledged == script.deals, "\(label)")
    }

    @Test(arguments: Death.allCases)
    func dyingAtAnyCallLosesNothingThatWasAcknowledged(death: Death) {
        for call in 1...callsOfAQuietRun() {
            for seed in 0..<TestSize.seeds(3, soak: 40) as Range<UInt64> {
                let script = LogScript(MemoryDisk(seed: seed))
                script.disk.inject(.powerCut, at: call)
                run(script)
                restart(script, death)
                script.deliverAgain()
                script.happen()
                script.work()
                check(script, "\(death) at call \(call), seed \(seed)")
            }
        }
    }

    @Test(arguments: Death.allCases)
    func dyingDuringTheRecoveryChangesNothing(death: Death) {
        for call in stride(from: 1, through: callsOfAQuietRun(), by: 3) {
            for second in stride(from: 1, through: 40, by: TestSize.isSoak ? 1 : 5) {
                let seed = UInt64(call * 100 + second)
                let script = LogScript(MemoryDisk(seed: seed))
                script.disk.inject(.powerCut, at: call)
                run(script)
                restart(script, death)
                script.disk.inject(.powerCut, at: script.disk.calls + second)
                script.deliverAgain()
                script.work()
                restart(script, death)
                script.disk.inject(.powerCut, at: script.disk.calls + second / 2 + 1)
                script.deliverAgain()
                script.work()
                restart(script, death)
                script.deliverAgain()
                script.happen()
                script.work()
                check(script, "\(death) at call \(call) and \(second) after the restart")
            }
        }
    }

    @Test func afterAFailedSyncAPowerCutLosesNothingThatWasAcknowledged() {
        for call in 1...callsOfAQuietRun() {
            for later in stride(from: 1, through: 16, by: TestSize.isSoak ? 1 : 3) {
                let script = LogScript(MemoryDisk(seed: UInt64(call * 100 + later)))
                script.disk.inject(.error(5), at: call)
                script.disk.inject(.powerCut, at: call + later)
                run(script)
                restart(script, .powerCut)
                script.deliverAgain()
                script.happen()
                script.work()
                check(script, "error at call \(call), power cut \(later) calls later")
            }
        }
    }
}
