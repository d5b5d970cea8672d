import CPeers
import Core
import Runtime

/// From decode to encode: heap allocations, locks and system calls, each of which must be none.
///
/// Every detector is shown one deliberate offence first; a detector that misses it makes the row fail.
enum HotPathRow: Row {
    static let name = "hot-path"

    static func measure(_ effort: Effort) throws -> [RowReport] {
        var report = RowReport("hot path, decode to encode")
        try proveCounters()
        var path = try StopPath(positions: 50)
        try run(&path, ticks: 200)
        let ticks = effort.scaled(5_000)
        let counted = try count(&path, ticks: ticks)
        report.verdicts = [
            Verdict(
                "heap allocations in \(ticks) ticks", .count, Double(counted.allocations), atMost: 0, unit: ""
            ),
            Verdict("locks in \(ticks) ticks", .count, Double(counted.locks), atMost: 0, unit: ""),
        ]
        judgeCalls(&path, in: &report)
        report.notes.append(
            "each tick moves the stops of 50 positions; each detector has caught a deliberate offence")
        return [report]
    }

    private static func proveCounters() throws {
        let allocations = cpeers_allocations()
        cpeers_allocate_once()
        guard cpeers_allocations() == allocations + 1 else {
            throw BenchmarkFailure("a deliberate allocation was not counted")
        }
        let locks = cpeers_locks()
        cpeers_lock_once()
        guard cpeers_locks() == locks + 1 else { throw BenchmarkFailure("a deliberate lock was not counted") }
    }

    private static func run(_ path: inout StopPath, ticks: Int) throws {
        _ = try count(&path, ticks: ticks)
    }

    private static func count(
        _ path: inout StopPath, ticks: Int
    ) throws -> (allocations: UInt64, locks: UInt64) {
        var frame = FrameWriter()
        var counted: (allocations: UInt64, locks: UInt64) = (0, 0)
        for _ in 0..<ticks {
            path.writeCrossingTick(into: &frame)
            let now = MonotonicClock.now()
            let before = (cpeers_allocations(), cpeers_locks())
            let moved = try frame.withBytes { try path.tick($0, at: now) }
            counted.allocations += cpeers_allocations() - before.0
            counted.locks += cpeers_locks() - before.1
            guard moved == 50 else { throw BenchmarkFailure("\(moved) of 50 stops moved") }
            path.confirm(at: now)
        }
        return counted
    }

    private static func judgeCalls(_ path: inout StopPath, in report: inout RowReport) {
        let canary = cpeers_run_confined({ _ in cpeers_call_once() }, nil)
        guard canary == Int32(CPEERS_CALLED) else {
            report.notes.append("system calls not judged: a child cannot be confined here (\(canary))")
            return
        }
        let outcome = withUnsafeMutablePointer(to: &path) { path in
            cpeers_run_confined(
                { context in
                    guard let path = context?.assumingMemoryBound(to: StopPath.self) else { return }
                    // An error here would be an offence of the rig; the count above has ruled it out.
                    do { try HotPathRow.run(&path.pointee, ticks: 1_000) } catch { cpeers_call_once() }
                }, path)
        }
        report.verdicts.append(
            Verdict(
                "system calls in 1000 ticks", .count, outcome == Int32(CPEERS_CLEAN) ? 0 : 1,
                atMost: 0, unit: ""))
        if outcome == Int32(CPEERS_FAILED) { report.notes.append("the confined child crashed") }
    }
}
