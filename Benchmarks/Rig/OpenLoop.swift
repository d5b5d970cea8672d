import Core
import Runtime

/// What is played on a fixed schedule. Owner: one thread.
protocol ScheduledPlayer {
    var dealer: Dealer { get }
    /// Adds event `index` to the frame at hand; its latency counts from `scheduled`.
    mutating func play(_ index: Int, scheduled: Instant) throws
    /// Sends the frame at hand.
    mutating func flush() throws
    mutating func receive(_ frame: UnsafeRawBufferPointer, at now: Instant) throws
    /// Sends what has gathered although no event is due.
    mutating func settle() throws
    /// Whether nothing more is expected.
    var isSettled: Bool { get }
}

/// A fixed schedule that waits for nobody: whatever answers slowly finds the next event sent all the same.
///
/// Latencies count from when an event was due, not from when it was sent, so that waiting cannot hide. Events that
/// fall due together, because their time came while the sender was busy or slept, share a frame, as in the EA.
struct OpenLoop {
    /// How long what is still expected after the last event may take.
    private static let grace = TimeSpan.seconds(5)
    /// A sender later than this has become part of what is measured.
    private static let lateness = TimeSpan.milliseconds(1)

    /// Events a second.
    let rate: Int
    let count: Int

    /// - Returns: how many events were sent more than a millisecond after they were due.
    func run(_ player: inout some ScheduledPlayer) throws -> Int {
        let start = MonotonicClock.now() + .milliseconds(1)
        let end = scheduled(count, from: start) + Self.grace
        var next = 0
        var late = 0
        while next < count || !player.isSettled {
            while let frame = try player.dealer.receiveIfReady() {
                try player.receive(frame, at: MonotonicClock.now())
            }
            // No later event would carry the confirmations.
            if next == count { try player.settle() }
            let now = MonotonicClock.now()
            guard now < end else { return late }
            let before = next
            while next < count, scheduled(next, from: start) <= now {
                if now - scheduled(next, from: start) > Self.lateness { late += 1 }
                try player.play(next, scheduled: scheduled(next, from: start))
                next += 1
            }
            if next > before {
                try player.flush()
            } else {
                player.dealer.wait(until: next < count ? scheduled(next, from: start) : end)
            }
        }
        try player.settle()
        return late
    }

    private func scheduled(_ index: Int, from start: Instant) -> Instant {
        start + TimeSpan(nanoseconds: Int64(index) * 1_000_000_000 / Int64(rate))
    }
}
