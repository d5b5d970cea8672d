import Core

/// How many quotes later than the rules call for it a stop is decided on; 0 is at the very quote.
///
/// Judged once a quote and open position, after the machines have had that quote.
struct DecisionAudit: Sendable {
    /// Quotes at which a position's rules were asked.
    private(set) var evaluations = 0
    /// Of these, those at which the rules wanted another stop.
    private(set) var calls = 0
    /// Of these, those at which the machines had not decided on one at least as tight.
    private(set) var late = 0
    /// The most consecutive ones of a position.
    private(set) var delayMax = 0
    private var delays: [Ticket: Int] = [:]

    /// - Parameters:
    ///   - plan: what the rules say, asked anew.
    ///   - decided: the stop that the machines have decided on and that is not proven at the broker.
    mutating func judge(_ plan: StopPlan, of ticket: Ticket, _ side: Side, decided: Price?) {
        evaluations += 1
        guard case .move(let move) = plan else {
            delays[ticket] = nil
            return
        }
        calls += 1
        if let decided, !side.isTighter(move.stop, than: decided) {
            delays[ticket] = nil
            return
        }
        late += 1
        let delay = (delays[ticket] ?? 0) + 1
        delays[ticket] = delay
        delayMax = max(delayMax, delay)
    }
}
