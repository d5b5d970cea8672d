@testable import Core

/// The market, the person, the link, and what the checker holds against the guardian.
extension World {
    mutating func moveMarket() {
        marketTime += 1
        let before = quote()
        if !isQuiet {
            bid += dice.roll(-12...12) * plan.tick
            if dice.chance(1) { bid += dice.roll(-150...150) * plan.tick }
            spread = dice.chance(3) ? dice.roll(-2...3) * plan.tick : 2 * plan.tick
        }
        let after = quote()
        hitStops()
        let tick = Tick(
            symbol: Sample.symbol, skipped: 1, bid: Price(points: after.bid), ask: Price(points: after.ask),
            bidHigh: Price(points: max(before.bid, after.bid)),
            bidLow: Price(points: min(before.bid, after.bid)),
            askHigh: Price(points: max(before.ask, after.ask)),
            askLow: Price(points: min(before.ask, after.ask)), time: MarketTime(milliseconds: marketTime),
            seen: rig.now)
        guard isLinked else { return }
        deliver(.tick(tick))
        drain()
    }

    private mutating func hitStops() {
        for ticket in books.keys.sorted() {
            guard let position = books[ticket] else { continue }
            let exit = Price(points: exit(position.side))
            let isStopped = position.stopLoss.map { position.side.gain(from: $0, to: exit) <= .zero }
            let isTaken = position.takeProfit.map { position.side.gain(from: exit, to: $0) <= .zero }
            guard isStopped == true || isTaken == true else { continue }
            books[ticket] = nil
            tell(gone(position))
        }
    }

    mutating func open() {
        lastTicket += 1
        let side = side(dice.chance(50) ? .buy : .sell)
        let quote = quote()
        var position = Sample.position(
            lastTicket, side, lots: dice.roll(1...200), open: side == .buy ? quote.ask : quote.bid,
            commission: -dice.roll(0...5) * Money.unitsPerWhole)
        if dice.chance(30) {
            let away = dice.roll(30...400) * plan.tick
            position.takeProfit = side.favoured(position.openPrice, by: Distance(points: away))
        }
        books[position.ticket] = position
        tell(.position(position))
    }

    /// A person moves or removes a stop, or moves a take-profit.
    mutating func edit() {
        guard !books.isEmpty else { return }
        let tickets = books.keys.sorted()
        guard var position = books[dice.one(of: tickets)] else { return }
        let exit = Price(points: exit(position.side))
        let away = Distance(points: (plan.stopsLevel / plan.tick + dice.roll(2...200)) * plan.tick)
        switch dice.roll(1...3) {
        case 1: position.stopLoss = nil
        case 2:
            position.stopLoss = position.side.looserOnGrid(
                position.side.favoured(exit, by: -away), tick: Distance(points: plan.tick))
        default: position.takeProfit = position.side.favoured(exit, by: away)
        }
        books[position.ticket] = position
        watched[position.ticket, default: Watched()].edits.append(position.stopLoss)
        tell(.position(position))
    }

    mutating func lose() {
        isLinked = false
        queue.removeAll { if case .deliver = $0.what { true } else { false } }
        rig.unlink()
        later(.milliseconds(dice.roll(50...2_500)), .relink)
    }

    mutating func relink() {
        isLinked = true
        rig.link()
        rig.permit()
        let positions = books.values.sorted { $0.ticket < $1.ticket }
        for position in positions { see(position) }
        watched = watched.filter { books[$0.key] != nil }
        rig.snapshot(positions, specs: [spec], valuations: [valuation], ticks: [])
        drain()
    }

    /// Heartbeats follow everything said before them, as on the wire.
    mutating func beat() {
        let isEverythingSaid = !queue.contains { if case .deliver = $0.what { true } else { false } }
        if isEverythingSaid { rig.heartbeat() }
    }

    mutating func deliver(_ message: TerminalMessage) {
        switch message {
        case .position(let position): see(position)
        case .positionClosed(let closed): watched[closed.ticket] = nil
        case .tick(let tick): raisePeaks(tick)
        default: break
        }
        rig.receive(message)
    }

    /// Every peak, tick by tick: what the desk's shortcuts must not lose.
    private mutating func raisePeaks(_ tick: Tick) {
        for ticket in watched.keys {
            guard let side = rig.told[ticket]?.side else { continue }
            if let peak = watched[ticket]?.peak {
                watched[ticket]?.peak =
                    side == .buy
                    ? max(peak, min(tick.bidHigh.points, tick.askHigh.points))
                    : min(peak, max(tick.askLow.points, tick.bidLow.points))
            } else {
                watched[ticket]?.peak =
                    side == .buy
                    ? min(tick.bid.points, tick.ask.points) : max(tick.bid.points, tick.ask.points)
            }
        }
    }

