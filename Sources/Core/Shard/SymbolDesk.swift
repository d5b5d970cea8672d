/// One symbol of a shard: its market and the positions that depend on it.
///
/// A tick must not cost per position: each position compiles its rules to the exit prices at which anything
/// could change, and the desk keeps the nearest of them. A tick short of all returns at once; the extremes
/// it carried are kept, so that no peak is lost.
///
/// A change of one position must not cost per position either: it can only bring the nearest prices nearer.
/// What makes them too near, a price that has moved away or a position that has left, is put right by the next
/// tick that crosses them and looks at every position anyway.
///
/// Invariants: `watches[i]` belongs to `positions[i]`; no watch has a price nearer than the desk's.
struct SymbolDesk: Codable, Sendable {
    var spec: SymbolSpec
    var valuation: Valuation?
    private(set) var bars = MarketBars()
    private(set) var quote: Quote?
    private(set) var positions: [GuardedPosition] = []
    private(set) var watches: [PositionWatch] = []
    /// The extremes since every peak was last raised; `nil` when there has been no tick.
    private var unseen: ExitExtremes?
    private var buyImprovement = Int64.max
    private var buyDanger = Int64.min
    private var sellImprovement = Int64.max
    private var sellDanger = Int64.min
    /// The next moment of the server clock at which time alone changes something for a position.
    private var due = Int64.max
    /// How many positions want to see every tick.
    private var restless = 0

    init(spec: SymbolSpec) { self.spec = spec }

    /// What a tick that can be used means to the desk.
    struct Reading {
        let isOutOfOrder: Bool
        /// Whether it can change anything for any position.
        let isCrossing: Bool
    }

    /// Takes a tick in. One with an earlier market time than the last moves the price but no peak.
    @inline(__always)
    mutating func read(_ tick: Tick) -> Reading {
        let isOutOfOrder = quote.map { tick.time < $0.time } ?? false
        quote = Quote(bid: tick.bid, ask: tick.ask, time: tick.time, seen: tick.seen)
        let extremes = ExitExtremes(tick)
        var isCrossing =
            restless > 0 || extremes.buyBest >= buyImprovement || extremes.sellBest >= sellImprovement
            || extremes.buyWorst <= buyDanger || extremes.sellWorst <= sellDanger
        if !isOutOfOrder {
            if bars.isWanted { addToBars(extremes) }
            if tick.time.milliseconds >= due { isCrossing = true }
            unseen = unseen?.including(extremes) ?? extremes
            if isCrossing { raisePeaks(tick) }
        }
        return Reading(isOutOfOrder: isOutOfOrder, isCrossing: isCrossing)
    }

    @inline(__always)
    private mutating func addToBars(_ extremes: ExitExtremes) {
        guard let quote else { return }
        if bars.turns(at: quote.time.milliseconds) {
            turnBars(extremes, quote)
        } else {
            bars.extend(by: extremes, closing: quote)
        }
    }

    /// A minute is over; when a bar is, whoever looks at bars is decided with the tick at hand.
    private mutating func turnBars(_ extremes: ExitExtremes, _ quote: Quote) {
        guard bars.turn(extremes, closing: quote) else { return }
        for place in watches.indices where positions[place].study != nil {
            watches[place].due = .min
            due = .min
        }
    }

    /// Which bars rules look at from here on; while no position is here.
    mutating func want(_ wanted: [BarSettings]) { bars.want(wanted) }

    /// What was known of the same symbol before the link was lost.
    mutating func resume(_ former: MarketBars) {
        bars = former
        bars.interrupt()
    }

    mutating func adopt(_ history: BarHistory) { bars.adopt(history) }

    /// The last quote of a snapshot: a price, without a history.
    mutating func adopt(_ tick: Tick) {
        quote = Quote(bid: tick.bid, ask: tick.ask, time: tick.time, seen: tick.seen)
    }

    /// Raises every peak, and starts those that have none at the tick's last quote.
    private mutating func raisePeaks(_ tick: Tick) {
        raisePeaks()
        for place in watches.indices where watches[place].peak == nil {
            let side = watches[place].side
            watches[place].peak = side == .buy ? min(tick.bid, tick.ask) : max(tick.bid, tick.ask)
        }
    }

    /// Brings every peak up to date; before a position joins or its peak is set anew.
    private mutating func raisePeaks() {
        guard let unseen else { return }
        for place in watches.indices { watches[place].raise(to: unseen) }
        self.unseen = nil
    }

    mutating func append(_ guarded: GuardedPosition, peak: Price?) {
        raisePeaks()
        var watch = PositionWatch(ticket: guarded.position.ticket, side: guarded.position.side)
        watch.peak = peak
        positions.append(guarded)
        positions[positions.count - 1].study = bars.place(of: guarded.rules.bars)
        watches.append(watch)
        restless += 1
    }

    /// Takes a position out; the last one moves into its place.
    ///
    /// - Returns: the ticket of the one that has moved, or `nil`.
    mutating func remove(at place: Int) -> Ticket? {
        if watches[place].isRestless { restless -= 1 }
        let last = watches.count - 1
        positions.swapAt(place, last)
        watches.swapAt(place, last)
        positions.removeLast()
        watches.removeLast()
        return place < last ? watches[place].ticket : nil
    }

    /// Takes every position out, with its peak.
    mutating func removeAll() -> [(guarded: GuardedPosition, peak: Price?)] {
        raisePeaks()
        let all = zip(positions, watches).map { (guarded: $0, peak: $1.peak) }
        positions.removeAll()
        watches.removeAll()
        gather()
        return all
    }

