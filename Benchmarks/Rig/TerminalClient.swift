import Bridge
import Core
import Runtime

/// Plays the EA of one position over TCP: each exchange confirms the last stop, ticks one step further and
/// waits for the request this causes. Owner: one thread.
struct TerminalClient {
    private static let account = AccountNumber(1_000)
    private let dealer: Dealer
    private var messages: [DaemonMessage] = []
    private var frame = FrameWriter()
    private var sequence: UInt64 = 0
    private var bid = Scene.open
    private var command: ModifyStop?
    /// Bytes of the last exchange's frames.
    private(set) var requestBytes = 0
    private(set) var replyBytes = 0

    /// Connects, proves itself and delivers the snapshot.
    init(_ endpoint: String, boot: UInt64) throws {
        dealer = try Dealer(endpoint, boot: boot)
        messages.reserveCapacity(WireLimits.messagesPerFrame)
        let nonce = Nonce(boot, ~boot)
        let hello = Hello(
            eaVersion: 1 << 16, terminalBuild: 4_620, bootID: BootID(boot), account: Self.account,
            marginMode: .hedging, accountMode: .demo, permissions: .all, lastEpoch: .none, nonce: nonce,
            currency: "USD", server: "Benchmark", company: "Benchmark")
        try say([.hello(hello)])
        var isSnapshotSent = false
        while !isSnapshotSent {
            try hear()
            for message in messages {
                switch message {
                case .challenge(let challenge): try prove(challenge, nonce, boot)
                case .snapshotRequest(let request):
                    try sendSnapshot(request.snapshot)
                    isSnapshotSent = true
                case .refused(let refused): throw BenchmarkFailure("refused: \(refused.explanation)")
                case .welcome, .guardPolicy, .modifyStop, .closePosition, .readBackRequest, .heartbeat: break
                }
            }
        }
    }

    /// From the frame handed to the socket to the request received.
    mutating func exchange() throws -> TimeSpan {
        bid += Scene.step
        let before = command
        command = nil
        frame.clear()
        if let before {
            _ = frame.append(.result(Scene.result(of: before)))
            _ = frame.append(.position(Scene.position(before.ticket, stop: before.stopLoss)))
        }
        _ = frame.append(.tick(Scene.tick(bid: bid, seen: MonotonicClock.now())))
        seal()
        requestBytes = frame.length
        let started = MonotonicClock.now()
        try frame.withBytes { try dealer.send($0) }
        while true {
            let reply = try dealer.receive()
            let received = MonotonicClock.now()
            replyBytes = reply.count
            _ = try FrameReader.readDaemonFrame(reply, into: &messages)
            for message in messages { if case .modifyStop(let stop) = message { command = stop } }
            if command != nil { return received - started }
        }
    }

    private mutating func prove(_ challenge: Challenge, _ nonce: Nonce, _ boot: UInt64) throws {
        guard let token = LinkToken(GuardianServer.token) else { throw BenchmarkFailure("token too short") }
        let code = token.terminalCode(
            ea: nonce, daemon: challenge.nonce, account: Self.account, bootID: BootID(boot))
        try say([.proof(Proof(code: code))])
    }

    private mutating func sendSnapshot(_ id: UInt32) throws {
        let positions = Scene.positions(1)
        try say(
            [
                .snapshotBegin(
                    SnapshotBegin(snapshot: id, symbols: 1, positions: UInt32(positions.count))),
                .symbolSpec(Scene.spec), .valuation(try Scene.valuation()),
                .tick(Scene.tick(bid: Scene.open)),
            ] + positions.map { .position($0) } + [
                .account(Scene.account),
                .snapshotEnd(
                    SnapshotEnd(
                        snapshot: id, positions: UInt32(positions.count),
                        checksum: PositionChecksum.of(positions))),
            ])
    }

    private mutating func say(_ words: [TerminalMessage]) throws {
        frame.clear()
        for word in words { _ = frame.append(word) }
        seal()
        try frame.withBytes { try dealer.send($0) }
    }

    private mutating func hear() throws {
        _ = try FrameReader.readDaemonFrame(try dealer.receive(), into: &messages)
    }

    private mutating func seal() {
        sequence += 1
        frame.seal(epoch: GuardianServer.epoch, sequence: sequence, clock: MonotonicClock.now())
    }
}
