import Core
import Runtime

/// Carries everything between the socket and the owner of the machines, on one thread.
///
/// A wake-up receives what is there (at most `framesPerWakeUp`, so that sending is never starved), lets the
/// owner decide, and sends one frame per terminal. Nothing in it waits but the poll at its start.
///
/// Owner: the thread that calls `poll`. `WakeSignal` is how other threads reach it.
public struct Bridge<Owner: LinkOwner>: ~Copyable {
    /// Frames received before answers are sent.
    public static var framesPerWakeUp: Int { 256 }

    /// A wake-up longer than this is counted and told: stops move later than they should.
    public static var loopBudget: TimeSpan { .milliseconds(50) }

    /// After this long no further frame is received in one wake-up, so that what is decided gets out in time
    /// however much one terminal talks: half the budget.
    public static var receivingMax: TimeSpan { .milliseconds(25) }

    /// The longest that saying goodbye may hold up the exit.
    public static var farewell: TimeSpan { .seconds(1) }

    public var owner: Owner
    public private(set) var sessions: SessionTable
    /// From the wake-up to the last frame handed to the socket, of wake-ups that received or sent.
    public private(set) var loopTime = TrackedLatency()
    /// Wake-ups longer than `loopBudget`, and how long the last of them took.
    public private(set) var loopsOverBudget: UInt64 = 0
    public private(set) var lastOverBudget = TimeSpan.zero

    private let pulse: Pulse
    private var socket: RouterSocket
    private var outbox = Outbox()
    private var acknowledgements = Acknowledgements()
    private var notices: [LinkNotice] = []

    /// - Parameter pulse: shows the watchdog that this thread goes on.
    public init(
        socket: RouterSocket, sessions: SessionTable, owner: Owner, pulse: Pulse = Pulse()
    ) {
        self.pulse = pulse
        self.socket = socket
        self.sessions = sessions
        self.owner = owner
        notices.reserveCapacity(WireLimits.messagesPerFrame)
    }

    public var endpoint: String { socket.endpoint }
    public var socketCounters: RouterSocket.Counters { socket.counters }
    public var withdrawn: UInt64 { outbox.withdrawn }
    /// Wake-ups' connections whose frames were acknowledged without an answer.
    public var acknowledged: UInt64 { acknowledgements.count }

    /// Waits for work until `deadline` at the latest, and does one wake-up's worth of it.
    ///
    /// - Throws: only when the socket itself has failed; going on is pointless then.
    public mutating func poll(until deadline: Instant) throws(SocketError) {
        owner.willSleep()
        let wake = outbox.isEmpty ? min(deadline, sessions.nextWake, owner.nextWake) : .zero
        pulse.sleep()
        _ = try socket.wait(atMost: wake - min(wake, MonotonicClock.now()))
        pulse.wake()
        owner.didWake()
        let started = MonotonicClock.now()
        let framesInBefore = sessions.counters.framesIn
        let framesOutBefore = sessions.counters.framesOut
        try receive(at: started)
        sessions.expire(at: started, into: &notices)
        deliver(received: started)
        owner.finishWakeUp(at: started, into: &outbox)
        flush(at: started)
        let framesSent = sessions.counters.framesOut &- framesOutBefore
        acknowledgements.flush(framesSent: framesSent)
        if framesSent > 0 || sessions.counters.framesIn != framesInBefore {
            record(MonotonicClock.now() - started)
        }
    }

    /// Tells every EA that the daemon goes. Closing the socket then takes up to `farewell`, less if the peers
    /// read at once.
    public mutating func shutDown() {
        sessions.shutDown(at: MonotonicClock.now(), through: &socket, into: &notices)
        deliver(received: MonotonicClock.now())
        outbox.clear()
        socket.lingerAtClose(Self.farewell)
    }

    /// Of the minute at hand; the next one begins.
    public mutating func takeMinuteOfLoopTime() -> LatencyHistogram.Summary { loopTime.takeMinute() }

    private mutating func record(_ span: TimeSpan) {
        loopTime.record(span)
        guard span > Self.loopBudget else { return }
        loopsOverBudget += 1
        lastOverBudget = span
    }

    private mutating func receive(at started: Instant) throws(SocketError) {
        var received = started
        for _ in 0..<Self.framesPerWakeUp {
            let outcome = try socket.receive { frame, peer, connection in
                acknowledgements.hear(connection)
                sessions.receive(frame, from: peer, connection: connection, at: received, into: &notices)
            }
            switch outcome {
            case .empty: return
            case .refused: continue
            case .frame:
                deliver(received: received)
                pulse.beat()
                received = MonotonicClock.now()
                if received - started > Self.receivingMax { return }
            }
        }
    }

    private mutating func deliver(received: Instant) {
        for notice in notices { owner.receive(notice, received: received, into: &outbox) }
        notices.removeAll(keepingCapacity: true)
    }

    private mutating func flush(at now: Instant) {
        sessions.flush(
            &outbox, at: now, for: owner, through: &socket, into: &notices)
        // A send may have found a peer gone; what the owner wants then goes out with the next wake-up.
        deliver(received: now)
    }
}
