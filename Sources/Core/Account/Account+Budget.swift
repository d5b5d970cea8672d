/// The day's budget of stop requests, and what its shrinking means for trailing.
extension Account {
    mutating func restore(_ kept: BudgetState, into effects: inout [AccountEffect]) {
        budget.restore(kept)
        tellBudget(into: &effects)
    }

    /// Whether a tick's time says something new of the day: asked for every tick, and nearly always untrue.
    func isNews(_ time: MarketTime) -> Bool { budget.isNews(time) }

    mutating func hear(
        _ serverTime: MarketTime, at now: Instant, into effects: inout [AccountEffect]
    ) {
        budget.observe(serverTime, at: now)
        tellBudget(into: &effects)
    }

    /// Says what has changed: the state, to be kept, and the pace, for the shards.
    mutating func tellBudget(into effects: inout [AccountEffect]) {
        if budget.state != budgetTold {
            budgetTold = budget.state
            effects.append(.budget(budget.state))
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
