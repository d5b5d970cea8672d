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
        isRestless = peak == nil
        switch plan {
        case .keep(.frozen), .keep(.blind), .keep(.levelReached): isRestless = true
        case .keep(.noRoom): isRestless = isRestless || stance.position.stopLoss == nil
        case .keep(.settled): break
        case .keep(.forbidden), .close: return
        case .move(let move): stance.wanted = move
        }
        if let price = stance.improvementPrice { improvement = side.sign * price.points }
        if let price = stance.dangerPrice { danger = side.sign * price.points }
        guard stance.isTrailingAllowed else { return }
        if let stop = stance.position.stopLoss { danger = max(danger, side.sign * stop.points) }
        if let target = stance.position.takeProfit {
            improvement = min(improvement, side.sign * target.points)
        }
    }
}

extension Stance {
    /// The exit price that must be reached before a tighter stop can be proposed; `nil` for none.
    var improvementPrice: Price? {
        earlier(earlier(trailingPrice, roomPrice), earlier(breakEvenPrice, profitLockPrice))
    }

    private func earlier(_ left: Price?, _ right: Price?) -> Price? {
        guard let left, let right else { return left ?? right }
        return side.looser(left, right)
    }

    private var breakEvenPrice: Price? {
        guard let rule = rules.breakEven else { return nil }
        return rungPrice(CollectionOfOne(rule.rung), lane: .breakEven)
    }

    private var profitLockPrice: Price? {
        guard let rule = rules.profitLock else { return nil }
        return rungPrice(rule.rungs, lane: .profitLock)
    }

    /// A proposal that waits in a less urgent lane is made again in the rung's own, so that both the present
    /// stop and the wanted one count there.
    private func rungPrice(_ rungs: some BidirectionalCollection<ProfitLock.Rung>, lane: Lane) -> Price? {
        guard isTrailingAllowed else { return nil }
        let price = rungPrice(rungs, from: tightestKnown)
        guard let wanted, wanted.lane > lane else { return price }
        return earlier(price, rungPrice(rungs, from: position.stopLoss))
    }

    /// Where the next rung that asks for more than `present` is reached, or where the market leaves room for
    /// a part of what a reached one asks for.
    private func rungPrice(
        _ rungs: some BidirectionalCollection<ProfitLock.Rung>, from present: Price?
    ) -> Price? {
        let open = position.openPrice
        let earned = peak.map { side.gain(from: open, to: $0) }
        var price: Price?
        if let present, let earned, let reached = rungs.last(where: { $0.at <= earned }) {
            price = partPrice(of: reached.stop(side: side, open: open, tick: spec.tickSize), from: present)
        }
        let next = rungs.first { rung in
            if let earned, rung.at <= earned { return false }
            guard let present else { return true }
            return side.isTighter(rung.stop(side: side, open: open, tick: spec.tickSize), than: present)
        }
        return earlier(price, next.map { side.favoured(open, by: $0.at) })
    }

    /// With the peak's own target already a step better than the tightest stop known, only room at the
    /// market is missing; otherwise a new peak is.
    private var trailingPrice: Price? {
        guard isTrailingAllowed, let rule = rules.trailing else { return nil }
        let open = position.openPrice
        let started = side.favoured(open, by: rule.start)
        guard let tightestKnown else { return started }
        let next = side.tighterOnGrid(side.favoured(tightestKnown, by: step(of: rule)), tick: spec.tickSize)
        if let peak, let target = rule.stop(side: side, open: open, peak: peak, tick: spec.tickSize),
            !side.isTighter(next, than: target)
        {
            return side.favoured(next, by: room)
        }
        return side.tighter(started, side.favoured(next, by: max(rule.distance, room)))
    }

    /// Where a stop that the market did not leave room for comes a worthwhile step nearer.
    private var roomPrice: Price? {
        guard let tightestKnown, let target = urgentTarget else { return nil }
        return partPrice(of: target, from: tightestKnown)
    }

    private func partPrice(of target: Price, from present: Price) -> Price? {
        guard side.isTighter(target, than: present) else { return nil }
        let gap = side.gain(from: present, to: target).points
        let least = Distance(points: (gap + Self.worthwhile - 1) / Self.worthwhile)
        let next = side.tighterOnGrid(side.favoured(present, by: least), tick: spec.tickSize)
        return side.favoured(side.looser(next, target), by: room)
    }

    /// Where an uncovered position has used up its cap.
    var dangerPrice: Price? {
        guard position.stopLoss == nil, let cap = rules.cap, let worstCase else { return nil }
        return worstCase.loosestStop(within: cap.amount, tick: Distance(points: 1))
    }

    /// How far a stop must stay from the exit price.
    private var room: Distance { max(spec.stopsLevel, spec.tickSize) }

    /// The tightest stop there is or will be, for all the shard knows.
    private var tightestKnown: Price? {
        guard let wanted else { return position.stopLoss }
        return position.stopLoss.map { side.tighter($0, wanted.stop) } ?? wanted.stop
    }
}
