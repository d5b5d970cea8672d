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
        switch latch {
        case .freeze: return .keep(.forbidden)
        case .flatten: return .close(.flatten)
        case .none, .pause: break
        }
        if isLossAtCap { return .close(.capReached) }
        if position.stopLoss == nil, quote == nil, valuation == nil { return .keep(.blind) }
        let candidates = Candidates(self)
        guard let tightest = candidates.tightest(side) else { return .keep(.settled) }
        facts.candidates = candidates.stops
        return admitted(tightest, among: candidates, noting: &facts.limits)
    }

    /// Without a stop at the broker, and a floating loss that has used the whole cap.
    private var isLossAtCap: Bool {
        guard position.stopLoss == nil, let cap = rules.cap, let limits, let worstCase else { return false }
        return worstCase.loss(at: limits.exit) >= cap.amount
    }

    /// The stop that the cap or a repair asks for, whether or not the market leaves room for it.
    var urgentTarget: Price? {
        switch (protective?.stop, repair?.stop) {
        case (let cap?, let floor?): side.tighter(cap, floor)
        case (let cap?, nil): cap
        case (nil, let floor): floor
        }
    }

    /// The cap's own stop, where there is none or the present one risks too much.
    fileprivate var protective: StopMove? {
        guard let cap = rules.cap else { return nil }
        let isDistrusted = caution >= Self.cautionMax
        guard let worstCase, !isDistrusted || position.stopLoss != nil else {
            guard position.stopLoss == nil, let limits else { return nil }
            return StopMove(
                stop: limits.tightestStop, lane: .firstStop, rule: .tightest, isCapUnreachable: true)
        }
        let lane: Lane
        if let present = position.stopLoss {
            guard worstCase.loss(at: present) > cap.tolerance else { return nil }
            lane = .cap
        } else {
            lane = .firstStop
        }
        return StopMove(
            stop: capStop(cap, worstCase), lane: lane, rule: .protective, isCapUnreachable: isDistrusted)
    }

    /// The loosest stop within the limit; never farther from the opening price than this itself, so that
    /// a cap larger than the whole position still gives a stop that a broker can hold.
    private func capStop(_ cap: LossCap, _ worstCase: WorstCase) -> Price {
        let limit = Money(saturating: Int128(cap.limit.units) * Int128(1000 - caution) / 1000)
        let stop = worstCase.loosestStop(within: limit, tick: spec.tickSize)
        let span = Distance(points: max(0, position.openPrice.points - spec.tickSize.points))
        let farthest = side.favoured(position.openPrice, by: -span)
        return side.tighter(stop, side.tighterOnGrid(farthest, tick: spec.tickSize))
    }

    fileprivate var trailing: StopMove? {
        guard isTrailingAllowed, let rule = rules.trailing, let peak,
            let stop = rule.stop(side: side, open: position.openPrice, peak: peak, tick: spec.tickSize)
        else { return nil }
        return StopMove(stop: stop, lane: .trailing, rule: .trailing, isCapUnreachable: false)
    }

    fileprivate var breakEven: StopMove? {
        guard let rule = rules.breakEven else { return nil }
        return kept(by: CollectionOfOne(rule.rung), lane: .breakEven, rule: .breakEven)
    }

    fileprivate var profitLock: StopMove? {
        guard let rule = rules.profitLock else { return nil }
        return kept(by: rule.rungs, lane: .profitLock, rule: .profitLock)
    }

    /// What the highest rung that the peak has reached keeps.
    private func kept(
        by rungs: some BidirectionalCollection<ProfitLock.Rung>, lane: Lane, rule: Rule
    ) -> StopMove? {
        guard isTrailingAllowed, let peak else { return nil }
        let open = position.openPrice
        guard let rung = rungs.last(where: { side.gain(from: open, to: peak) >= $0.at }) else { return nil }
        let stop = rung.stop(side: side, open: open, tick: spec.tickSize)
        return StopMove(stop: stop, lane: lane, rule: rule, isCapUnreachable: false)
    }

    fileprivate var repair: StopMove? {
        guard let floor else { return nil }
        if let present = position.stopLoss, !side.isTighter(floor, than: present) { return nil }
        return StopMove(stop: floor, lane: .cap, rule: .repair, isCapUnreachable: false)
    }

    /// Fits a candidate to cap and market, then holds it against ratchet and step.
    private func admitted(
        _ tightest: StopMove, among candidates: Candidates, noting bounds: inout StopLimits
    ) -> StopPlan {
        var move = tightest
        if let cap = rules.cap, let worstCase, move.rule != .tightest,
            worstCase.loss(at: move.stop) > cap.limit
        {
            move.stop = side.tighter(move.stop, capStop(cap, worstCase))
            bounds.insert(.cap)
        }
        let target = move.stop
        if let limits {
            if limits.isFrozen(stopLoss: position.stopLoss, takeProfit: position.takeProfit) {
                return .keep(.frozen)
            }
            move.stop = side.looser(target, limits.tightestStop)
            if move.stop != target { bounds.insert(.stopsLevel) }
        }
        guard move.stop.isQuotable, let lane = candidates.lane(from: position.stopLoss, to: move.stop, self)
        else { return .keep(.noRoom) }
        move.lane = lane
        if lane == .trailing { bounds.insert(pace > 1 ? .pace : .step) }
        if let wanted {
            if let lane = candidates.lane(from: wanted.stop, to: move.stop, self) {
                move.lane = lane
            } else {
                guard move.lane < wanted.lane else { return .keep(.settled) }
                move.stop = side.tighter(move.stop, wanted.stop)
                bounds.insert(.wanted)
                if let limits { move.stop = side.looser(move.stop, limits.tightestStop) }
            }
        }
        if let cap = rules.cap, let worstCase, worstCase.loss(at: move.stop) > cap.limit {
            move.isCapUnreachable = true
        }
        // Only what tightens a stop that has most likely done its work waits; protection never does.
        guard move.lane.isUrgent || !isLevelReached else { return .keep(.levelReached) }
        return .move(move)
    }
}

