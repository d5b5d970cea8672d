/// The exit prices and the moments at which the plan of a stance could change.
///
/// A price too early costs one decision; a price too late would miss an improvement.
extension Stance {
    /// Less than any rule locks.
    private static let anyLock = -Price.limit * 4

    /// The exit price that must be reached before a tighter stop can be proposed; `nil` for none.
    var improvementPrice: Price? {
        let protection = roomPrice
        guard tightening == .allowed else { return protection }
        let locks = earlier(
            keptPrice(rules.profitLock, in: .profitLock),
            earlier(keptPrice(rules.steps, in: .profitLock), keptPrice(rules.share, in: .profitLock)))
        let evens = earlier(keptPrice(rules.breakEven, in: .breakEven), agedEvenPrice)
        let followers = earlier(followedPrice, earlier(barPrice, exitPrice))
        return earlier(earlier(protection, locks), earlier(evens, followers))
    }

    private func earlier(_ left: Price?, _ right: Price?) -> Price? {
        guard let left, let right else { return left ?? right }
        return side.looser(left, right)
    }

    // MARK: - What keeps a profit

    /// A proposal that waits in a less urgent lane is made again in the rule's own, so that both the present
    /// stop and the wanted one count there.
    private func keptPrice(_ rule: (some PeakRule)?, in lane: Lane) -> Price? {
        guard let rule else { return nil }
        let price = keptPrice(rule, from: tightestKnown)
        guard let wanted, wanted.lane > lane else { return price }
        return earlier(price, keptPrice(rule, from: position.stopLoss))
    }

    /// Where the rule first asks for more than `present` and than it asks for already, or where the market
    /// leaves room for a part of what it asks for already.
    private func keptPrice(_ rule: some PeakRule, from present: Price?) -> Price? {
        let reached = gain.flatMap { rule.lock(atGain: $0, yardstick) }
        var price: Price?
        var least = Self.anyLock
        if let present {
            if let reached { price = partPrice(of: kept(reached), from: present, room) }
            least = gainPoints(to: side.looserOnGrid(present, tick: spec.tickSize)) + 1
        }
        if let reached { least = max(least, reached + 1) }
        return earlier(price, rule.gain(locking: least, yardstick).map(priceOfGain))
    }

    private var agedEvenPrice: Price? {
        guard let stop = agedEven else { return nil }
        if let present = tightestKnown, !side.isTighter(stop, than: present), !isWaitingBehindBreakEven {
            return nil
        }
        return side.favoured(stop, by: room)
    }

    private var isWaitingBehindBreakEven: Bool { wanted.map { $0.lane > .breakEven } ?? false }

    // MARK: - What follows the market

    /// With the peak's own target already a step better than the tightest stop known, only room at the
    /// market is missing; otherwise a new peak is.
    private var followedPrice: Price? {
        guard let rule = rules.trailing else { return nil }
        guard let present = tightestKnown else {
            return rule.gain(locking: Self.anyLock, yardstick).map(priceOfGain)
        }
        let next = next(after: present, by: rule.step)
        guard let needed = rule.gain(locking: gainPoints(to: next), yardstick) else { return nil }
        let roomy = side.favoured(next, by: room)
        if let gain, gain >= needed { return roomy }
        return side.tighter(priceOfGain(needed), roomy)
    }

    /// Levels of closed bars stand still; only a start or room at the market can be missing.
    private var barPrice: Price? {
        earlier(
            levelPrice(chandelierLevel, rules.chandelier?.start, rules.chandelier?.step),
            earlier(
                levelPrice(swingLevel, rules.swing?.start, rules.swing?.step),
                levelPrice(parabolicLevel, rules.parabolic?.start, rules.parabolic?.step)))
    }

