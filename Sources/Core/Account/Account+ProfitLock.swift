/// How a profit lock is verified: by what it adds to what is kept.
extension Account {
    /// The stages of a move on its way. A lock that keeps little more than the stop before is proven by the
    /// position's own event alone; every other lock is read back where that does not come at once.
    func timing(of move: StopMove, from entry: HeldPosition) -> RequestLifecycle.Timing {
        switch move.lane {
        case .flatten, .cap, .firstStop, .breakEven, .trailing: .standard
        case .profitLock: isLowRisk(move, from: entry) ? .lowRiskLock : .profitLock
        }
    }

    /// Unknown values are no reason to look less closely.
    private func isLowRisk(_ move: StopMove, from entry: HeldPosition) -> Bool {
        guard let present = entry.position.stopLoss, let rules = entry.shared,
            let valuation = valuations[entry.position.symbol]
        else { return false }
        let worst = WorstCase(of: entry.position, valuation: valuation, allowance: rules.rules.allowance)
        return worst.loss(at: present) - worst.loss(at: move.stop) < settings.flow.lowRiskLock
    }
}
