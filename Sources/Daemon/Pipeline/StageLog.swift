import Core
import Runtime

/// When each stop request that a tick caused passed the daemon's stages: for the demo and the benchmarks, which
/// put it beside the terminal's own times. A daemon that guards real positions keeps none.
///
/// A request counts only if the tick behind it came in the wake-up that sent it; what had waited for a rate or a
/// lease says nothing about speed. Owner: the bridge thread. Bound: `recordsMax`; later ones are counted alone.
struct StageLog: Sendable {
    /// Whether a daemon keeps one.
    enum Wish: Sendable {
        case none
        case kept
    }

    /// All instants are of this machine's monotonic clock.
    struct Record: Sendable {
        var request: RequestID
        var ticket: Ticket
        var stop: Price
        var lane: Lane
        /// The tick's frame was taken from the socket.
        var received: Instant
        /// The request was admitted and in the outbox.
        var decided: Instant
        /// The wake-up's frames had been handed to the socket.
        var sent: Instant
        /// The broker's position event proved it; `nil` while it has not.
        var confirmed: Instant?
    }

    static let recordsMax = 65_536

    private(set) var records: [Record] = []
    private(set) var dropped = 0
    /// Where the records begin that are not yet sent.
    private var firstUnsent = 0
    private var open: [RequestID: Int] = [:]
    /// The EA's clock of the earliest tick of the wake-up at hand.
    private var earliest = Instant.never

    /// A tick, or what a tick caused elsewhere, is part of this wake-up.
    mutating func saw(_ cause: Instant) { earliest = min(earliest, cause) }

    mutating func decided(_ command: ModifyStop, received: Instant) {
        guard command.cause >= earliest else { return }
        guard records.count < Self.recordsMax else {
            dropped += 1
            return
        }
        open[command.request] = records.count
        records.append(
            Record(
                request: command.request, ticket: command.ticket, stop: command.stopLoss, lane: command.lane,
                received: received, decided: MonotonicClock.now(), sent: .zero))
    }

    /// The wake-up is over.
    mutating func sent(at now: Instant) {
        for index in firstUnsent..<records.count { records[index].sent = now }
        firstUnsent = records.count
        earliest = .never
    }

    mutating func confirmed(_ request: RequestID, at now: Instant) {
        guard let index = open.removeValue(forKey: request) else { return }
        records[index].confirmed = now
    }
}
