/// The open positions of one account by ticket, each in a place of its own for as long as it is open.
///
/// Why not a dictionary of entries: changing one part of a large dictionary value in place allocates three
/// times, and the hot path does so four times a stop. Here only the places are looked up by ticket. The
/// accessor's own frame remains: one allocation for each change.
///
/// Bound: as many positions as the session admits; places of closed positions are used again. Owner: the
/// account.
struct PositionTable: Sendable {
    /// `nil` in a place that is free. The first is spare: it stands for every ticket that is not open.
    private var entries: [HeldPosition?] = [nil]
    private var places: [Ticket: Int] = [:]
    private var free: [Int] = []

    private static let spare = 0

    /// The entry of an open position; `nil` for a ticket that is not open. Assigning `nil` forgets it.
    subscript(ticket: Ticket) -> HeldPosition? {
        get { entries[places[ticket] ?? Self.spare] }
        _modify {
            let place = places[ticket] ?? Self.spare
            yield &entries[place]
            if (entries[place] == nil) != (place == Self.spare) { settle(place, ticket) }
        }
    }

    var count: Int { places.count }

    /// In no order that means anything.
    var keys: Dictionary<Ticket, Int>.Keys { places.keys }

    /// In no order that means anything.
    var values: some Sequence<HeldPosition> { entries.lazy.compactMap { $0 } }

    /// An entry has come into the spare place, or has gone from one of its own.
    private mutating func settle(_ place: Int, _ ticket: Ticket) {
        if place != Self.spare {
            places[ticket] = nil
            free.append(place)
        } else if let reused = free.popLast() {
            entries.swapAt(Self.spare, reused)
            places[ticket] = reused
        } else {
            places[ticket] = entries.count
            entries.append(entries[Self.spare])
            entries[Self.spare] = nil
        }
    }
}
