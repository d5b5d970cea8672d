import Core
import Runtime

/// Plays the EA of one position over TCP: each exchange confirms the last stop, ticks one step further and
/// waits for the request this causes. Owner: one thread.
struct TerminalClient {
    private var link: TerminalLink
    private var bid = Scene.open
    private var command: ModifyStop?
    /// Bytes of the last exchange's frames.
    private(set) var requestBytes = 0
    private(set) var replyBytes = 0

    /// Connects, proves itself and delivers the snapshot.
    init(_ endpoint: String, boot: UInt64) throws {
        link = try TerminalLink(
            endpoint, boot: boot, token: GuardianServer.token, snapshot: try Scene.snapshot(positions: 1))
    }

    /// From the frame complete to the request received.
    mutating func exchange() throws -> TimeSpan {
        bid += Scene.step
        try confirm()
        try link.add(.tick(Scene.tick(bid: bid, seen: MonotonicClock.now())))
        requestBytes = link.bytes
        let started = MonotonicClock.now()
        try link.flush()
        while true {
            let reply = try link.dealer.receive()
            let received = MonotonicClock.now()
            replyBytes = reply.count
            try link.take(reply)
            for message in link.messages { if case .modifyStop(let stop) = message { command = stop } }
            if command != nil { return received - started }
        }
    }

    /// Confirms the last stop at once. A pause with a request open would make its answer a slow one, which
    /// opens the position's breaker.
    mutating func settle() throws {
        try confirm()
        try link.flush()
    }

    private mutating func confirm() throws {
        guard let before = command else { return }
        try link.add(.result(Scene.result(of: before)))
        try link.add(.position(Scene.position(before.ticket, stop: before.stopLoss)))
        command = nil
    }
}
