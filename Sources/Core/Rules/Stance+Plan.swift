extension Stance {
    /// Decides. The tightest permitted proposal wins; the ratchet and the cap have the last word.
    public func plan() -> StopPlan {
        switch latch {
        case .freeze: return .keep(.forbidden)
        case .flatten: return .close(.flatten)
        case .none, .pause: break
        }
        if isLossAtCap { return .close(.capReached) }
        guard let candidate = tightestCandidate else { return .keep(isBlind ? .blind : .settled) }
        return admitted(candidate)
    }

    /// Without a stop at the broker, and a floating loss that has used the whole cap.
    private var isLossAtCap: Bool {
        guard position.stopLoss == nil, let cap = rules.cap, let limits, let worstCase else { return false }
        return worstCase.loss(at: limits.exit) >= cap.amount
    }

    private var isBlind: Bool { position.stopLoss == nil && (valuation == nil && quote == nil) }

    private var tightestCandidate: StopMove? {
        var best: StopMove?
        for candidate in [protective, trailing, repair] {
            guard let candidate else { continue }
            guard let present = best else {
                best = candidate
                continue
            }
            if side.isTighter(candidate.stop, than: present.stop) {
                best = candidate
                best?.lane = min(candidate.lane, present.lane)
            } else {
                best?.lane = min(candidate.lane, present.lane)
            }
        }
        return best
    }

    /// The cap's own stop, where there is none or the present one risks too much.
    private var protective: StopMove? {
        guard let cap = rules.cap else { return nil }
        guard let worstCase else {
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
        let limit = Money(saturating: Int128(cap.limit.units) * Int128(1000 - caution) / 1000)
        let stop = worstCase.loosestStop(within: limit, tick: spec.tickSize)
        return StopMove(stop: stop, lane: lane, rule: .protective, isCapUnreachable: false)
    }

    private var trailing: StopMove? {
        guard mode == .manage || mode == .shadow, latch == .none, let rule = rules.trailing, let peak,
            let stop = rule.stop(side: side, open: position.openPrice, peak: peak, tick: spec.tickSize)
        else { return nil }
        return StopMove(stop: stop, lane: .trailing, rule: .trailing, isCapUnreachable: false)
    }

    private var repair: StopMove? {
        guard let floor else { return nil }
        if let present = position.stopLoss, !side.isTighter(floor, than: present) { return nil }
        return StopMove(stop: floor, lane: .cap, rule: .repair, isCapUnreachable: false)
    }

    /// Fits a candidate to the market, then holds it against ratchet, step and cap.
    private func admitted(_ candidate: StopMove) -> StopPlan {
        var move = candidate
        if let limits {
            if limits.isFrozen(stopLoss: position.stopLoss, takeProfit: position.takeProfit) {
                return .keep(.frozen)
            }
            if side.isTighter(move.stop, than: limits.tightestStop) { move.stop = limits.tightestStop }
        }
        guard move.stop.isQuotable else { return .keep(.noRoom) }
        guard improves(on: position.stopLoss, move) else { return .keep(.noRoom) }
        guard improves(on: wanted, move) else { return .keep(.settled) }
        if let cap = rules.cap, let worstCase {
            move.isCapUnreachable = worstCase.loss(at: move.stop) > cap.limit
        }
        return .move(move)
    }

    /// Whether `move` is tighter than `stop`, by a whole step where only trailing asks for it.
    private func improves(on stop: Price?, _ move: StopMove) -> Bool {
        guard let stop else { return true }
        let gain = side.gain(from: stop, to: move.stop)
        if move.lane == .trailing, let rule = rules.trailing { return gain >= rule.step }
        return gain > .zero
    }
}
