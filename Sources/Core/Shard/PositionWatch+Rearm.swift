extension PositionWatch {
    /// Works out at which exit prices the plan for `stance` could change.
    ///
    /// A price too early costs one decision; a price too late would miss an improvement, which the property
    /// tests compare with deciding on every tick.
    ///
    /// - Parameter stance: takes what the plan proposes as wanted.
    mutating func rearm(for stance: inout Stance, after plan: StopPlan) {
        improvement = .max
        danger = .min
        due = .max
        isRestless = peak == nil
        switch plan {
        case .keep(.frozen), .keep(.blind), .keep(.levelReached): isRestless = true
        case .keep(.noRoom): isRestless = isRestless || stance.position.stopLoss == nil
        case .keep(.settled), .keep(.guarded): break
        case .keep(.forbidden), .close: return
        case .move(let move): stance.wanted = move
        }
        if let price = stance.improvementPrice { improvement = side.sign * price.points }
        if let price = stance.reductionPrice { improvement = min(improvement, side.sign * price.points) }
        if stance.isReductionHeld { isRestless = true }
        if let price = stance.dangerPrice { danger = side.sign * price.points }
        guard stance.isTrailingAllowed else { return }
        if stance.tightening == .timeless { isRestless = true }
        if let time = stance.dueTime { due = time.milliseconds }
        // Of the stop in place and the one on its way, which may be in place already.
        if let stop = stance.tightestKnown { danger = max(danger, side.sign * stop.points) }
        if let target = stance.position.takeProfit {
            improvement = min(improvement, side.sign * target.points)
        }
    }
}
