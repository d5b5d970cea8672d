/// A symbol that another shard is to look after: what is known of it moves, nothing is decided anew.
extension Shard {
    /// From here on the symbol is another's. One that is not here cannot be given away.
    mutating func release(_ symbol: SymbolID, into effects: inout [ShardEffect]) {
        guard let index = deskIndex(symbol), let desk = desks[index] else { return }
        for watch in desk.watches { seats[watch.ticket] = nil }
        desks[index] = nil
        effects.append(.released(HandedDesk(desk)))
    }

    /// Takes the place of whatever is known of the symbol here.
    mutating func adopt(_ handed: HandedDesk) {
        let index = Int(handed.symbol.rawValue)
        while desks.count <= index { desks.append(nil) }
        for watch in desks[index]?.watches ?? [] { seats[watch.ticket] = nil }
        desks[index] = handed.desk
        for (place, watch) in handed.desk.watches.enumerated() {
            seats[watch.ticket] = Seat(symbol: handed.symbol, place: place)
        }
    }
}
