/// Decides which of an account's shards gets which event, so that several shards together propose exactly
/// what one alone would, position by position and in the same order.
///
/// What names a symbol goes to the shard that owns it, what names a ticket to the shard of its symbol; what
/// concerns all goes to all; a snapshot is split. A symbol belongs to a place by its *name*: its number is
/// another one after the next hello, and its peaks must be found again then. It changes its place only by a
/// move, which takes along what the old shard knows.
///
/// A shard elsewhere answers later. A proposal made before an event after which its position is decided anew
/// (snapshot, control, settings, a lost link, a person's edit, another position under the same ticket) would
/// be about a world that is gone: `accepts` turns it away by its ordinal, and the shard, which has met that
/// event since, has proposed again.
///
/// Pure; one owner. Bounds: a place for each symbol name ever seen, a seat for each symbol number and an entry
/// for each open position of the session.
public struct ShardRouter: Sendable {
    /// A symbol number of this session.
    private struct Seat: Sendable {
        let name: String
        var place: Int
        /// Events that named it since the loads were last taken.
        var events: UInt64 = 0
        /// The last one that could be used; what a rebuilt shard starts from.
        var lastTick: Tick?
    }

    private struct Known: Sendable {
        var symbol: SymbolID
        /// Proposals about it made before this event no longer count.
        var since: UInt64
        var traded: TradedVolumes?
    }

    /// How many shards there are.
    public let places: Int
    private var placeOfName: [String: Int] = [:]
    /// Symbols by name at each place.
    private var population: [Int]
    private var seats: [Seat?] = []
    private var known: [Ticket: Known] = [:]
    private var ordinal: UInt64 = 0
    /// Proposals made before this event no longer count, whatever they are about.
    private var fence: UInt64 = 0

    /// What the shards were last told; a rebuilt one must know it too.
    private var pace: Int64 = 1
    private var balance: Money?
    var moving: Move?

    /// - Parameter places: at least 1.
    public init(places: Int) {
        precondition(places >= 1, "somebody must own the symbols")
        self.places = places
        population = Array(repeating: 0, count: places)
    }

    /// Appends the event for every shard that must see it.
    public mutating func route(_ event: ShardEvent, into routed: inout [RoutedEvent]) {
        ordinal &+= 1
        switch event {
        case .tick(let tick):
            routed.append(RoutedEvent(place: remember(tick), ordinal: ordinal, event: event))
        case .snapshot(let snapshot):
            fence = ordinal
            take(snapshot)
            for place in 0..<places {
                deliver(.snapshot(part(of: snapshot, at: place)), to: place, into: &routed)
            }
        case .symbol(let spec):
            seat(spec)
            deliver(event, to: place(of: spec.symbol), into: &routed)
        case .valuation(let valuation): deliver(event, to: place(of: valuation.symbol), into: &routed)
        case .position(let position, let change): follow(position, change, into: &routed)
        case .gone(let ticket):
            guard let gone = known.removeValue(forKey: ticket) else { return }
            deliver(event, to: place(of: gone.symbol), into: &routed)
        case .reconsider(let ticket, _), .settled(let ticket), .recalled(let ticket, _):
            guard let entry = known[ticket] else { return }
            deliver(event, to: place(of: entry.symbol), into: &routed)
        case .pace(let factor):
            // What was proposed at the former pace still stands.
            pace = factor
            for place in 0..<places { deliver(event, to: place, into: &routed) }
        case .balance(let balance):
            self.balance = balance
            for place in 0..<places { deliver(event, to: place, into: &routed) }
        case .traded(let ticket, let traded):
            guard let entry = known[ticket] else { return }
            known[ticket]?.traded = traded
            deliver(event, to: place(of: entry.symbol), into: &routed)
        case .bars(let history): deliver(event, to: place(of: history.symbol), into: &routed)
        case .linkLost, .control, .settings:
            fence = ordinal
            for place in 0..<places { deliver(event, to: place, into: &routed) }
        case .release, .adopt: preconditionFailure("only a move hands a desk over")
        }
    }

    /// Whether a proposal that `ordinal` caused is about the world as it stands.
    public func accepts(_ proposal: Proposal, causedBy ordinal: UInt64) -> Bool {
        guard ordinal >= fence, let entry = known[proposal.ticket] else { return false }
        return ordinal >= entry.since
    }

    /// What a fresh shard must be told to take over `place`.
    ///
    /// - Parameter book: everything the account knows; `nil` while it knows nothing.
    public mutating func rebuild(
        _ place: Int, from book: Snapshot?, mode: ControlMode, latch: KillLevel,
        into routed: inout [RoutedEvent]
    ) {
        ordinal &+= 1
        deliver(.control(mode, latch), to: place, into: &routed)
        deliver(.pace(pace), to: place, into: &routed)
        if let balance { deliver(.balance(balance), to: place, into: &routed) }
        guard let book else {
            deliver(.linkLost, to: place, into: &routed)
            return
        }
        var part = part(of: book, at: place)
        part.ticks = part.symbols.compactMap { lastTick(of: $0.symbol) }
        deliver(.snapshot(part), to: place, into: &routed)
        for position in part.positions {
            guard let traded = known[position.ticket]?.traded else { continue }
            deliver(.traded(position.ticket, traded), to: place, into: &routed)
        }
    }

