@testable import Core

/// One position under one rule set in a random market, at a broker that does at once what a shard proposes.
///
/// The plain world, one mirrored about twice the opening price, and one whose prices all have one more digit tell
/// the same story; so does one that decides on every tick instead of waiting for the prices it has named.
struct RuleMarket {
    struct Shape {
        /// Prices are this minus the plain ones; `nil` for the plain world.
        var mirror: Int64?
        /// All prices, steps and levels are times this.
        var scale: Int64 = 1
        var decides = Decides.whenCrossed
    }

    enum Decides { case whenCrossed, onEveryTick }

    static let open: Int64 = 100_000
    private static let ticket = Ticket(1)

    let shape: Shape
    private(set) var shard: Shard
    private var dice: Dice
    let spec: SymbolSpec
    private let valuation: Valuation
    private(set) var position: Position?
    private var bid = RuleMarket.open
    private var spread: Int64
    private let tick: Int64
    /// Thursday 1970-01-01 00:01, so that the days' and weeks' ends that are drawn lie ahead.
    private var time: Int64
    private var effects: [ShardEffect] = []
    /// Every proposal, in plain and unscaled prices.
    private(set) var log: [String] = []
    var failures: [String] = []
    private(set) var traded = Sample.traded(initial: 0)

    init(seed: UInt64, shape: Shape = Shape(), range: RandomRules.Range = .everything) {
        var dice = Dice(seed: seed)
        self.shape = shape
        let rules = RandomRules(range: range, scale: shape.scale).draw(&dice)
        tick = dice.one(of: [1, 1, 5])
        spread = 2 * tick
        time = dice.one(of: [60_000, 4 * 86_400_000 - 900_000])
        spec = Sample.spec(
            tick: tick * shape.scale, stopsLevel: dice.one(of: [0, 0, 20]) * shape.scale,
            freezeLevel: dice.one(of: [0, 0, 0, 5]) * shape.scale)
        valuation = Sample.valuation(whole: dice.roll(1...4), reference: shape.scale)
        shard = Shard(settings: Sample.settings(.manage, rules))
        let side = dice.one(of: [Side.buy, .sell])
        let stop = dice.chance(40) ? Self.open - side.sign * dice.roll(10...300) * tick : nil
        self.dice = dice
        var position = Sample.position(
            1, shape.mirror == nil ? side : side.opposite, lots: dice.roll(20...300),
            open: price(Self.open), stop: stop.map(price), swap: -dice.roll(0...200_000_000),
            commission: -dice.roll(0...200_000_000))
        tell(.snapshot(Snapshot(symbols: [spec], valuations: [valuation], ticks: [], positions: [])))
        tell(.balance(Money(units: 10_000 * Money.unitsPerWhole)))
        if dice.chance(50) { warmUp() }
        let first = quote(bid, bid + spread)
        tell(
            .tick(
                Sample.tick(
                    first.bid, first.ask, time: time, seen: time * 1_000_000)))
        position.opened = MarketTime(milliseconds: time)
        self.position = position
        tell(.position(position, .opened))
        traded = TradedVolumes(
            position: position.identifier, initial: position.volume, opened: position.volume, closed: .zero)
        tell(.traded(Self.ticket, traded))
        carryOut(first)
    }

    // MARK: Prices of this world

    private func price(_ plain: Int64) -> Int64 { (shape.mirror.map { $0 - plain } ?? plain) * shape.scale }

    private func plain(_ price: Price) -> Int64 {
        let unscaled = price.points / shape.scale
        return shape.mirror.map { $0 - unscaled } ?? unscaled
    }

    private func quote(_ bid: Int64, _ ask: Int64) -> (bid: Int64, ask: Int64) {
        shape.mirror == nil ? (price(bid), price(ask)) : (price(ask), price(bid))
    }

    // MARK: Running

    mutating func run(ticks: Int) {
        for _ in 0..<ticks where position != nil && failures.isEmpty { move() }
    }

    /// Minutes of the terminal; without a spread, since theirs is a bid's history and would not mirror.
    private mutating func warmUp() {
        var minutes: [MinuteBar] = []
        for index in (1...12).reversed() {
            let low = Self.open + dice.roll(-60...(-1))
            let high = Self.open + dice.roll(0...60)
            let close = dice.roll(low...high)
            let ends = [price(low), price(high)].sorted()
            minutes.append(
                MinuteBar(
                    start: MarketTime(milliseconds: (time / 60_000 + 20 - Int64(index)) * 60_000),
                    high: Price(points: ends[1]), low: Price(points: ends[0]),
                    close: Price(points: price(close)), spread: .zero))
        }
        guard let history = BarHistory(symbol: Sample.symbol, minutes: minutes) else {
            failures.append("the history is not valid")
            return
        }
        time += 20 * 60_000
        tell(.bars(history))
    }

