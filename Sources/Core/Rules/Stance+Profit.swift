/// What each rule asks for that keeps a profit, follows the market or acts by time.
extension Stance {
    /// A stop that keeps at least so many points beyond the opening price.
    func kept(_ points: Int64) -> Price {
        side.tighterOnGrid(
            side.favoured(position.openPrice, by: Distance(points: points)), tick: spec.tickSize)
    }

    /// A stop that keeps at most so many points beyond the opening price.
    func followed(_ points: Int64) -> Price {
        side.looserOnGrid(
            side.favoured(position.openPrice, by: Distance(points: points)), tick: spec.tickSize)
    }

    /// A level of closed bars as a stop.
    func barStop(_ level: Int64) -> Price {
        side.looserOnGrid(Price(points: side.sign * level), tick: spec.tickSize)
    }

    func kept(by rule: (some PeakRule)?) -> Price? {
        guard let rule, let gain else { return nil }
        return rule.lock(atGain: gain, yardstick).map(kept)
    }

    func followed(by rule: (some PeakRule)?) -> Price? {
        guard let rule, let gain else { return nil }
        return rule.lock(atGain: gain, yardstick).map(followed)
    }

    /// The gain from which on a rule acts; `nil` where that is not known.
    func threshold(_ start: RuleDistance) -> Int64? { yardstick.points(start, .up) }

    private func isStarted(_ start: RuleDistance) -> Bool {
        guard let gain, let start = threshold(start) else { return false }
        return gain >= start
    }

    var chandelier: Price? {
        guard let rule = rules.chandelier, isStarted(rule.start) else { return nil }
        return chandelierLevel
    }

    var swing: Price? {
        guard let rule = rules.swing, isStarted(rule.start) else { return nil }
        return swingLevel
    }

    var parabolic: Price? {
        guard let rule = rules.parabolic, isStarted(rule.start) else { return nil }
        return parabolicLevel
    }

    /// Whether or not the rule has started.
    var chandelierLevel: Price? {
        guard let rule = rules.chandelier, let bars = context.bars else { return nil }
        return barStop(rule.level(bars))
    }

    var swingLevel: Price? {
        guard let rule = rules.swing, let bars = context.bars else { return nil }
        return rule.level(bars, yardstick).map(barStop)
    }

    var parabolicLevel: Price? {
        guard rules.parabolic != nil, let level = context.bars?.parabolic else { return nil }
        return barStop(level)
    }

    // MARK: - By time

    func hasAged(_ after: TimeSpan) -> Bool {
        guard let time = quote?.time, position.opened != .unknown else { return false }
        return time >= position.opened + after
    }

    /// Where break-even by age belongs, once the position is old enough.
    var agedEven: Price? {
        guard let rule = rules.ageBreakEven, hasAged(rule.after) else { return nil }
        return keptPoints(rule.offset, rule.costs, yardstick).map(kept)
    }

    /// As soon as it fits under the price.
    var ageBreakEven: Price? {
        guard let stop = agedEven, let ceiling, !side.isTighter(stop, than: ceiling) else { return nil }
        return stop
    }

    var ageTightening: Price? {
        guard let rule = rules.ageTightening, hasAged(rule.after) else { return nil }
        return behindExit(rule.distance)
    }

    var sessionEnd: Price? { rules.sessionEnd.flatMap(nearing) }
    var weekEnd: Price? { rules.weekEnd.flatMap(nearing) }

    private func nearing(_ rule: ClosingTime) -> Price? {
        guard let time = quote?.time, rule.applies(at: time) else { return nil }
        return behindExit(rule.distance)
    }

    private func behindExit(_ distance: RuleDistance) -> Price? {
        guard let limits, let points = yardstick.points(distance, .up) else { return nil }
        return side.looserOnGrid(
            side.favoured(limits.exit, by: Distance(points: -points)), tick: spec.tickSize)
    }

    // MARK: - Room

    /// How far a stop must stay from the exit price, for the broker.
    var brokerRoom: Distance { max(spec.stopsLevel, spec.tickSize) }

    /// How far one that tightens stays from it at the least, whatever the spread.
    var room: Distance {
        guard let guarding = rules.guarding else { return brokerRoom }
        return max(brokerRoom, Distance(points: guarding.steadyClearance(yardstick)))
    }

    /// The tightest stop that rules which tighten may have at this quote.
    var ceiling: Price? {
        guard let limits else { return nil }
        guard let guarding = rules.guarding, let quote else { return limits.tightestStop }
        let kept = guarding.steadyClearance(yardstick) + guarding.spreadClearance(quote)
        guard kept > limits.minimumDistance.points else { return limits.tightestStop }
        return side.looserOnGrid(
            side.favoured(limits.exit, by: Distance(points: -kept)), tick: spec.tickSize)
    }
}
