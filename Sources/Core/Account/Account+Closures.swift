/// Positions said to be closed by the answer to a request, before their own event says so.
///
/// Such an answer is an ordinary ending. Nothing is sent to the position from then on: its closure is on its
/// way, and whatever was sent would end in the same way. Only an event that shows it open, or a snapshot that
/// contains it, lets requests go out again.
extension Account {
    /// The event is waited for during `closurePatience` before a snapshot is asked for; doubled with every
    /// answer in a row that was not true, up to 64 times that.
    mutating func awaitClosure(of ticket: Ticket, at now: Instant) {
        held[ticket]?.phase.apply(.saidClosed)
        guard let entry = held[ticket], entry.phase == .closing(.reported) else { return }
        let pause = PositionPhase.closurePatience.nanoseconds << Int64(min(entry.closureDoubts, 6))
        held[ticket]?.closureDoubts += 1
        held[ticket]?.closureAskAt = now + TimeSpan(nanoseconds: pause)
        follow(ticket)
    }

    /// The event may have been lost: everything is asked for, and again until something is heard.
    mutating func askAboutClosureIfDue(
        _ ticket: Ticket, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard let due = held[ticket]?.closureAskAt, due <= now else { return }
        held[ticket]?.closureAskAt = now + Self.snapshotPatience
        resynchronize(at: now, into: &effects)
    }

    /// It is open. Where an answer had said otherwise, the shard decides again what that had left undone.
    mutating func showOpen(_ ticket: Ticket, at now: Instant) {
        guard let entry = held[ticket] else { return }
        held[ticket]?.phase.apply(.seen(entry.position.coverage))
        guard entry.phase == .closing(.reported) else { return }
        held[ticket]?.closureAskAt = nil
        held[ticket]?.reconsiderAt = now
    }
}