/// What each rule asks for, before market, ratchet and step are considered.
private struct Candidates {
    let protective: StopMove?
    let profitLock: StopMove?
    let breakEven: StopMove?
    let trailing: StopMove?
    let repair: StopMove?

    init(_ stance: borrowing Stance) {
        protective = stance.protective
        profitLock = stance.profitLock
        breakEven = stance.breakEven
        trailing = stance.trailing
        repair = stance.repair
    }

    /// By rule.
    var stops: RuleStops {
        var stops = RuleStops()
        if let protective { stops[protective.rule] = protective.stop }
        stops.profitLock = profitLock?.stop
        stops.breakEven = breakEven?.stop
        stops.trailing = trailing?.stop
        stops.repair = repair?.stop
        return stops
    }

    func tightest(_ side: Side) -> StopMove? {
        let profit = tighter(profitLock, tighter(breakEven, trailing, side), side)
        return tighter(tighter(protective, profit, side), repair, side)
    }

    private func tighter(_ left: StopMove?, _ right: StopMove?, _ side: Side) -> StopMove? {
        guard let left, let right else { return left ?? right }
        return side.isTighter(right.stop, than: left.stop) ? right : left
    }

    /// The most urgent lane for which moving from `present` to `stop` is worth a request; `nil` for none.
    ///
    /// Cap and repair take what reaches their target, or a good part of what is missing where the market
    /// leaves no room for all of it; so do profit lock and break-even; trailing takes whole steps.
    func lane(from present: Price?, to stop: Price, _ stance: Stance) -> Lane? {
        guard let present else {
            return (repair ?? protective ?? profitLock ?? breakEven ?? trailing)?.lane
        }
        if let repair, isWorthwhile(repair, from: present, to: stop, stance) { return repair.lane }
        if let protective, isWorthwhile(protective, from: present, to: stop, stance) {
            return protective.lane
        }
        if let profitLock, isWorthwhile(profitLock, from: present, to: stop, stance) {
            return profitLock.lane
        }
        if let breakEven, isWorthwhile(breakEven, from: present, to: stop, stance) { return breakEven.lane }
        guard let trailing, let rule = stance.rules.trailing else { return nil }
        let side = stance.side
        let gain = side.gain(from: present, to: side.looser(stop, trailing.stop))
        return gain >= stance.step(of: rule) ? trailing.lane : nil
    }

    private func isWorthwhile(
        _ urgent: StopMove, from present: Price, to stop: Price, _ stance: Stance
    ) -> Bool {
        let gap = stance.side.gain(from: present, to: urgent.stop)
        let gain = stance.side.gain(from: present, to: stance.side.looser(stop, urgent.stop))
        return gain > .zero && (gain == gap || gain.points * Stance.worthwhile >= gap.points)
    }
}
