/// Owns some symbols of one terminal: their quotes, positions and rules. It proposes; it never sends.
///
/// Deterministic: the same events at the same instants give the same effects. No I/O, no clock, no thread;
/// whoever steps it owns it. Bounds: symbols and positions as many as the session admits.
///
/// Ticks: one that is not quotable, or whose extremes do not span it, is counted and changes nothing. A
/// crossed one is used with the worse price for each side. One with an earlier market time than the last
/// moves the price but no peak. One of an unknown symbol is counted.
public struct Shard: Sendable {
    public private(set) var counters = ShardCounters()
    var settings: Settings
    var mode: ControlMode
    var latch: KillLevel
    /// Indexed by symbol number, which is dense.
    var desks: [SymbolDesk?] = []
    var symbolOf: [Ticket: SymbolID] = [:]

    public init(settings: Settings, latch: KillLevel = .none) {
        self.settings = settings
        self.mode = settings.mode
        self.latch = latch
    }

    /// - Parameter now: the daemon's monotonic clock. Nothing here depends on it yet has its own source.
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
        case .reconsider(let ticket, let why): reconsider(ticket, why, into: &effects)
        case .settled(let ticket): settle(ticket, into: &effects)
        case .control(let mode, let latch):
            self.mode = mode
            self.latch = latch
            reconsiderAll(into: &effects)
        case .settings(let settings):
            adopt(settings, into: &effects)
        }
    }

    private mutating func receive(_ tick: Tick, into effects: inout [ShardEffect]) {
        counters.ticks &+= 1
        let index = Int(tick.symbol.rawValue)
        guard index < desks.count, desks[index] != nil else {
            counters.unknownSymbols &+= 1
            return
        }
        guard Quote.refusal(of: tick) == nil else {
            counters.ticksRefused &+= 1
            return
        }
        if tick.bid > tick.ask { counters.ticksCrossed &+= 1 }
        let last = desks[index]?.quote?.time ?? .unknown
        let isOutOfOrder = tick.time < last
        if isOutOfOrder { counters.ticksOutOfOrder &+= 1 }
        desks[index]?.quote = Quote(bid: tick.bid, ask: tick.ask, time: tick.time, seen: tick.seen)
        guard desks[index]?.isCrossed(byBid: tick.bidHigh, ask: tick.askLow) == true else { return }
        let best = isOutOfOrder ? nil : tick
        decideAll(onDesk: index, best: best, cause: tick.seen, into: &effects)
    }

    /// Decides every position of a desk that `best` could concern, or every one when there is no tick.
    mutating func decideAll(
        onDesk index: Int, best: Tick?, cause: Instant?, into effects: inout [ShardEffect]
    ) {
        guard let count = desks[index]?.positions.count else { return }
        for place in 0..<count {
            if let best { raisePeak(desk: index, place: place, tick: best) }
            decide(desk: index, place: place, cause: cause, into: &effects)
        }
        desks[index]?.gatherTriggers()
    }

    /// Lifts a position's peak to the best exit price a tick carried.
    ///
    /// The first tick after the position appeared counts with its last quote alone: its extremes may be
    /// older than the fill.
    private mutating func raisePeak(desk index: Int, place: Int, tick: Tick) {
        guard let guarded = desks[index]?.positions[place] else { return }
        let side = guarded.position.side
        let reached: Price
        if let peak = guarded.peak {
            let extreme = side == .buy ? min(tick.bidHigh, tick.askHigh) : max(tick.askLow, tick.bidLow)
            reached = side.tighter(peak, extreme)
        } else {
            reached = side == .buy ? min(tick.bid, tick.ask) : max(tick.bid, tick.ask)
        }
        desks[index]?.positions[place].peak = reached
    }

    /// Decides one position and records what it waits for next.
    mutating func decide(
        desk index: Int, place: Int, cause: Instant?, into effects: inout [ShardEffect]
    ) {
        guard var guarded = desks[index]?.positions[place], let desk = desks[index] else { return }
        counters.decisions &+= 1
        let stance = Stance(
            position: guarded.position, rules: guarded.rules, spec: desk.spec, valuation: desk.valuation,
            quote: desk.quote, peak: guarded.peak, wanted: guarded.wanted, floor: guarded.floor,
            caution: guarded.caution, mode: mode, latch: latch)
        let plan = stance.plan()
        switch plan {
        case .keep: break
        case .move(let move):
            guarded.wanted = move.stop
            propose(guarded.position.ticket, .move(move), cause, into: &effects)
        case .close(let reason):
            if !guarded.isClosing {
                guarded.isClosing = true
                propose(guarded.position.ticket, .close(reason), cause, into: &effects)
            }
        }
        guarded.rearm(after: plan, mode: mode, spec: desk.spec)
        desks[index]?.positions[place] = guarded
    }

    private mutating func propose(
        _ ticket: Ticket, _ action: Proposal.Action, _ cause: Instant?, into effects: inout [ShardEffect]
    ) {
        counters.proposals &+= 1
        effects.append(.propose(Proposal(ticket: ticket, action: action, cause: cause)))
    }
}
