/// The past of the bars that rules look at: asked for from the terminal, and passed on to the shards.
extension Account {
    /// After a snapshot: every symbol in it may lack minutes.
    mutating func wantBars(at now: Instant, into effects: inout [AccountEffect]) {
        for spec in specs.values {
            warmUp.want(settings.bars(symbol: spec.name), of: spec.symbol, at: now)
            warmUp.renew(spec.symbol, at: now)
        }
        askForBars(at: now, into: &effects)
    }

    /// Asks the next question, if it is time for one.
    mutating func askForBars(at now: Instant, into effects: inout [AccountEffect]) {
        guard isSynchronized else { return }
        if let request = warmUp.question(at: now) {
            counters.barsAsked += 1
            effects.append(.minuteBars(request))
        }
        nextWake = min(nextWake, warmUp.dueAt)
    }

    mutating func take(
        _ answer: MinuteBarsAnswer, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard isSynchronized else { return }
        switch warmUp.judge(answer, at: now) {
        case .history(let history):
            counters.barsTaken += 1
            effects.append(.shard(.bars(history)))
        case .later: counters.barsPostponed += 1
        case .refused: counters.barsRefused += 1
        }
        askForBars(at: now, into: &effects)
    }
}
