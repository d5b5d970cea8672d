import CLinux
import Core
import Glibc

/// When quotes reached the terminal, frames left the EA and came to it, and orders were handed to the terminal:
/// the terminal's part of the path of a tick, on the machine's monotonic clock, in nanoseconds.
///
/// It watches and changes nothing: the EA cannot tell whether it is there. Owner: the thread that drives the
/// program. Bound: `linesMax` of each kind; later ones are left out, and whoever pairs them finds no partner.
final class StageRecorder {
    static let linesMax = 1_000_000

    private var quotes: [(symbol: Int, at: Int64)] = []
    private var sends: [Int64] = []
    private var orders: [(ticket: UInt64, stop: Int64, symbol: Int, received: Int64, at: Int64)] = []
    private var received: Int64 = 0

    /// A quote was due: from then on the EA could have seen it.
    func quoted(_ symbol: Int, at instant: Int64) {
        if quotes.count < Self.linesMax { quotes.append((symbol, instant)) }
    }

    /// The EA is about to send, or has just received.
    func traffic(isOutgoing: Bool) {
        let now = clinux_monotonic_ns()
        if !isOutgoing { received = now } else if sends.count < Self.linesMax { sends.append(now) }
    }

    /// The EA hands an order for another stop to the terminal.
    func ordered(_ ticket: UInt64, stop: Int64, symbol: Int) {
        guard orders.count < Self.linesMax else { return }
        orders.append((ticket, stop, symbol, received, clinux_monotonic_ns()))
    }

    /// One event a line: `quote SYMBOL NS`, `send NS`, `order TICKET STOP SYMBOL RECEIVED_NS NS`.
    ///
    /// - Returns: whether all of it was written.
    func write(to path: String) -> Bool {
        guard let file = fopen(path, "we") else { return false }
        var lines = quotes.map { "quote \($0.symbol) \($0.at)\n" }
        lines += sends.map { "send \($0)\n" }
        lines += orders.map { "order \($0.ticket) \($0.stop) \($0.symbol) \($0.received) \($0.at)\n" }
        let isWritten = lines.allSatisfy { fputs($0, file) >= 0 }
        return fclose(file) == 0 && isWritten
    }
}