    private mutating func move() {
        let before = (bid, bid + spread)
        time += dice.roll(0...9_000)
        bid += dice.roll(-9...10) * tick
        if dice.chance(1) { bid += dice.roll(-60...60) * tick }
        spread = dice.chance(5) ? dice.roll(-2...12) * tick : 2 * tick
        let after = (bid, bid + spread)
        let now = quote(after.0, after.1)
        let low = quote(min(before.0, after.0), min(before.1, after.1))
        let high = quote(max(before.0, after.0), max(before.1, after.1))
        let event = Tick(
            symbol: Sample.symbol, skipped: 0, bid: Price(points: now.bid), ask: Price(points: now.ask),
            bidHigh: Price(points: max(low.bid, high.bid)), bidLow: Price(points: min(low.bid, high.bid)),
            askHigh: Price(points: max(low.ask, high.ask)), askLow: Price(points: min(low.ask, high.ask)),
            time: MarketTime(milliseconds: time), seen: Instant(nanoseconds: time * 1_000_000))
        if isStopped(now) {
            position = nil
            tell(.gone(Self.ticket))
            return
        }
        tell(.tick(event))
        if shape.decides == .onEveryTick {
            shard.decide(desk: 0, place: 0, cause: event.seen, into: &effects)
        }
        carryOut(now)
    }

    private func isStopped(_ now: (bid: Int64, ask: Int64)) -> Bool {
        guard let position, let stop = position.stopLoss else { return false }
        return position.side.gain(from: stop, to: Price(points: exit(position.side, now))) <= .zero
    }

    private func exit(_ side: Side, _ now: (bid: Int64, ask: Int64)) -> Int64 {
        side == .buy ? min(now.bid, now.ask) : max(now.bid, now.ask)
    }

    private mutating func tell(_ event: ShardEvent) { shard.step(event, at: .zero, into: &effects) }

    private mutating func carryOut(_ now: (bid: Int64, ask: Int64)) {
        while let effect = effects.first {
            effects.removeFirst()
            guard case .propose(let proposal) = effect, var held = position else { continue }
            switch proposal.action {
            case .close(let reason):
                log.append("\(time) close \(reason)")
                position = nil
                tell(.gone(Self.ticket))
                effects.removeAll()
            case .move(let move):
                log.append("\(time) \(plain(move.stop)) \(move.lane) \(move.rule) \(move.isCapUnreachable)")
                check(move, held, now)
                held.stopLoss = move.stop
                position = held
                tell(.position(held, .expected))
                tell(.settled(Self.ticket))
            case .reduce(let reduction):
                guard let part = traded.part(until: reduction.closed, of: held, spec) else { continue }
                log.append("\(time) closes \(part.lots)")
                check(part, held, now)
                held.volume = held.volume - part
                position = held
                tell(.position(held, .expected))
                traded.closed = traded.closed + part
                tell(.traded(Self.ticket, traded))
            }
            if log.count > 100_000 { failures.append("it never comes to rest") }
        }
    }

    private mutating func check(_ move: StopMove, _ held: Position, _ now: (bid: Int64, ask: Int64)) {
        let side = held.side
        let exit = Price(points: exit(side, now))
        if let present = held.stopLoss, !side.isTighter(move.stop, than: present) {
            failures.append("S1: \(move) loosens \(present) at \(exit): \(log.suffix(3))")
        }
        if let cap = shard.desks[0]?.positions.first?.rules.cap?.bounded(by: shard.orders.balance),
            !move.isCapUnreachable,
            SlowModel.exceeds(
                cap, held, move.stop, valuation, shard.desks[0]?.positions.first?.rules.allowance)
        {
            failures.append("S2: \(move) risks more than the cap: \(held)")
        }
        if !move.stop.isOnGrid(of: spec.tickSize) { failures.append("off the grid: \(move)") }
        if side.gain(from: move.stop, to: exit) < max(spec.stopsLevel, spec.tickSize) {
            failures.append("within the stops level: \(move), \(exit)")
        }
        if spec.freezeLevel > .zero, let present = held.stopLoss,
            side.gain(from: present, to: exit) <= spec.freezeLevel
        {
            failures.append("within the freeze level: \(move), \(exit)")
        }
    }
}
