import Core
import Runtime

/// The path of a tick that moves a stop, by stage, from the daemon's times and the terminal's: both processes read
/// the same monotonic clock.
///
///     quote at the terminal -> EA sends -> daemon receives -> decides -> sends -> EA receives -> OrderSendAsync
///
/// How they are paired: the order by ticket and stop, the first after the decision; the EA's send is the last
/// before the daemon received; the quote is the oldest of the symbol that came after the send before that one, so
/// that what waited in the EA is counted in full. Where there is none, the symbol's last quote counts.
struct PathStages {
    /// In order; a name is a key of the summary.
    enum Stage: String, CaseIterable {
        case quoteToSend = "quote_to_ea_send"
        case sendToDaemon = "ea_send_to_daemon"
        case decision
        case daemonSend = "daemon_send"
        case daemonToEA = "daemon_to_ea"
        case eaToOrder = "ea_to_order"
        /// All of the above.
        case total
        /// The broker's time, and the way back to the daemon.
        case orderToProof = "order_to_proof"
        /// From the quote to the proof, profit locks alone.
        case profitLock = "profit_lock_quote_to_proof"
    }

    private struct PositionStop: Hashable {
        var ticket: Ticket
        var stop: Price
    }

    /// In microseconds; those without a sample have a count of 0.
    private(set) var figures: [String: DaemonReport.Percentiles] = [:]
    /// Requests of which every time was found, and the others.
    private(set) var paired = 0
    private(set) var unpaired = 0
    /// Of the time of all paths together, the part inside the daemon; `nil` without a path.
    private(set) var daemonShare: Double?

    /// - Parameter file: what `backstop-terminal --stages` wrote; without it nothing is paired.
    init(daemon records: [StageLog.Record], terminal file: String) {
        let times = TerminalTimes(file)
        var nextDecision: [PositionStop: Int64] = [:]
        var histograms: [Stage: LatencyHistogram] = [:]
        var spent = (daemon: Int64(0), all: Int64(0))
        func record(_ stage: Stage, _ from: Int64, _ to: Int64) {
            histograms[stage, default: LatencyHistogram()].record(TimeSpan(nanoseconds: to - from))
        }
        // Backwards, for the next decision of the same kind to be known.
        for request in records.reversed() {
            let decided = request.decided.nanoseconds
            let key = PositionStop(ticket: request.ticket, stop: request.stop)
            let next = nextDecision.updateValue(decided, forKey: key) ?? Int64.max
            guard request.lane > .firstStop || request.lane == .cap else { continue }
            let received = request.received.nanoseconds
            let sent = request.sent.nanoseconds
            guard
                let order = times.order(request.ticket, request.stop, from: decided, to: next),
                let (left, quote) = times.departure(before: received, symbol: order.symbol)
            else {
                unpaired += 1
                continue
            }
            paired += 1
            record(.quoteToSend, quote, left)
            record(.sendToDaemon, left, received)
            record(.decision, received, decided)
            record(.daemonSend, decided, sent)
            record(.daemonToEA, sent, order.received)
            record(.eaToOrder, order.received, order.at)
            record(.total, quote, order.at)
            spent.daemon += sent - received
            spent.all += order.at - quote
            guard let proof = request.confirmed?.nanoseconds else { continue }
            record(.orderToProof, order.at, proof)
            if request.lane == .profitLock { record(.profitLock, quote, proof) }
        }
        for stage in Stage.allCases {
            let histogram = histograms[stage] ?? LatencyHistogram()
            figures[stage.rawValue] = .init(microseconds: histogram.summary)
        }
        if spent.all > 0 { daemonShare = Double(spent.daemon) / Double(spent.all) }
    }
}
