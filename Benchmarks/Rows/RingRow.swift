import CLinux
import CPeers
import Core
import Runtime

/// The hop from thread to thread through a ring, both sides spinning, beside a C++ queue of the same layout.
enum RingRow: Row {
    static let name = "ring"
    private static let capacity = 1_024

    /// 48 bytes, as the queue's.
    struct Element: BitwiseCopyable {
        var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)
    }

    static func measure(_ effort: Effort) throws -> [RowReport] {
        let rounds = UInt64(effort.scaled(10_000))
        let elements = UInt64(effort.scaled(500_000))
        return [
            try compare(
                "ring hop, to and fro", operations: 2 * rounds, effort,
                queue: { cpeers_queue_ping_pong_ns(rounds, UInt64(capacity)) },
                ring: { try pingPong(rounds: rounds) }),
            try compare(
                "ring, one way", operations: elements, effort,
                queue: { cpeers_queue_stream_ns(elements, UInt64(capacity)) },
                ring: { try stream(count: elements) }),
        ]
    }

    private static func compare(
        _ title: String, operations: UInt64, _ effort: Effort, queue: () -> Int64,
        ring: () throws -> TimeSpan
    ) throws -> RowReport {
        let outcome = try Comparison.run(
            // Whether both threads find a processor at once changes from block to block: many short ones.
            blocks: 3 * effort.blocks,
            baseline: { histogram in
                let spent = queue()
                guard spent >= 0 else { throw BenchmarkFailure("the C++ queue could not run") }
                histogram.record(TimeSpan(nanoseconds: spent))
            },
            subject: { histogram in histogram.record(try ring()) })
        var report = RowReport(title)
        report.figures = [
            Figures("Ring", outcome.subject, batch: Int(operations)),
            Figures("C++ queue", outcome.baseline, batch: Int(operations)),
        ]
        report.verdicts = [
            Verdict("against the C++ queue", .ratio, outcome.p50, atMost: 1.2)
        ]
        report.add(noise: outcome.noise, blocks: outcome.blocks)
        report.notes.append("a sample is the mean of one block; two threads spin, so both cores must be free")
        return report
    }

    private static func pingPong(rounds: UInt64) throws -> TimeSpan {
        let there = Ring<Element>(capacity: capacity)
        let back = Ring<Element>(capacity: capacity)
        let echo = try NamedThread("bench-echo") {
            for _ in 0...rounds { put(take(there), into: back) }
        }
        put(Element(), into: there)
        var element = take(back)
        let started = MonotonicClock.now()
        for round in 0..<rounds {
            element.words.0 = round
            put(element, into: there)
            element = take(back)
        }
        let spent = MonotonicClock.now() - started
        echo.join()
        return spent
    }

    private static func stream(count: UInt64) throws -> TimeSpan {
        let ring = Ring<Element>(capacity: capacity)
        let ready = Ring<Element>(capacity: 2)
        let consumer = try NamedThread("bench-sink") {
            put(Element(), into: ready)
            var sum: UInt64 = 0
            for _ in 0..<count { sum &+= take(ring).words.0 }
            put(Element(words: (sum, 0, 0, 0, 0, 0)), into: ready)
        }
        _ = take(ready)
        let started = MonotonicClock.now()
        var element = Element()
        for index in 0..<count {
            element.words.0 = index
            put(element, into: ring)
        }
        let sum = take(ready).words.0
        let spent = MonotonicClock.now() - started
        consumer.join()
        guard sum == count * (count - 1) / 2 else { throw BenchmarkFailure("the ring lost elements") }
        return spent
    }

    @inline(__always)
    private static func put(_ element: Element, into ring: Ring<Element>) {
        while !ring.push(element) { clinux_pause() }
    }

    @inline(__always)
    private static func take(_ ring: Ring<Element>) -> Element {
        while true {
            if let element = ring.pop() { return element }
            clinux_pause()
        }
    }
}
