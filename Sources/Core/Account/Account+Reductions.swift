/// Partial closes: taken, held against the account's own books, sent, and what follows when they end.
///
/// S5: the volume is what the ladder asks for in all less what the position's deals have closed, so that one that
/// took effect is never asked for twice; while the deals do not explain what is open, none is sent. One whose fate
/// nobody knows is followed by none.
extension Account {
    /// What the deals of a position have opened and closed so far.
    mutating func hear(
        _ traded: TradedVolumes, of ticket: Ticket, into effects: inout [AccountEffect]
    ) {
        guard let place = held.place(of: ticket), held[place].position.identifier == traded.position,
            held[place].ladder.traded != traded
        else { return }
        held[place].ladder.traded = traded
        effects.append(.shard(.traded(ticket, traded)))
    }

    /// What one order would close of a position for its ladder; `nil` for nothing.
    public func part(of ticket: Ticket, for reduction: Reduction) -> Volume? {
        guard let place = held.place(of: ticket), let spec = specs[held[place].position.symbol]
        else { return nil }
        return held[place].ladder.traded?.part(until: reduction.closed, of: held[place].position, spec)
    }

    /// Takes one in; the newest counts. One that is not taken is decided again when its pause is over or with the
    /// next change of the position; after a barred one never.
    mutating func takeReduction(_ proposal: Proposal, of place: Place, at now: Instant) {
        guard !held[place].ladder.isBarred, held[place].phase.takes(proposal.lane) else { return }
        guard held[place].ladder.notBefore <= now else {
            reconsider(place, at: held[place].ladder.notBefore)
            return
        }
        held[place].ladder.waiting = HeldReduction.Waiting(proposal: proposal, since: now)
        follow(place)
    }

    /// The last check before the send.
    mutating func admitReduction(_ place: Place, at now: Instant, into effects: inout [AccountEffect]) {
        guard let waiting = held[place].ladder.waiting, case .reduce(let reduction) = waiting.proposal.action
        else { return }
        held[place].ladder.waiting = nil
        guard now - waiting.since <= HeldReduction.patience else {
            reconsider(place, at: now + .milliseconds(1))
            return
        }
        held[place].decided = waiting.proposal
        guard held[place].rules?.partialCloses != nil, mode == .manage, latch == .none else {
            deny(held[place].ticket, .killed, into: &effects)
            follow(place)
            return
        }
        let position = held[place].position
        guard let part = part(of: position.ticket, for: reduction) else {
            // What has changed since is on its way to the shard, which decides again.
            follow(place)
            return
        }
        send(part, of: place, waiting.proposal, at: now, into: &effects)
    }

    private mutating func send(
        _ part: Volume, of place: Place, _ proposal: Proposal, at now: Instant,
        into effects: inout [AccountEffect]
    ) {
        let position = held[place].position
        let request = takeRequestID()
        let command = ClosePosition(
            request: request, ticket: position.ticket, symbol: position.symbol, side: position.side,
            volume: part, expectedVolume: position.volume, cause: causeClock(proposal.cause, at: now),
            limit_ms: Self.limit_ms, deviation: 0, lane: proposal.lane)
        lease(
            place,
            to: RequestLifecycle(
                request: request, aim: .reduce(by: part, from: position.volume), lane: proposal.lane,
                sent: now, timing: .closing),
            carrying: nil, into: &effects)
        closesInFlight += 1
        counters.closesSent += 1
        effects.append(.close(command))
        effects.append(.note(.partSent(request, position.ticket, part)))
    }

    /// One that ends although the terminal cannot say what became of it is followed by none, whatever the position's
    /// copy shows: the broker may execute it later.
    mutating func barIfUntraceable(
        _ place: Place, _ answer: ReadBack, _ action: RequestLifecycle.Action
    ) {
        guard case .end(let ending) = action, ending != .gone, held[place].request?.aim.isPart == true
        else { return }
        switch answer.state {
        case .fateUnknown: held[place].ladder.isBarred = true
        case .done: if ending == .notApplied { held[place].ladder.isBarred = true }
        case .neverSeen, .refused, .inFlight, .rejected: break
        }
    }

    /// One has come to nothing: stops go on, the next part waits.
    mutating func restReduction(of place: Place, at now: Instant) {
        held[place].ladder.rest(at: now)
        reconsider(place, at: held[place].ladder.notBefore)
    }

    /// No later than this.
    private mutating func reconsider(_ place: Place, at moment: Instant) {
        held[place].reconsiderAt = min(held[place].reconsiderAt, moment)
        follow(place)
    }
}
