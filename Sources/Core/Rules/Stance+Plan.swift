extension Stance {
    /// Decides. The tightest permitted proposal wins; the ratchet and the cap have the last word.
    public func plan() -> StopPlan {
        var facts = DecisionFacts()
        return plan(noting: &facts)
    }

    /// Decides, and notes what led to it.
    func plan(noting facts: inout DecisionFacts) -> StopPlan {
        facts.bid = quote?.bid
        facts.ask = quote?.ask
        facts.peak = peak
        facts.atr = context.bars?.atr
        facts.firstStop = context.initialStop
        switch latch {
        case .freeze: return .keep(.forbidden)
        case .flatten: return .close(.flatten)
        case .none, .pause: break
        }
        if isLossAtCap { return .close(.capReached) }
        if position.stopLoss == nil, quote == nil, valuation == nil { return .keep(.blind) }
        let candidates = candidates
        facts.candidates = candidates.stops
        guard let move = wish(of: candidates, noting: &facts.limits) else { return .keep(idleReason) }
        return admitted(move, among: candidates, noting: &facts.limits)
    }

    /// The tightest stop that is asked for, what may wait for it held away from the market as far as the rules'
    /// own buffers want.
    private func wish(of all: StopCandidates, noting bounds: inout StopLimits) -> StopMove? {
        var profit = all.profit
        if rules.guarding != nil, let target = profit?.stop, let ceiling {
            let stop = side.looser(target, ceiling)
            if stop != target { bounds.insert(.clearance) }
            profit?.stop = stop
        }
        return all.tighter(all.urgent, profit)
    }

    /// Why nothing is asked for.
    private var idleReason: StopPlan.KeepReason {
        switch tightening {
        case .allowed, .forbidden: .settled
        case .young, .timeless, .unquiet: .guarded
        }
    }

    /// Fits a candidate to cap and market, then holds it against ratchet and step.
    private func admitted(
        _ tightest: StopMove, among candidates: StopCandidates, noting bounds: inout StopLimits
    ) -> StopPlan {
        var move = tightest
        if let cap, let worstCase, move.rule != .tightest, worstCase.loss(at: move.stop) > cap.limit {
            move.stop = side.tighter(move.stop, capStop(cap, worstCase))
            bounds.insert(.cap)
        }
        let target = move.stop
        if let limits {
            if limits.isFrozen(stopLoss: position.stopLoss, takeProfit: position.takeProfit) {
                return .keep(.frozen)
            }
            if isCloseWanted { return .close(.capUnreachable) }
            move.stop = side.looser(target, limits.tightestStop)
            if move.stop != target { bounds.insert(.stopsLevel) }
        }
        guard move.stop.isQuotable,
            let lane = lane(of: candidates, from: position.stopLoss, to: move.stop)
        else { return .keep(.noRoom) }
        move.lane = lane
        if lane == .trailing { bounds.insert(pace > 1 ? .pace : .step) }
        if let wanted {
            if let lane = self.lane(of: candidates, from: wanted.stop, to: move.stop) {
                move.lane = lane
            } else {
                guard move.lane < wanted.lane else { return .keep(.settled) }
                move.stop = side.tighter(move.stop, wanted.stop)
                bounds.insert(.wanted)
                if let limits { move.stop = side.looser(move.stop, limits.tightestStop) }
            }
        }
        if let cap, let worstCase, worstCase.loss(at: move.stop) > cap.limit { move.isCapUnreachable = true }
        // Only what tightens a stop that has most likely done its work waits; protection never does.
        guard move.lane.isUrgent || !isLevelReached else { return .keep(.levelReached) }
        return .move(move)
    }
}
