/// The limits on all positions together: looked at a moment after whatever may have changed them.
extension Account {
    /// A balance that has changed is told the shards.
    ///
    /// A terminal that has not logged in yet shows zero for both, which says nothing. A balance that is not above
    /// zero is nothing to take a share of: it would leave no room for any stop.
    mutating func hear(balance: Money, equity: Money, into effects: inout [AccountEffect]) {
        guard balance != .zero || equity != .zero else { return }
        self.equity = equity
        guard balance > .zero, self.balance != balance else { return }
        self.balance = balance
        tellDay(into: &effects)
        effects.append(.shard(.balance(balance)))
    }

    /// Any event may change what is at risk, time alone does not.
    mutating func scheduleExposure(after event: AccountEvent, at now: Instant) {
        guard settings.exposure.isSet, exposure.dueAt == .never else { return }
        if case .timePassed = event { return }
        exposure.dueAt = now + ExposureWatch.interval
        nextWake = min(nextWake, exposure.dueAt)
    }

    mutating func considerExposure(at now: Instant, into effects: inout [AccountEffect]) {
        guard exposure.dueAt <= now else { return }
        exposure.dueAt = .never
        considerDailyLoss(into: &effects)
        considerOpenRisk(into: &effects)
    }

    /// The sum of what every managed position could still lose; an unknown worst case counts as the cap.
    var openRisk: Money {
        var total = Money.zero
        for entry in held.values {
            guard let cap = cap(of: entry) else { continue }
            guard let stop = entry.position.stopLoss, let worst = worstCase(of: entry) else {
                total = total + cap.amount
                continue
            }
            total = total + max(.zero, worst.loss(at: stop))
        }
        return total
    }

    private mutating func considerOpenRisk(into effects: inout [AccountEffect]) {
        guard let limit = settings.exposure.openRisk, isSynchronized else { return }
        let risk = openRisk
        let isOver = risk > limit.most
        defer { exposure.isOverOpenRisk = isOver }
        guard isOver, !exposure.isOverOpenRisk else { return }
        reach(.openRisk, risk, of: limit.most, limit.action, into: &effects)
    }

    private mutating func considerDailyLoss(into effects: inout [AccountEffect]) {
        guard let limit = settings.exposure.dailyLoss, budget.isCurrent, !budget.state.isLossReached,
            let equity, let first = budget.state.balance
        else { return }
        let loss = first - equity
        let most = limit.limit(from: first)
        guard loss >= most else { return }
        budget.reachLoss()
        tellDay(into: &effects)
        reach(.dailyLoss, loss, of: most, limit.action, into: &effects)
    }

    /// Latches what the limit asks for; a person who lifts it is not overruled before the limit is reached anew.
    /// In shadow mode nothing is latched, since flatten would trade.
    private mutating func reach(
        _ what: ExposureLimit, _ amount: Money, of limit: Money, _ action: ExposureLimits.Action,
        into effects: inout [AccountEffect]
    ) {
        counters.limitsReached += 1
        let isRaised = mode != .shadow && action.level > latch
        effects.append(
            .note(.limitReached(what, amount: amount, limit: limit, latched: isRaised ? action.level : .none))
        )
        guard isRaised else { return }
        control(mode, action.level, into: &effects)
    }

    /// The cap of a position at the present balance; `nil` for one that has none.
    func cap(of entry: HeldPosition) -> LossCap? { entry.shared?.rules.cap?.bounded(by: balance) }

    /// Whether a stop rests at the broker that keeps a position within its cap, for all that is known.
    func isCovered(_ entry: HeldPosition) -> Bool {
        guard let stop = entry.position.stopLoss else { return false }
        guard let cap = cap(of: entry), let worst = worstCase(of: entry) else { return true }
        return worst.loss(at: stop) <= cap.amount
    }
}
