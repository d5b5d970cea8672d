/// Owns some symbols of one terminal: their quotes, positions and rules. It proposes; it never sends.
///
/// Deterministic: the same events give the same effects. No I/O, no clock, no thread; whoever steps it owns
/// it. Bounds: symbols and positions as many as the session admits.
///
/// Codable: the whole of it, so that a machine decoded from its code decides as the one encoded would have.
///
/// Ticks: one that is not quotable, or whose extremes do not span it, is counted and changes nothing. A
/// crossed one is used with the worse price for each side. One with an earlier market time than the last
/// moves the price but no peak. One of an unknown symbol is counted.
public struct Shard: Sendable {
    public internal(set) var counters = ShardCounters()
    var settings: Settings
    var orders: StandingOrders
    /// Indexed by symbol number, which is dense.
    var desks: [SymbolDesk?] = []
    /// Where each managed position is.
    var seats: [Ticket: Seat] = [:]
    /// Between a lost link and the next snapshot.
    var isBlind = false

    struct Seat: Sendable, BitwiseCopyable {
        let symbol: SymbolID
        /// On the symbol's desk.
        var place: Int
    }

    public init(settings: Settings, latch: KillLevel = .none) {
        self.settings = settings
        orders = StandingOrders(mode: settings.mode, latch: latch)
    }

    /// - Parameter now: the daemon's monotonic clock. No decision depends on it so far.
    public mutating func step(
        _ event: ShardEvent, at now: Instant, into effects: inout [ShardEffect]
    ) {
        switch event {
        case .tick(let tick): receive(tick, into: &effects)
        case .snapshot(let snapshot): replaceAll(with: snapshot, into: &effects)
        case .symbol(let spec): specify(spec, into: &effects)
        case .valuation(let valuation): value(valuation, into: &effects)
        case .position(let position, let change): observe(position, change, into: &effects)
        case .gone(let ticket): forget(ticket)
        case .linkLost: isBlind = true
        case .reconsider(let ticket, let why): reconsider(ticket, why, into: &effects)
        case .settled(let ticket): reconsider(ticket, .timePassed, into: &effects)
        case .control(let mode, let latch):
            orders.mode = mode
            orders.latch = latch
            decideAnew(into: &effects)
        case .pace(let factor): slowDown(to: factor, into: &effects)
        case .balance(let balance): adopt(balance, into: &effects)
        case .traded(let ticket, let traded): adopt(traded, of: ticket, into: &effects)
        case .bars(let history): adopt(history, into: &effects)
        case .recalled(let ticket, let firstStop): recall(ticket, firstStop, into: &effects)
        case .settings(let settings): adopt(settings, into: &effects)
        case .release(let symbol): release(symbol, into: &effects)
        case .adopt(let desk): adopt(desk)
        }
    }

    private mutating func receive(_ tick: Tick, into effects: inout [ShardEffect]) {
        counters.ticks &+= 1
        let index = Int(tick.symbol.rawValue)
        guard index < desks.count, !isBlind else {
            counters.unknownSymbols &+= 1
            return
        }
        guard Quote.refusal(of: tick) == nil else {
            counters.ticksRefused &+= 1
            return
        }
        guard let reading = desks[index]?.read(tick) else {
            counters.unknownSymbols &+= 1
            return
        }
        if tick.bid > tick.ask { counters.ticksCrossed &+= 1 }
        if reading.isOutOfOrder { counters.ticksOutOfOrder &+= 1 }
        guard reading.isCrossing else { return }
        desks[index]?.decideCrossed(by: tick, under: orders, counting: &counters, into: &effects)
    }

    /// Prices armed for another step would be too early, or too late: decides every position again.
    private mutating func slowDown(to factor: Int64, into effects: inout [ShardEffect]) {
        guard factor != orders.pace else { return }
        orders.pace = factor
        guard !isBlind else { return }
        for index in desks.indices { decideAll(onDesk: index, into: &effects) }
    }

    /// Decides every position of a desk.
    mutating func decideAll(onDesk index: Int, into effects: inout [ShardEffect]) {
        guard let count = desks[index]?.positions.count else { return }
        for place in 0..<count { decide(desk: index, place: place, cause: nil, into: &effects) }
    }

    /// Decides one position.
    mutating func decide(
        desk index: Int, place: Int, cause: Instant?, into effects: inout [ShardEffect]
    ) {
        desks[index]?.decide(place, cause: cause, under: orders, counting: &counters, into: &effects)
    }
}
