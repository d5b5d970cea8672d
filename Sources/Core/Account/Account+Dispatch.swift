/// Who is sent, and in which order.
extension Account {
    /// Sends what waits and may go; once at the end of every wake-up, so that the requests of one wake-up
    /// share a frame.
    ///
    /// The most urgent get the places in the window, of these the worst risk. Those that go together are
    /// sent by lane and symbol, which changes the order in the frame and never who gets a place.
    public mutating func dispatch(at now: Instant, into effects: inout [AccountEffect]) {
        guard hasPending, isLinked, isSynchronized, isPermitted, inFlight < settings.flow.window
        else { return }
        queue.removeAll()
        for number in 0..<held.activeCount { enqueue(held.activePlace(number), at: now) }
        // A denied proposal leaves its place to the next, hence rounds.
        while true {
            fillBatch()
            guard queue.batchCount > 0 else { break }
            for number in 0..<queue.batchCount { tryToSend(queue.batched(number), at: now, into: &effects) }
            queue.clearBatch()
        }
        tellDay(into: &effects)
        hasPending = isAnyWaiting
    }

    private mutating func enqueue(_ place: Place, at now: Instant) {
        guard held[place].isWaiting, !held[place].isHeldBack(at: now) else { return }
        let symbol = held[place].position.symbol
        let lane = held[place].waitingLane
        guard isTradable(symbol), lane.isUrgent || reconciliation == .ended else { return }
        queue.insert(
            SendQueue.Candidate(
                lane: lane, symbol: symbol, risk: held[place].pending?.risk ?? .zero,
                ticket: held[place].ticket, place: place))
    }

    /// Takes as many as the window has room for.
    private mutating func fillBatch() {
        while let lane = queue.nextLane, inFlight + queue.batchCount < settings.flow.room(for: lane) {
            queue.takeNext()
        }
    }

    private var isAnyWaiting: Bool {
        for number in 0..<held.activeCount where held[held.activePlace(number)].isWaiting { return true }
        return false
    }

    private mutating func tryToSend(
        _ candidate: SendQueue.Candidate, at now: Instant, into effects: inout [AccountEffect]
    ) {
        // A netting account reverses when it is closed twice: one close at a time, each one proven.
        if marginMode != .hedging, closesInFlight > 0, held[candidate.place].isCloseNext { return }
        guard isLetThrough(candidate.lane, to: candidate.place, at: now) else { return }
        // Closing a whole position costs nothing of the budget, and only urgent lanes do that.
        guard budget.allows(candidate.lane) else {
            counters.budgetDenied += 1
            return
        }
        if candidate.lane.isRated, !rate.allows(at: now) {
            counters.ratePostponed += 1
            nextWake = min(nextWake, rate.next)
            return
        }
        let before = inFlight
        admit(candidate.place, at: now, into: &effects)
        if candidate.lane.isRated, inFlight > before { rate.spend(at: now) }
    }
}
