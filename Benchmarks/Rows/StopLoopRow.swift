import Core
import Runtime

/// One wake-up in which every position needs another stop, from a frame's bytes to the sealed frames.
enum StopLoopRow: Row {
    static let name = "loop"

    static func measure(_ effort: Effort) throws -> [RowReport] {
        [
            try measure(positions: 50, p999: 100_000, budget: 50_000_000, effort),
            try measure(positions: 1_000, p999: 1_000_000, budget: 100_000_000, effort),
        ]
    }

    private static func measure(
        positions: Int, p999: Double, budget: Double, _ effort: Effort
    ) throws -> RowReport {
        var path = try StopPath(positions: positions)
        let loops = effort.scaled(500)
        var warmUp = LatencyHistogram()
        try run(&path, positions, loops: 10, into: &warmUp)
        let outcome = try Comparison.run(
            blocks: effort.blocks,
            baseline: { encode(positions, loops: loops, into: &$0) },
            subject: { try run(&path, positions, loops: loops, into: &$0) })
        var report = RowReport("SL loop, \(positions) positions, all moving")
        report.figures = [
            Figures("decode, decide, admit, encode", outcome.subject),
            Figures("encoding alone", outcome.baseline),
        ]
        report.verdicts = [
            Verdict(
                "loop budget, worst of all", .budget, Double(outcome.subject.summary.max_ns), atMost: budget,
                unit: "ns"),
            Verdict("p99.9", .absolute, Double(outcome.subject.summary.p999_ns), atMost: p999, unit: "ns"),
        ]
        report.notes.append("\(outcome.p50.text) times encoding the same requests and nothing else")
        report.add(noise: outcome.noise, blocks: outcome.blocks)
        return report
    }

    private static func run(
        _ path: inout StopPath, _ positions: Int, loops: Int, into histogram: inout LatencyHistogram
    ) throws {
        var frame = FrameWriter()
        for _ in 0..<loops {
            path.writeCrossingTick(into: &frame)
            let started = MonotonicClock.now()
            let moved = try frame.withBytes { try path.tick($0, at: started) }
            histogram.record(MonotonicClock.now() - started)
            guard moved == positions else {
                throw BenchmarkFailure("\(moved) of \(positions) stops moved")
            }
            path.confirm(at: MonotonicClock.now())
        }
    }

    /// The least that any program must do: write the requests into frames.
    private static func encode(_ count: Int, loops: Int, into histogram: inout LatencyHistogram) {
        let command = ModifyStop(
            request: RequestID(1), ticket: Ticket(1), symbol: Scene.symbol, side: .buy,
            isCapUnreachable: false, mayLoosen: false, stopLoss: Price(points: Scene.open),
            expectedStopLoss: Price(points: Scene.open - 10), expectedTakeProfit: nil, takeProfit: nil,
            maxLoss: .zero, cause: .zero, limit_ms: 1_000, lane: .trailing)
        var writer = FrameWriter()
        for _ in 0..<loops {
            let started = MonotonicClock.now()
            for _ in 0..<count {
                if writer.append(.modifyStop(command)) == .full {
                    writer.seal(epoch: Epoch(1), sequence: 1, clock: started)
                    writer.clear()
                    _ = writer.append(.modifyStop(command))
                }
            }
            writer.seal(epoch: Epoch(1), sequence: 1, clock: started)
            writer.clear()
            histogram.record(MonotonicClock.now() - started)
        }
    }
}
