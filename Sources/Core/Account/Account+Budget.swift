/// What is remembered of the day, the budget of stop requests above all, and what its shrinking means for trailing.
extension Account {
    mutating func restore(_ kept: DayState, into effects: inout [AccountEffect]) {
        budget.restore(kept)
        tellDay(into: &effects)
    }

    /// Whether a tick's time says something new of the day: asked for every tick, and nearly always untrue.
    func isNews(_ time: MarketTime) -> Bool { budget.isNews(time) }

    mutating func hear(
        _ serverTime: MarketTime, at now: Instant, into effects: inout [AccountEffect]
    ) {
        budget.observe(serverTime, at: now)
        tellDay(into: &effects)
    }

    /// Says what has changed: the state, to be kept, and the pace, for the shards.
    mutating func tellDay(into effects: inout [AccountEffect]) {
        if let balance { budget.see(balance: balance) }
        if budget.state != dayTold {
            dayTold = budget.state
            effects.append(.day(budget.state))
        }
        let pace = budget.pace
        guard pace != paceTold else { return }
        if pace > paceTold {
            effects.append(.note(.budgetLow(used: budget.state.used, limit: settings.flow.budget)))
        }
        paceTold = pace
        effects.append(.shard(.pace(pace)))
    }
}
