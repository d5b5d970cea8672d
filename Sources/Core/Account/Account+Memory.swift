/// What was settled about a position once and for all: its shard settles it, the account keeps it, since a shard may
/// be lost, and the log keeps it beyond the daemon.
extension Account {
    /// What the log of an earlier run tells; positions that are not open are none of it, and a first stop at which
    /// nothing would be lost was that of a position which has turned since.
    mutating func recall(_ memories: [PositionMemory], into effects: inout [AccountEffect]) {
        var firstStops: [PositionID: Price] = [:]
        for memory in memories { firstStops[memory.position] = memory.firstStop }
        for ticket in held.tickets {
            guard let place = held.place(of: ticket),
                let firstStop = firstStops[held[place].position.identifier]
            else { continue }
            let position = held[place].position
            guard position.side.gain(from: firstStop, to: position.openPrice) > .zero else { continue }
            held[place].firstStop = firstStop
            effects.append(.shard(.recalled(ticket, firstStop: firstStop)))
        }
    }

    /// For a fresh shard in the place of a lost one, after it has been told of its positions.
    func remind(of symbols: Set<SymbolID>, into effects: inout [AccountEffect]) {
        for ticket in held.tickets {
            guard let place = held.place(of: ticket), symbols.contains(held[place].position.symbol),
                let firstStop = held[place].firstStop
            else { continue }
            effects.append(.shard(.recalled(ticket, firstStop: firstStop)))
        }
    }
}
