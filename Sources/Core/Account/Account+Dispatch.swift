/// Who is sent, and in which order.
extension Account {
    /// A position with a proposal that may go.
    private struct Candidate {
        let lane: Lane
        let risk: Money
        let ticket: Ticket
        let symbol: SymbolID
    }

    /// Sends what waits and may go; once at the end of every wake-up, so that the requests of one wake-up
    /// share a frame.
    ///
    /// The most urgent get the places in the window, of these the worst risk. Those that go together are
    /// sent by lane and symbol, which changes the order in the frame and never who gets a place.
    public mutating func dispatch(at now: Instant, into effects: inout [AccountEffect]) {
        guard hasPending, isLinked, isSynchronized, isPermitted, inFlight < settings.flow.window
        else { return }
        var waiting = candidates(at: now)[...]
        // A denied proposal leaves its place to the next, hence rounds.
        while true {
            let batch = waiting.prefix(places(for: waiting))
            guard !batch.isEmpty else { break }
            waiting = waiting.dropFirst(batch.count)
            for candidate in Self.grouped(batch) { tryToSend(candidate, at: now, into: &effects) }
        }
        tellBudget(into: &effects)
        hasPending = active.contains { held[$0]?.isWaiting == true }
    }

    private func candidates(at now: Instant) -> [Candidate] {
        var found: [Candidate] = []
        for ticket in active {
            guard let entry = held[ticket], entry.isWaiting, !entry.isHeldBack(at: now),
                isTradable(entry.position.symbol)
            else { continue }
            found.append(
                Candidate(
                    lane: entry.waitingLane, risk: entry.pending?.risk ?? .zero, ticket: ticket,
                    symbol: entry.position.symbol))
        }
        return found.sorted { ($0.lane, $1.risk, $0.ticket) < ($1.lane, $0.risk, $1.ticket) }
    }

    /// How many of the first of `waiting`, which are in order, the window has room for.
    private func places(for waiting: ArraySlice<Candidate>) -> Int {
        var count = 0
        for candidate in waiting {
            guard inFlight + count < settings.flow.room(for: candidate.lane) else { break }
            count += 1
        }
        return count
    }

    private static func grouped(_ batch: ArraySlice<Candidate>) -> [Candidate] {
        batch.sorted {
            ($0.lane, $0.symbol.rawValue, $1.risk, $0.ticket)
                < ($1.lane, $1.symbol.rawValue, $0.risk, $1.ticket)
        }
    }

    private mutating func tryToSend(
        _ candidate: Candidate, at now: Instant, into effects: inout [AccountEffect]
    ) {
        // A netting account reverses when it is closed twice: one close at a time, each one proven.
        if case .close? = held[candidate.ticket]?.pending?.action, marginMode != .hedging,
            closesInFlight > 0
        {
            return
        }
        guard isLetThrough(candidate.lane, to: candidate.ticket, at: now) else { return }
        // A close costs nothing of the budget, and only urgent lanes close.
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
        admit(candidate.ticket, at: now, into: &effects)
        if candidate.lane.isRated, inFlight > before { rate.spend(at: now) }
    }
}
