import Core

/// What the checker found, with the keys used wherever it is printed.
public struct Summary: Equatable, Sendable {
    public enum ClosedBy: String, CaseIterable, Sendable {
        /// The stop in force was the first it ever got.
        case firstStop = "first_stop"
        /// The guardian had moved the stop since.
        case trailing
        case takeProfit = "take_profit"
        /// The stop in force was somebody else's.
        case stopMoved = "stop_moved"
        case closedByUs = "closed_by_us"
        case client
        case other
    }

    public enum LossCause: String, CaseIterable, Sendable {
        /// The market jumped over the stop.
        case gap
        case slippage
        case swap
        /// The stop itself lay beyond the cap, because the cap could not be placed.
        case unreachable
        /// Closed by somebody else, or at somebody else's stop.
        case unmanaged
    }

    public var ticks: UInt64 = 0
    public var positionsOpened = 0
    public var positionsClosed = 0
    public var closedBy: [ClosedBy: Int] = [:]
    /// Stops sent beyond the cap's share that neither lowered the risk nor covered an uncovered position.
    public var capViolations = 0
    /// Stops sent beyond it that did.
    public var capUnreachable = 0
    public var lossesBeyondCap: [LossCause: Int] = [:]
    public var uncoveredOver1s = 0
    /// The same, while a fault had struck a request of the position.
    public var uncoveredByFault = 0
    /// Requests that would loosen the stop the terminal had been told of.
    public var ratchetViolations = 0
    /// Stops loosened by a request that did not loosen when it was sent.
    public var lateRegressions = 0
    /// Requests that would change the take-profit.
    public var takeProfitViolations = 0
    /// Take-profits changed because an edit and a request crossed each other.
    public var takeProfitRaces = 0
    /// Requests sent while another of the same position was in flight.
    public var doubledRequests = 0
    /// Requests to close more than was open.
    public var closesBeyondOpen = 0
    /// Parts closed beyond what the guardian may close of one position.
    public var partsBeyondShare = 0
    /// Parts it closed.
    public var partsClosed = 0
    /// Requests to open a position.
    public var openings = 0
    public var requests = 0
    public var stopsPlaced = 0
    /// How often the broker gave each verdict, whether or not the answer arrived.
    public var verdicts: [ReturnCode: Int] = [:]
    /// From fill to first stop, as far as one could be placed.
    public var firstStop = LatencyCounts()

    public init() {}

    /// Whether every invariant held that no fault excuses.
    public var isClean: Bool {
        capViolations == 0 && uncoveredOver1s == 0 && ratchetViolations == 0 && takeProfitViolations == 0
            && doubledRequests == 0 && closesBeyondOpen == 0 && openings == 0 && partsBeyondShare == 0
    }

    /// One JSON object. Counters that never counted are there as 0; percentiles are null before the first.
    public var json: String {
        func object<Key>(_ keys: [Key], _ counts: [Key: Int]) -> String
        where Key: RawRepresentable & Hashable, Key.RawValue == String {
            "{" + keys.map { "\"\($0.rawValue)\":\(counts[$0] ?? 0)" }.joined(separator: ",") + "}"
        }
        func number(_ value: Int64?) -> String { value.map { String($0) } ?? "null" }
        let first =
            "{\"p50\":\(number(firstStop.percentile(permille: 500))),"
            + "\"p99\":\(number(firstStop.percentile(permille: 990))),\"max\":\(number(firstStop.max))}"
        let codes =
            "{"
            + ReturnCode.allCases.compactMap { code in
                verdicts[code].map { "\"\(code.rawValue)\":\($0)" }
            }.joined(separator: ",") + "}"
        let fields: [(String, String)] = [
            ("ticks", "\(ticks)"), ("positions_opened", "\(positionsOpened)"),
            ("positions_closed", "\(positionsClosed)"),
            ("closed_by", object(ClosedBy.allCases, closedBy)),
            ("cap_violations", "\(capViolations)"), ("cap_unreachable", "\(capUnreachable)"),
            ("losses_beyond_cap", object(LossCause.allCases, lossesBeyondCap)),
            ("uncovered_over_1s", "\(uncoveredOver1s)"), ("uncovered_by_fault", "\(uncoveredByFault)"),
            ("ratchet_violations", "\(ratchetViolations)"), ("late_regressions", "\(lateRegressions)"),
            ("tp_violations", "\(takeProfitViolations)"), ("tp_races", "\(takeProfitRaces)"),
            ("doubled_requests", "\(doubledRequests)"), ("closes_beyond_open", "\(closesBeyondOpen)"),
            ("parts_closed", "\(partsClosed)"), ("parts_beyond_share", "\(partsBeyondShare)"),
            ("openings", "\(openings)"), ("requests", "\(requests)"), ("stops_placed", "\(stopsPlaced)"),
            ("verdicts", codes), ("first_stop_ms", first),
        ]
        return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}
