import Core
import Runtime

/// The same schedule as a `LoadedTerminal`'s against the bare echo: frames of the same size, an answer to those that
/// would have climbed. Owner: one thread.
struct EchoPlayer: ScheduledPlayer {
    private static let answered: UInt8 = 5

    let dealer: Dealer
    private let climbEvery: Int
    private var request: [UInt8]
    private var waiting: [[Instant]] = []
    private var frame: [Instant] = []
    var latencies = LatencyHistogram()

    init(_ endpoint: String, boot: UInt64, requestBytes: Int, climbEvery: Int) throws {
        dealer = try Dealer(endpoint, boot: boot)
        request = [UInt8](repeating: Self.answered, count: requestBytes)
        self.climbEvery = climbEvery
    }

    var isSettled: Bool { waiting.isEmpty }

    mutating func play(_ index: Int, scheduled: Instant) throws {
        if index % climbEvery == 0 { frame.append(scheduled) }
    }

    mutating func flush() throws {
        request[0] = frame.isEmpty ? EchoServer.unanswered : Self.answered
        try request.withUnsafeBytes { try dealer.send($0) }
        if !frame.isEmpty { waiting.append(frame) }
        frame.removeAll(keepingCapacity: true)
    }

    mutating func settle() throws {}

    mutating func receive(_ frame: UnsafeRawBufferPointer, at now: Instant) throws {
        guard !waiting.isEmpty else { throw BenchmarkFailure("the echo answered what nobody asked") }
        for scheduled in waiting.removeFirst() { latencies.record(now - scheduled) }
    }
}
