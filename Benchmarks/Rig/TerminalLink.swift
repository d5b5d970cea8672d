import Bridge
import Core
import Runtime

/// The EA's end of a link: proves itself, delivers a snapshot, and carries messages from then on.
/// Owner: one thread.
struct TerminalLink {
    static let account = AccountNumber(1_000)

    let dealer: Dealer
    /// The messages of the last frame taken.
    private(set) var messages: [DaemonMessage] = []
    /// Frames and bytes sent so far.
    private(set) var sent: (frames: Int, bytes: Int) = (0, 0)
    private var frame = FrameWriter()
    private var sequence: UInt64 = 0
    private var epoch = Epoch.none

    /// Connects and returns once the snapshot has been asked for and sent.
    init(_ endpoint: String, boot: UInt64, token: String, snapshot: Snapshot) throws {
        dealer = try Dealer(endpoint, boot: boot)
        messages.reserveCapacity(WireLimits.messagesPerFrame)
        let nonce = Nonce(boot, ~boot)
        try add(
            .hello(
                Hello(
                    eaVersion: 1 << 16, terminalBuild: 4_620, bootID: BootID(boot), account: Self.account,
                    marginMode: .hedging, accountMode: .demo, permissions: .all, lastEpoch: .none,
                    nonce: nonce, currency: "USD", server: "Benchmark", company: "Benchmark")))
        try flush()
        var isSnapshotSent = false
        while !isSnapshotSent {
            try take(try dealer.receive())
            for message in messages {
                switch message {
                case .challenge(let challenge): try prove(challenge, nonce, boot, token)
                case .snapshotRequest(let request):
                    try send(snapshot, as: request.snapshot)
                    isSnapshotSent = true
                case .refused(let refused): throw BenchmarkFailure("refused: \(refused.explanation)")
                case .welcome, .guardPolicy, .modifyStop, .closePosition, .readBackRequest, .heartbeat,
                    .acknowledged, .dealHistoryRequest, .minuteBarsRequest:
                    break
                }
            }
        }
    }

    /// Puts a message into the frame at hand; sends a full one first.
    mutating func add(_ message: TerminalMessage) throws {
        guard frame.append(message) == .full else { return }
        try flush()
        guard frame.append(message) == .appended else {
            throw BenchmarkFailure("a message does not fit into a frame")
        }
    }

    /// There were no deals.
    mutating func tellEmptyHistory(_ question: DealHistoryRequest) throws {
        try add(.dealHistoryBegin(DealHistoryBegin(request: question.request, deals: 0)))
        try add(
            .dealHistoryEnd(
                DealHistoryEnd(
                    request: question.request, outcome: .complete, deals: 0, checksum: DealChecksum.of([]))))
    }

    /// Bytes of the frame at hand.
    var bytes: Int { frame.length }

    /// Sends the frame at hand, if there is anything in it.
    mutating func flush() throws {
        guard !frame.isEmpty else { return }
        sequence += 1
        frame.seal(epoch: epoch, sequence: sequence, clock: MonotonicClock.now())
        try frame.withBytes { try dealer.send($0) }
        sent = (sent.frames + 1, sent.bytes + frame.length)
        frame.clear()
    }

    /// Decodes a frame into `messages`.
    mutating func take(_ bytes: UnsafeRawBufferPointer) throws {
        let header = try FrameReader.readDaemonFrame(bytes, into: &messages)
        epoch = max(epoch, header.epoch)
    }

    private mutating func prove(
        _ challenge: Challenge, _ nonce: Nonce, _ boot: UInt64, _ text: String
    ) throws {
        guard let token = LinkToken(text) else { throw BenchmarkFailure("token too short") }
        let code = token.terminalCode(
            ea: nonce, daemon: challenge.nonce, account: Self.account, bootID: BootID(boot))
        try add(.proof(Proof(code: code)))
        try flush()
    }

    private mutating func send(_ snapshot: Snapshot, as id: UInt32) throws {
        let count = UInt32(snapshot.positions.count)
        try add(
            .snapshotBegin(
                SnapshotBegin(snapshot: id, symbols: UInt32(snapshot.symbols.count), positions: count)))
        for spec in snapshot.symbols { try add(.symbolSpec(spec)) }
        for valuation in snapshot.valuations { try add(.valuation(valuation)) }
        for tick in snapshot.ticks { try add(.tick(tick)) }
        for position in snapshot.positions { try add(.position(position)) }
        try add(.account(Scene.account))
        try add(
            .snapshotEnd(
                SnapshotEnd(
                    snapshot: id, positions: count, checksum: PositionChecksum.of(snapshot.positions))))
        try flush()
    }
}