    /// A new ratchet base: what the price did before no longer counts.
    mutating func forgetPeak(_ place: Int) {
        raisePeaks()
        watches[place].peak = nil
        setRestless(place)
    }

    /// Until it is decided it sees every tick.
    private mutating func setRestless(_ place: Int) {
        guard !watches[place].isRestless else { return }
        watches[place].isRestless = true
        restless += 1
    }

    mutating func update(_ place: Int, _ change: (inout GuardedPosition) -> Void) {
        change(&positions[place])
    }

    /// Decides the positions that a tick concerns, which has been read.
    mutating func decideCrossed(
        by tick: Tick, under orders: StandingOrders, counting counters: inout ShardCounters,
        into effects: inout [ShardEffect]
    ) {
        let extremes = ExitExtremes(tick)
        let time = tick.time.milliseconds
        for place in watches.indices
        where watches[place].isCrossed(by: extremes) || watches[place].due <= time {
            noteReach(place, of: extremes, seen: tick.seen)
            decide(place, cause: tick.seen, under: orders, counting: &counters, into: &effects)
        }
        gather()
    }

    /// Notes that quotes seen at `seen` have reached the stop of a position, the one on its way, or the target.
    private mutating func noteReach(_ place: Int, of extremes: ExitExtremes, seen: Instant) {
        let side = watches[place].side
        let target = positions[place].position.takeProfit.map { side.sign * $0.points } ?? .max
        guard extremes.worst(of: side) <= watches[place].danger || extremes.best(of: side) >= target
        else { return }
        let reach = RecentReach(extremes, of: side, seen: seen)
        positions[place].reach = positions[place].reach?.followed(by: reach) ?? reach
    }

    /// Decides one position, records what it waits for next, and proposes what is to be proposed.
    mutating func decide(
        _ place: Int, cause: Instant?, under orders: StandingOrders, counting counters: inout ShardCounters,
        into effects: inout [ShardEffect]
    ) {
        counters.decisions &+= 1
        raisePeaks()
        if positions[place].initialStop == nil { settleInitialStop(place, under: orders) }
        var stance = stance(of: place, under: orders)
        var facts = DecisionFacts()
        let plan = stance.plan(noting: &facts)
        var action: Proposal.Action?
        switch plan {
        case .keep: break
        case .move(let move):
            positions[place].wanted = move
            // What was reached before cannot have executed the stop that is on its way from here on.
            positions[place].reach = nil
            positions[place].isClosing = false
            action = .move(move)
        case .close(let reason):
            if !positions[place].isClosing { action = .close(reason) }
            positions[place].isClosing = true
        }
        let reduction = freshReduction(of: place, in: stance, beside: plan)
        if watches[place].isRestless { restless -= 1 }
        watches[place].rearm(for: &stance, after: plan)
        if watches[place].isRestless { restless += 1 }
        approach(watches[place])
        for action in [action, reduction.map(Proposal.Action.reduce)] {
            guard let action else { continue }
            counters.proposals &+= 1
            effects.append(
                .propose(
                    Proposal(
                        ticket: watches[place].ticket, action: action, cause: cause,
                        risk: stance.floatingLoss, facts: facts)))
        }
    }

    /// A part to be closed that has not been proposed; none of a position that is to be closed as a whole.
    private mutating func freshReduction(
        of place: Int, in stance: Stance, beside plan: StopPlan
    ) -> Reduction? {
        if case .close = plan { return nil }
        guard let reduction = stance.reduction else { return nil }
        if let proposed = positions[place].reducing, proposed.closed >= reduction.closed { return nil }
        positions[place].reducing = reduction
        return reduction
    }

    /// Fixes where the first stop belongs as soon as all that it depends on is known.
    private mutating func settleInitialStop(_ place: Int, under orders: StandingOrders) {
        guard let level = stance(of: place, under: orders).initialLevel, level.isComplete else { return }
        positions[place].initialStop = level.stop
    }

    func stance(of place: Int, under orders: StandingOrders) -> Stance {
        var context = StanceContext()
        context.balance = orders.balance
        context.bars = positions[place].study.flatMap {
            bars.studies[$0].reading(of: watches[place].side)
        }
        context.tradersStop = positions[place].tradersStop
        context.initialStop = positions[place].initialStop
        context.traded = positions[place].traded
        var stance = Stance(
            position: positions[place].position, rules: positions[place].shared, spec: spec,
            valuation: valuation, quote: quote, peak: watches[place].peak, wanted: positions[place].wanted,
            floor: positions[place].floor, caution: positions[place].caution, mode: orders.mode,
            latch: orders.latch, pace: orders.pace, context: context)
        stance.reach = positions[place].reach
        return stance
    }

    /// Brings the nearest prices as near as one position needs them.
    private mutating func approach(_ watch: PositionWatch) {
        switch watch.side {
        case .buy:
            buyImprovement = min(buyImprovement, watch.improvement)
            buyDanger = max(buyDanger, watch.danger)
        case .sell:
            sellImprovement = min(sellImprovement, watch.improvement)
            sellDanger = max(sellDanger, watch.danger)
        }
        due = min(due, watch.due)
    }

    /// Finds the nearest prices over all positions.
    mutating func gather() {
        buyImprovement = .max
        buyDanger = .min
        sellImprovement = .max
        sellDanger = .min
        due = .max
        restless = 0
        for watch in watches {
            if watch.isRestless { restless += 1 }
            approach(watch)
        }
    }
}
