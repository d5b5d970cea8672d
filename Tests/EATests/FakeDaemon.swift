import Core
import Glibc
import MQL5Runtime

/// A daemon on a port of its own that says what a test tells it to, over plain sockets.
final class FakeDaemon {
    static let token = "correct horse battery staple"

    let port: Int32
    /// Whether it answers the handshake by itself.
    var isObliging = true
    var token = FakeDaemon.token
    private(set) var heard: [TerminalMessage] = []
    private(set) var faults: [String] = []
    private(set) var connections = 0

    private let listener: Int32
    private var peer: Int32 = -1
    private var received: [UInt8] = []
    private var isGreeted = false
    private var sequence: UInt64 = 0
    private var expected: UInt64 = 0
    var epoch = Epoch(42)

    init?() {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(listener, raw, size) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, raw, &size) == 0
            }
        }
        self.listener = listener
        port = Int32(UInt16(bigEndian: address.sin_port))
        guard listener >= 0, isBound, fcntl(listener, F_SETFL, O_NONBLOCK) == 0 else { return nil }
    }

    deinit {
        drop()
        _ = Glibc.close(listener)
    }

    /// Closes the connection; with a reset, as a process that dies with unread bytes does.
    func drop(resetting: Bool = false) {
        if peer >= 0, resetting {
            var wait = linger(l_onoff: 1, l_linger: 0)
            setsockopt(peer, SOL_SOCKET, SO_LINGER, &wait, socklen_t(MemoryLayout<linger>.size))
        }
        if peer >= 0 { _ = Glibc.close(peer) }
        peer = -1
    }

    /// Accepts, reads and answers; never waits.
    func poll() {
        accept()
        guard peer >= 0 else { return }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(peer, &chunk, chunk.count, Int32(MSG_DONTWAIT))
            if count == 0 { drop() }
            if count <= 0 { break }
            received += chunk[..<count]
        }
        while let frame = nextFrame() { take(frame) }
    }

    private func accept() {
        let accepted = Glibc.accept(listener, nil, nil)
        guard accepted >= 0 else { return }
        drop()
        peer = accepted
        connections += 1
        received = []
        isGreeted = false
        sequence = 0
        expected = 0
        write(ZmtpStream.handshake.bytes)
    }

    /// The body of the next message; the greeting and commands are skipped.
    private func nextFrame() -> [UInt8]? {
        if !isGreeted {
            guard received.count >= 64 else { return nil }
            // FF, eight bytes of any value, 7F, version 3, NULL.
            let isGreeting =
                received[0] == 0xFF && received[9] == 0x7F && received[10] == 3
                && received[12..<16].elementsEqual("NULL".utf8)
            if !isGreeting { faults.append("connection \(connections) does not begin with a greeting") }
            received.removeFirst(64)
            isGreeted = true
        }
        while received.count >= 2 {
            let isLong = received[0] & 2 != 0
            let header = isLong ? 9 : 2
            guard received.count >= header else { return nil }
            let size = received[1..<header].reduce(0) { $0 << 8 | Int($1) }
            guard received.count >= header + size else { return nil }
            let body = Array(received[header..<header + size])
            let isCommand = received[0] & 4 != 0
            received.removeFirst(header + size)
            if !isCommand { return body }
        }
        return nil
    }

    private func take(_ frame: [UInt8]) {
        var messages: [TerminalMessage] = []
        do {
            let header = try frame.withUnsafeBytes { try FrameReader.readTerminalFrame($0, into: &messages) }
            if case .hello? = messages.first {
                sequence = 0
                expected = 0
            }
            expected += 1
            if header.sequence != expected { faults.append("sequence \(header.sequence), not \(expected)") }
        } catch {
            faults.append("\(error)")
        }
        heard += messages
        for message in messages where isObliging { oblige(message) }
    }

    private func oblige(_ message: TerminalMessage) {
        switch message {
        case .hello(let hello):
            let nonce = Nonce(0x1111_2222_3333_4444, 0x5555_6666_7777_8888)
            let text = Array("backstop-daemon".utf8) + bytes(hello.nonce) + bytes(nonce)
            say(.challenge(Challenge(nonce: nonce, code: code(text))))
        case .proof:
            say(.welcome(Welcome(epoch: epoch, heartbeat_ms: 100, linkTimeout_ms: 60_000)))
            say(.snapshotRequest(SnapshotRequest(snapshot: 1)))
        default: break
        }
    }

    private func bytes(_ nonce: Nonce) -> [UInt8] {
        [nonce.first, nonce.second].flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
    }

    private func code(_ text: [UInt8]) -> AuthenticationCode {
        var mac = [UInt8](repeating: 0, count: 32)
        if backstop_codec_hmac(token, text, text.count, &mac) != 0 { faults.append("no hash") }
        let words = mac.withUnsafeBytes { raw in
            (0..<4).map { UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
        }
        return AuthenticationCode(words[0], words[1], words[2], words[3])
    }

    // MARK: Speaking

    /// One frame with these messages.
    func say(_ messages: DaemonMessage..., epoch: Epoch? = nil, skipping: UInt64 = 0) {
        var frame = FrameWriter()
        for message in messages where frame.append(message) != .appended {
            faults.append("cannot say \(message)")
        }
        sequence += 1 + skipping
        frame.seal(epoch: epoch ?? self.epoch, sequence: sequence, clock: Instant(nanoseconds: 5))
        sayBytes(frame.withBytes { Array($0) })
    }

    /// A ZeroMQ message with any content.
    func sayBytes(_ body: [UInt8]) {
        var stream = ZmtpStream()
        stream.message(body)
        write(stream.bytes)
    }

    func write(_ bytes: [UInt8]) {
        guard peer >= 0 else { return }
        let sent = send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        if sent != bytes.count { faults.append("sent \(sent) of \(bytes.count)") }
    }

    func forget() { heard.removeAll() }
}
