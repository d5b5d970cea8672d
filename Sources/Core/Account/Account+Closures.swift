/// Positions said to be closed by the answer to a request, before their own event says so.
///
/// Such an answer is an ordinary ending. Nothing is sent to the position from then on: its closure is on its
/// way, and whatever was sent would end in the same way. Only an event that shows it open, or a snapshot that
/// contains it, lets requests go out again.
extension Account {
    /// The event is waited for during `closurePatience` before a snapshot is asked for; doubled with every
    /// answer in a row that was not true, up to 64 times that.
    mutating func awaitClosure(of place: Place, at now: Instant) {
        held[place].phase.apply(.saidClosed)
        guard held[place].phase == .closing(.reported) else { return }
        let pause = PositionPhase.closurePatience.nanoseconds << Int64(min(held[place].closureDoubts, 6))
        held[place].closureDoubts += 1
        held[place].closureAskAt = now + TimeSpan(nanoseconds: pause)
        follow(place)
    }

    /// The event may have been lost: everything is asked for, and again until something is heard.
    mutating func askAboutClosureIfDue(
        _ place: Place, at now: Instant, into effects: inout [AccountEffect]
    ) {
        guard let due = held[place].closureAskAt, due <= now else { return }
        held[place].closureAskAt = now + Self.snapshotPatience
        resynchronize(at: now, into: &effects)
    }

    /// It is open. Where an answer had said otherwise, the shard decides again what that had left undone.
    mutating func showOpen(_ place: Place, at now: Instant) {
        let wasReported = held[place].phase == .closing(.reported)
        held[place].phase.apply(.seen(held[place].position.coverage))
        guard wasReported else { return }
        held[place].closureAskAt = nil
        held[place].reconsiderAt = now
    }
}