    /// The symbols of this session at a place, in the order of their numbers.
    public func symbols(at place: Int) -> [SymbolID] {
        seats.indices.filter { seats[$0]?.place == place }.map { SymbolID(UInt16($0)) }
    }

    public func lastTick(of symbol: SymbolID) -> Tick? {
        let index = Int(symbol.rawValue)
        return index < seats.count ? seats[index]?.lastTick : nil
    }

    /// An unknown symbol's events mean nothing to any shard; the first counts them.
    public func place(of symbol: SymbolID) -> Int {
        let index = Int(symbol.rawValue)
        return index < seats.count ? seats[index]?.place ?? 0 : 0
    }

    private func deliver(_ event: ShardEvent, to place: Int, into routed: inout [RoutedEvent]) {
        routed.append(RoutedEvent(place: place, ordinal: ordinal, event: event))
    }

    private mutating func remember(_ tick: Tick) -> Int {
        let index = Int(tick.symbol.rawValue)
        guard index < seats.count, let seat = seats[index] else { return 0 }
        if Quote.refusal(of: tick) == nil { seats[index]?.lastTick = tick }
        seats[index]?.events &+= 1
        return seat.place
    }

    private mutating func take(_ snapshot: Snapshot) {
        seats.removeAll(keepingCapacity: true)
        let former = known
        known.removeAll(keepingCapacity: true)
        for spec in snapshot.symbols { seat(spec) }
        for tick in snapshot.ticks { _ = remember(tick) }
        for position in snapshot.positions {
            known[position.ticket] = Known(
                symbol: position.symbol, since: ordinal, traded: former[position.ticket]?.traded)
        }
    }

    /// A symbol keeps its place; one with a new name goes where the fewest are.
    private mutating func seat(_ spec: SymbolSpec) {
        let index = Int(spec.symbol.rawValue)
        while seats.count <= index { seats.append(nil) }
        guard seats[index] == nil else { return }
        let place = placeOfName[spec.name] ?? emptiestPlace
        if placeOfName.updateValue(place, forKey: spec.name) == nil { population[place] += 1 }
        seats[index] = Seat(name: spec.name, place: place)
    }

    /// Puts a symbol of this session elsewhere.
    ///
    /// - Returns: where it was; `nil` if it is unknown or there already.
    mutating func reseat(_ symbol: SymbolID, at place: Int) -> Int? {
        let index = Int(symbol.rawValue)
        guard index < seats.count, let seat = seats[index], seat.place != place else { return nil }
        seats[index]?.place = place
        placeOfName[seat.name] = place
        population[seat.place] -= 1
        population[place] += 1
        return seat.place
    }

    /// Appends what every symbol of the session has had to do since the last call.
    public mutating func takeLoads(of account: Int, into loads: inout [SymbolLoad]) {
        for index in seats.indices {
            guard let seat = seats[index] else { continue }
            loads.append(
                SymbolLoad(
                    account: account, symbol: SymbolID(UInt16(index)), place: seat.place,
                    events: seat.events))
            seats[index]?.events = 0
        }
    }

    /// - Returns: the ordinal of an event of the router's own.
    mutating func send(_ event: ShardEvent, to place: Int, into routed: inout [RoutedEvent]) -> UInt64 {
        ordinal &+= 1
        routed.append(RoutedEvent(place: place, ordinal: ordinal, event: event))
        return ordinal
    }

    private var emptiestPlace: Int {
        population.indices.min { (population[$0], $0) < (population[$1], $1) } ?? 0
    }

    private func part(of snapshot: Snapshot, at place: Int) -> Snapshot {
        Snapshot(
            symbols: snapshot.symbols.filter { self.place(of: $0.symbol) == place },
            valuations: snapshot.valuations.filter { self.place(of: $0.symbol) == place },
            ticks: snapshot.ticks.filter { self.place(of: $0.symbol) == place },
            positions: snapshot.positions.filter { self.place(of: $0.symbol) == place })
    }

    private mutating func follow(
        _ position: Position, _ change: PositionChange, into routed: inout [RoutedEvent]
    ) {
        let former = known[position.ticket]
        var since = former?.since ?? ordinal
        if let former, former.symbol != position.symbol {
            since = ordinal
            // To its old shard, another symbol under the same ticket is a position that is gone.
            if place(of: former.symbol) != place(of: position.symbol) {
                deliver(.gone(position.ticket), to: place(of: former.symbol), into: &routed)
            }
        }
        switch change {
        case .expected: break
        case .opened, .foreign, .regressed: since = ordinal
        }
        known[position.ticket] = Known(symbol: position.symbol, since: since, traded: former?.traded)
        deliver(.position(position, change), to: place(of: position.symbol), into: &routed)
    }
}