    private mutating func see(_ position: Position) {
        var entry = watched[position.ticket] ?? Watched()
        let before = rig.told[position.ticket]
        if let stop = position.stopLoss {
            entry.ratchet = entry.ratchet.map { position.side.tighter($0, stop) } ?? stop
        }
        if let before, before.stopLoss != position.stopLoss, entry.edits.contains(position.stopLoss) {
            entry.peak = nil
            entry.ratchet = position.stopLoss
        }
        watched[position.ticket] = entry
    }

    /// Faults stop, the price stands still, and after a few seconds everything must be as it should be.
    mutating func settleDown() {
        isQuiet = true
        spread = 2 * plan.tick
        if !isLinked { advance(to: rig.now + .seconds(3)) }
        for _ in 0..<300 { step() }
        // What protects is there by this time; trailing may have to wait for a breaker or its minute.
        for (ticket, position) in books {
            var known = watched[ticket] ?? Watched()
            known.peak = nil
            checkRest(position, known)
        }
        advance(to: rig.now + WaitingTime.window + .seconds(2))
        let seen = rig.guardian.account.positions
        if seen != books.values.sorted(by: { $0.ticket < $1.ticket }) { fail("S12: \(seen) is not \(books)") }
        for (ticket, position) in books { checkRest(position, watched[ticket] ?? Watched()) }
        if rig.outstanding.values.contains(where: { _ in true }) { fail("a lease was never returned") }
    }

    mutating func checkRest(_ position: Position, _ known: Watched) {
        guard let cap = plan.rules.cap else { return }
        let side = position.side
        let exit = Price(points: exit(side))
        let room = max(plan.stopsLevel, plan.tick)
        let tightest = side.looserOnGrid(
            side.favoured(exit, by: Distance(points: -room)), tick: Distance(points: plan.tick))
        // This broker executes no target: a price beyond one leaves it frozen.
        let gaps = [
            position.stopLoss.map { abs($0.points - exit.points) },
            position.takeProfit.map { side.gain(from: exit, to: $0).points },
        ]
        if plan.freezeLevel > 0, gaps.contains(where: { $0.map { $0 <= plan.freezeLevel } ?? false }) {
            return
        }
        guard let stop = position.stopLoss else { return fail("S3: no stop: \(position)") }
        if let ratchet = known.ratchet, side.isTighter(ratchet, than: stop),
            !side.isTighter(ratchet, than: tightest)
        {
            fail("S1: \(stop) has fallen back from \(ratchet) \(known)")
        }
        let isOverCap = SlowModel.exceeds(
            LossCap(amount: cap.amount, marginPermille: 1000) ?? cap, position, stop, valuation,
            plan.rules.allowance)
        // Of what the market leaves no room for, only a good part is worth a request.
        let least = side.gain(from: stop, to: position.openPrice).points / 8 + 2 * plan.tick
        if isOverCap, side.gain(from: stop, to: tightest).points > least {
            fail("S2: \(stop) risks more than the cap, \(tightest) would not: \(position)")
        }
        checkTrailing(position, stop, tightest, known)
        checkKept(position, stop, tightest, known)
    }

    private mutating func checkKept(
        _ position: Position, _ stop: Price, _ tightest: Price, _ known: Watched
    ) {
        guard plan.mode == .manage, let peak = known.peak,
            let kept = SlowModel.keptStop(plan.rules, position, peak: peak, tick: plan.tick)
        else { return }
        let side = position.side
        let missing = side.gain(from: stop, to: Price(points: kept)).points
        let possible = side.gain(from: stop, to: side.looser(Price(points: kept), tightest)).points
        if possible > 0, possible == missing || possible * 8 >= missing {
            fail("kept: \(stop) should have moved to \(kept), \(tightest) allows it: \(position) \(known)")
        }
    }

    private mutating func checkTrailing(
        _ position: Position, _ stop: Price, _ tightest: Price, _ known: Watched
    ) {
        guard plan.mode == .manage, let rule = plan.rules.trailing, let peak = known.peak else { return }
        let side = position.side
        let earned = side.sign * (peak - position.openPrice.points)
        guard earned >= rule.start.amount else { return }
        let target = side.looserOnGrid(
            side.favoured(Price(points: peak), by: Distance(points: -rule.distance.amount)),
            tick: Distance(points: plan.tick))
        let due = side.looser(target, tightest)
        if side.gain(from: stop, to: due) >= rule.step {
            fail("trailing: \(stop) should have followed to \(due) \(position) \(known)")
        }
    }
}
