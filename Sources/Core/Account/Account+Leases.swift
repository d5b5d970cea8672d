/// What becomes of a lease that lasts too long, and of work whose owner is gone.
extension Account {
    /// The limit of a lease has passed: said once a request, and read back at once. Nothing is sent again.
    mutating func expireLease(of ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]) {
        guard let request = held[ticket]?.request, held[ticket]?.isLeaseOverdue == false else { return }
        held[ticket]?.isLeaseOverdue = true
        counters.leaseTimeouts += 1
        effects.append(.note(.leaseTimeout(ticket, request.request, held: now - request.sent)))
        askAgain(about: ticket, at: now, into: &effects)
    }

    /// Forgets what waits for `symbols`, whose owner is gone with its decisions, and reads back what is
    /// under way. Whoever owns them next decides everything anew.
    mutating func forget(
        _ symbols: [SymbolID], at now: Instant, into effects: inout [AccountEffect]
    ) {
        let lost = Set(symbols)
        for ticket in active.sorted() {
            guard let entry = held[ticket], lost.contains(entry.position.symbol) else { continue }
            held[ticket]?.forgetProposal()
            askAgain(about: ticket, at: now, into: &effects)
            follow(ticket)
        }
    }

    private mutating func askAgain(
        about ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard let action = held[ticket]?.request?.doubted(at: now) else { return }
        perform(action, for: ticket, at: now, into: &effects)
    }
}
