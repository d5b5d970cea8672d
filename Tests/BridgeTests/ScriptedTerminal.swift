import Bridge
import Core

/// An EA as the tests play it: says what it is told to, in sequence, and keeps what it hears.
struct ScriptedTerminal {
    static let token = "correct horse battery staple"

    let peer: RoutingID
    var hello: Hello
    var connection: Int32 = 7
    var sequence: UInt64 = 0
    var token = LinkToken(ScriptedTerminal.token)
    /// Everything the daemon sent, in order.
    var heard: [DaemonMessage] = []
    var headers: [FrameHeader] = []

    init(boot: UInt64, account: UInt64 = 1_000, currency: String = "EUR", marginMode: MarginMode = .hedging) {
        peer = RoutingID(BootID(boot))
        hello = Hello(
            eaVersion: 1 << 16, terminalBuild: 4_620, bootID: BootID(boot), account: AccountNumber(account),
            marginMode: marginMode, accountMode: .demo, permissions: .all, lastEpoch: .none,
            nonce: Nonce(boot, ~boot), currency: currency, server: "Example-Demo", company: "Example")
    }

    /// The next frame with these messages.
    mutating func frame(_ messages: [TerminalMessage], clock: Int64 = 1) -> [UInt8] {
        sequence += 1
        var writer = FrameWriter()
        for message in messages { _ = writer.append(message) }
        writer.seal(epoch: .none, sequence: sequence, clock: Instant(nanoseconds: clock))
        return writer.withBytes { Array($0) }
    }

    mutating func helloFrame() -> [UInt8] {
        sequence = 0
        return frame([.hello(hello)])
    }

    /// The answer to the last challenge heard.
    mutating func proofFrame() -> [UInt8] {
        var code = AuthenticationCode(0, 0, 0, 0)
        for case .challenge(let challenge) in heard {
            code =
                token?.terminalCode(
                    ea: hello.nonce, daemon: challenge.nonce, account: hello.account, bootID: hello.bootID)
                ?? code
        }
        return frame([.proof(Proof(code: code))])
    }

    var refusals: [Refused.Reason] {
        heard.compactMap { if case .refused(let refused) = $0 { refused.reason } else { nil } }
    }
    var snapshotRequests: [UInt32] {
        heard.compactMap { if case .snapshotRequest(let request) = $0 { request.snapshot } else { nil } }
    }
}

/// A socket of the tests: delivers to the scripted terminals, or fails as it is told to.
struct RecordingSender: FrameSender {
    var outcome = SendOutcome.sent
    var frames: [(peer: RoutingID, bytes: [UInt8])] = []

    mutating func send(_ frame: UnsafeRawBufferPointer, to peer: RoutingID) -> SendOutcome {
        if outcome == .sent { frames.append((peer, Array(frame))) }
        return outcome
    }
}

/// A session table with its terminals, on a clock the test moves.
struct LinkBench {
    var table: SessionTable
    var sender = RecordingSender()
    var outbox = Outbox()
    var notices: [LinkNotice] = []
    var now = Instant(nanoseconds: 1_000_000_000)

    init(admission: LinkSettings.Admission = .any(.init()), sessionsMax: Int = 8) throws {
        guard let token = LinkToken(ScriptedTerminal.token) else { throw TokenTooShort() }
        var settings = LinkSettings(token: token, admission: admission)
        settings.sessionsMax = sessionsMax
        let nonces = NonceSequence()
        table = SessionTable(settings: settings, epoch: Epoch(5)) { nonces.next() }
    }

    struct TokenTooShort: Error {}

    mutating func advance(_ span: TimeSpan) { now = now + span }

    /// The terminal's frame arrives; no wake-up ends yet.
    mutating func deliver(_ bytes: [UInt8], from terminal: ScriptedTerminal) {
        bytes.withUnsafeBytes {
            table.receive($0, from: terminal.peer, connection: terminal.connection, at: now, into: &notices)
        }
    }

    /// A wake-up ends: what is due is sent, and the terminal hears its part.
    mutating func flush(to terminal: inout ScriptedTerminal) throws {
        table.expire(at: now, into: &notices)
        table.flush(
            &outbox, at: now, for: ShadowStatus(), through: &sender, into: &notices)
        for (peer, bytes) in sender.frames where peer == terminal.peer {
            var messages: [DaemonMessage] = []
            let header = try bytes.withUnsafeBytes {
                try FrameReader.readDaemonFrame($0, into: &messages)
            }
            terminal.headers.append(header)
            terminal.heard += messages
        }
        sender.frames.removeAll { $0.peer == terminal.peer }
    }

    mutating func say(_ messages: [TerminalMessage], _ terminal: inout ScriptedTerminal) throws {
        deliver(terminal.frame(messages), from: terminal)
        try flush(to: &terminal)
    }

    /// Hello and proof.
    mutating func connect(_ terminal: inout ScriptedTerminal) throws {
        deliver(terminal.helloFrame(), from: terminal)
        try flush(to: &terminal)
        deliver(terminal.proofFrame(), from: terminal)
        try flush(to: &terminal)
    }

    /// Hello, proof, and a snapshot of one symbol and one position.
    mutating func connectWithSnapshot(_ terminal: inout ScriptedTerminal) throws {
        try connect(&terminal)
        try say(Samples.snapshot(id: terminal.snapshotRequests.last ?? 0), &terminal)
    }

    var losses: [LinkLoss] {
        notices.compactMap { if case .lost(let loss) = $0.event { loss } else { nil } }
    }
    var snapshots: [Snapshot] {
        notices.compactMap { if case .snapshot(let snapshot) = $0.event { snapshot } else { nil } }
    }
    var messages: [TerminalMessage] {
        notices.compactMap { if case .message(let message) = $0.event { message } else { nil } }
    }
    var establishedCount: Int {
        notices.count { if case .established = $0.event { true } else { false } }
    }
}
