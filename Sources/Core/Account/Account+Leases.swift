/// What becomes of a lease that lasts too long, and of work whose owner is gone.
extension Account {
    /// The limit of a lease has passed: said once a request, and read back at once. It is not sent again; from
    /// here on urgent proposals need not wait for what the read-back says, all others do.
    mutating func expireLease(of place: Place, at now: Instant, into effects: inout [AccountEffect]) {
        guard let request = held[place].request, !held[place].isLeaseOverdue else { return }
        held[place].isLeaseOverdue = true
        counters.leaseTimeouts += 1
        effects.append(
            .note(.leaseTimeout(held[place].ticket, request.request, held: now - request.sent)))
        askAgain(about: place, at: now, into: &effects)
    }

    /// Forgets what waits for `symbols`, whose owner is gone with its decisions, and reads back what is
    /// under way. Whoever owns them next decides everything anew.
    mutating func forget(
        _ symbols: [SymbolID], at now: Instant, into effects: inout [AccountEffect]
    ) {
        let lost = Set(symbols)
        for ticket in held.activeTickets {
            guard let place = held.place(of: ticket), lost.contains(held[place].position.symbol)
            else { continue }
            held[place].forgetProposal()
            askAgain(about: place, at: now, into: &effects)
            follow(place)
        }
        remind(of: lost, into: &effects)
    }

    private mutating func askAgain(
        about place: Place, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard let action = held[place].request?.doubted(at: now) else { return }
        perform(action, for: place, at: now, into: &effects)
    }
}