    private func levelPrice(_ level: Price?, _ start: RuleDistance?, _ step: Distance?) -> Price? {
        guard let level, let start, let step, let threshold = threshold(start) else { return nil }
        let started = gain.map { $0 >= threshold } ?? false
        guard let present = tightestKnown else { return started ? level : priceOfGain(threshold) }
        let next = next(after: present, by: step)
        guard !side.isTighter(next, than: level) else { return nil }
        let roomy = side.favoured(next, by: room)
        return started ? roomy : side.tighter(priceOfGain(threshold), roomy)
    }

    /// What follows the exit price itself.
    private var exitPrice: Price? {
        var price: Price?
        if let rule = rules.ageTightening, hasAged(rule.after) {
            price = exitPrice(rule.distance, rule.step)
        }
        if let rule = rules.sessionEnd, let time = quote?.time, rule.applies(at: time) {
            price = earlier(price, exitPrice(rule.distance, rule.step))
        }
        if let rule = rules.weekEnd, let time = quote?.time, rule.applies(at: time) {
            price = earlier(price, exitPrice(rule.distance, rule.step))
        }
        return price
    }

    private func exitPrice(_ distance: RuleDistance, _ step: Distance) -> Price? {
        guard let points = yardstick.points(distance, .up), let present = tightestKnown else { return nil }
        return side.favoured(
            next(after: present, by: step), by: max(room, Distance(points: points)))
    }

    /// The loosest stop that is a whole step tighter.
    private func next(after present: Price, by step: Distance) -> Price {
        side.tighterOnGrid(side.favoured(present, by: widened(step)), tick: spec.tickSize)
    }

    // MARK: - What protects

    /// Where a stop that the market did not leave room for comes a worthwhile step nearer.
    private var roomPrice: Price? {
        guard let tightestKnown, let target = urgentTarget else { return nil }
        return partPrice(of: target, from: tightestKnown, brokerRoom)
    }

    private func partPrice(of target: Price, from present: Price, _ room: Distance) -> Price? {
        guard side.isTighter(target, than: present) else { return nil }
        let gap = side.gain(from: present, to: target).points
        let least = Distance(points: (gap + Self.worthwhile - 1) / Self.worthwhile)
        let next = side.tighterOnGrid(side.favoured(present, by: least), tick: spec.tickSize)
        return side.favoured(side.looser(next, target), by: room)
    }

    /// Where a position that no stop keeps within the cap has used it up, or leaves no room for such a stop.
    var dangerPrice: Price? {
        guard let cap, let worstCase, !isCovered else { return nil }
        let end = worstCase.loosestStop(within: cap.amount, tick: Distance(points: 1))
        switch rules.unreachable {
        case .tightest: return end
        case .close: return side.favoured(end, by: brokerRoom + spec.tickSize)
        }
    }

    // MARK: - By time

    /// The moment of the server clock at which time alone changes something; `nil` for none.
    var dueTime: MarketTime? {
        guard tightening != .forbidden, let time = quote?.time else { return nil }
        var due: MarketTime?
        func note(_ moment: MarketTime?) {
            guard let moment, moment > time else { return }
            due = due.map { min($0, moment) } ?? moment
        }
        if case .young(let end) = tightening { note(end) }
        if position.opened != .unknown {
            note(rules.ageBreakEven.map { position.opened + $0.after })
            note(rules.ageTightening.map { position.opened + $0.after })
        }
        note(rules.sessionEnd?.nextBeginning(after: time))
        note(rules.weekEnd?.nextBeginning(after: time))
        return due
    }

    // MARK: -

    private func gainPoints(to price: Price) -> Int64 {
        side.gain(from: position.openPrice, to: price).points
    }

    private func priceOfGain(_ gain: Int64) -> Price {
        side.favoured(position.openPrice, by: Distance(points: gain))
    }

    /// The tightest stop there is or will be, for all the shard knows.
    var tightestKnown: Price? {
        guard let wanted else { return position.stopLoss }
        return position.stopLoss.map { side.tighter($0, wanted.stop) } ?? wanted.stop
    }
}
