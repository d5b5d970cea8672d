import Core
import Runtime

/// How long things take for one account. Owner: the bridge thread.
struct AccountLatencies: Sendable {
    /// From a tick's frame taken from the socket to the stop request of the same wake-up handed to it.
    var tickToRequest = TrackedLatency()
    /// From a request to the position event that proves it.
    var requestToConfirm = TrackedLatency()
    /// From the EA first seeing a position without a stop to the broker's confirmation of one.
    var firstStop = TrackedLatency()

    /// Positions without a stop, and since when on this machine's clock.
    private var uncovered: [Ticket: Instant] = [:]
    /// The EA's clock in the header of the frame at hand.
    private var terminalClock = Instant.zero

    mutating func hear(terminalClock: Instant) { self.terminalClock = terminalClock }

    mutating func see(_ position: Position, at now: Instant) {
        if position.stopLoss == nil {
            guard uncovered[position.ticket] == nil else { return }
            let age = max(TimeSpan.zero, terminalClock - position.seen)
            uncovered[position.ticket] = Instant(nanoseconds: now.nanoseconds - age.nanoseconds)
        } else if let since = uncovered.removeValue(forKey: position.ticket) {
            firstStop.record(now - since)
        }
    }

    mutating func forget(_ ticket: Ticket) { uncovered[ticket] = nil }

    /// After a snapshot: positions that are gone are forgotten, the others keep their time.
    mutating func see(_ positions: [Position], at now: Instant) {
        let present = Set(positions.map(\.ticket))
        uncovered = uncovered.filter { present.contains($0.key) }
        for position in positions { see(position, at: now) }
    }

    /// Of the minute at hand; the next one begins.
    mutating func takeMinute() -> (
        tickToRequest: LatencyHistogram.Summary, requestToConfirm: LatencyHistogram.Summary,
        firstStop: LatencyHistogram.Summary
    ) {
        (tickToRequest.takeMinute(), requestToConfirm.takeMinute(), firstStop.takeMinute())
    }
}
