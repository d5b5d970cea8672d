import Core

/// What became of a question about the deal history.
///
/// A link that is lost before the end answers nothing; whoever asked has a time limit of their own.
public struct DealHistory: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// Every deal of the span, oldest first; count and checksum verified.
        case complete([Deal])
        /// Nothing is known of the span: it does not mean that there were no deals.
        case failed(Reason)
    }

    public enum Reason: Hashable, Sendable {
        /// The terminal could not give its history, or is not connected to the broker.
        case terminal
        /// The history changed under the answer.
        case changed
        /// A shorter span has to be asked for.
        case tooMany
        /// A part of the answer is missing or damaged.
        case damaged
    }

    public var request: UInt32
    public var outcome: Outcome
}

/// Collects the deals between *deal_history_begin* and *deal_history_end*. Bound: `dealsMax`.
struct DealHistoryAssembly: Sendable {
    static let dealsMax = 65_536

    let begin: DealHistoryBegin
    private var deals: [Deal] = []

    init(_ begin: DealHistoryBegin) { self.begin = begin }

    /// More than were announced are not kept; the end finds out.
    mutating func take(_ deal: Deal) {
        if deals.count <= Int(begin.deals) { deals.append(deal) }
    }

    /// - Parameter assembly: `nil` if no beginning was heard.
    static func outcome(of assembly: DealHistoryAssembly?, _ end: DealHistoryEnd) -> DealHistory.Outcome {
        switch end.outcome {
        case .failed: return .failed(.terminal)
        case .changed: return .failed(.changed)
        case .tooMany: return .failed(.tooMany)
        case .complete:
            guard let assembly, assembly.begin.request == end.request,
                assembly.begin.deals == end.deals, assembly.deals.count == Int(end.deals),
                DealChecksum.of(assembly.deals) == end.checksum
            else { return .failed(.damaged) }
            return .complete(assembly.deals)
        }
    }
}
