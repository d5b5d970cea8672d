/// The desks are coded as those that are there, in the order of their symbols, the seats in ticket order.
extension Shard: Codable {
    private enum CodingKeys: CodingKey {
        case counters, settings, orders, desks, seats, isBlind
    }

    private struct Seated: Codable {
        let ticket: Ticket
        let symbol: SymbolID
        let place: Int
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(settings: try container.decode(Settings.self, forKey: .settings))
        counters = try container.decode(ShardCounters.self, forKey: .counters)
        orders = try container.decode(StandingOrders.self, forKey: .orders)
        for desk in try container.decode([SymbolDesk].self, forKey: .desks) {
            let index = Int(desk.spec.symbol.rawValue)
            while desks.count <= index { desks.append(nil) }
            desks[index] = desk
        }
        for seated in try container.decode([Seated].self, forKey: .seats) {
            guard let index = deskIndex(seated.symbol),
                desks[index]?.watches.indices.contains(seated.place) == true
            else {
                throw DecodingError.dataCorruptedError(
                    forKey: .seats, in: container, debugDescription: "a seat at no desk")
            }
            seats[seated.ticket] = Seat(symbol: seated.symbol, place: seated.place)
        }
        isBlind = try container.decode(Bool.self, forKey: .isBlind)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(settings, forKey: .settings)
        try container.encode(counters, forKey: .counters)
        try container.encode(orders, forKey: .orders)
        try container.encode(desks.compactMap { $0 }, forKey: .desks)
        let seated = seats.map { Seated(ticket: $0.key, symbol: $0.value.symbol, place: $0.value.place) }
        try container.encode(seated.sorted { $0.ticket < $1.ticket }, forKey: .seats)
        try container.encode(isBlind, forKey: .isBlind)
    }
}
