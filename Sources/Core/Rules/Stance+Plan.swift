extension Stance {
    /// Decides. The tightest permitted proposal wins; the ratchet and the cap have the last word.
    public func plan() -> StopPlan {
        switch latch {
        case .freeze: return .keep(.forbidden)
        case .flatten: return .close(.flatten)
        case .none, .pause: break
        }
        if isLossAtCap { return .close(.capReached) }
        if position.stopLoss == nil, quote == nil, valuation == nil { return .keep(.blind) }
        guard let candidate = tightestCandidate else { return .keep(.settled) }
        return admitted(candidate)
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

    private var tightestCandidate: StopMove? {
        var best = protective
        for candidate in [trailing, repair] {
            guard let candidate else { continue }
            guard let present = best else {
                best = candidate
                continue
            }
            if side.isTighter(candidate.stop, than: present.stop) { best = candidate }
            best?.lane = min(candidate.lane, present.lane)
        }
        return best
    }

    /// The cap's own stop, where there is none or the present one risks too much.
    private var protective: StopMove? {
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

    private var trailing: StopMove? {
        guard isTrailingAllowed, let rule = rules.trailing, let peak,
            let stop = rule.stop(side: side, open: position.openPrice, peak: peak, tick: spec.tickSize)
        else { return nil }
        return StopMove(stop: stop, lane: .trailing, rule: .trailing, isCapUnreachable: false)
    }

    private var repair: StopMove? {
        guard let floor else { return nil }
        if let present = position.stopLoss, !side.isTighter(floor, than: present) { return nil }
        return StopMove(stop: floor, lane: .cap, rule: .repair, isCapUnreachable: false)
    }

    /// Fits a candidate to cap and market, then holds it against ratchet and step.
    private func admitted(_ candidate: StopMove) -> StopPlan {
        var move = candidate
        if let cap = rules.cap, let worstCase, move.rule != .tightest,
            worstCase.loss(at: move.stop) > cap.limit
        {
            move.stop = side.tighter(move.stop, capStop(cap, worstCase))
        }
        let target = move.stop
        if let limits {
            if limits.isFrozen(stopLoss: position.stopLoss, takeProfit: position.takeProfit) {
                return .keep(.frozen)
            }
            move.stop = side.looser(target, limits.tightestStop)
        }
        guard move.stop.isQuotable, improves(on: position.stopLoss, move, toward: target)
        else { return .keep(.noRoom) }
        if let wanted, !improves(on: wanted.stop, move, toward: target) {
            guard move.lane < wanted.lane else { return .keep(.settled) }
            move.stop = side.tighter(move.stop, wanted.stop)
            if let limits { move.stop = side.looser(move.stop, limits.tightestStop) }
        }
        if let cap = rules.cap, let worstCase, worstCase.loss(at: move.stop) > cap.limit {
            move.isCapUnreachable = true
        }
        return .move(move)
    }

    /// Whether `move` is tighter than `stop`: by a whole step where only trailing asks for it, by a good
    /// part of what is missing where the market leaves no room for all of it.
    private func improves(on stop: Price?, _ move: StopMove, toward target: Price) -> Bool {
        guard let stop else { return true }
        let gain = side.gain(from: stop, to: move.stop)
        guard gain > .zero else { return false }
        if move.lane == .trailing { return rules.trailing.map { gain >= $0.step } ?? true }
        let gap = side.gain(from: stop, to: target)
        return move.stop == target || gain.points * Self.worthwhile >= gap.points
    }
}
