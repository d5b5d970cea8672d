extension PositionWatch {
    /// Works out at which exit prices the plan for `stance` could change.
    ///
    /// A price too early costs one decision; a price too late would miss an improvement, which the property
    /// tests compare with deciding on every tick.
    mutating func rearm(for stance: Stance, after plan: StopPlan) {
        improvement = .max
        danger = .min
        isRestless = peak == nil
        var settled = stance
        switch plan {
        case .keep(.frozen), .keep(.blind): isRestless = true
        case .keep(.noRoom): isRestless = isRestless || stance.position.stopLoss == nil
        case .keep(.settled): break
        case .keep(.forbidden), .close: return
        case .move(let move): settled.wanted = move
        }
        if let price = settled.improvementPrice { improvement = side.sign * price.points }
        if let price = settled.dangerPrice { danger = side.sign * price.points }
    }
}

extension Stance {
    /// The exit price that must be reached before a tighter stop can be proposed; `nil` for none.
    var improvementPrice: Price? {
        switch (trailingPrice, roomPrice) {
        case (let trailing?, let room?): side.looser(trailing, room)
        case (let trailing?, nil): trailing
        case (nil, let room): room
        }
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
        guard let tightestKnown, let target = urgentTarget, side.isTighter(target, than: tightestKnown)
        else { return nil }
        let gap = side.gain(from: tightestKnown, to: target).points
        let least = Distance(points: (gap + Self.worthwhile - 1) / Self.worthwhile)
        let next = side.tighterOnGrid(side.favoured(tightestKnown, by: least), tick: spec.tickSize)
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
