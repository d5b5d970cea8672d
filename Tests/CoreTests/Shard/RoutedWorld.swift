@testable import Core

/// A seeded stream of what an account tells its shards: several symbols that swap their numbers with every
/// snapshot, positions that open, change, move to another symbol under the same ticket and go.
struct RoutedWorld {
    private static let names = ["EURUSD", "XAUUSD", "GBPJPY", "US500", "AUDNZD"]

    private var dice: Dice
    /// `names[numbers[i]]` is the symbol with number i.
    private var numbers = Array(0..<RoutedWorld.names.count)
    private var positions: [Ticket: Position] = [:]
    private var prices = Array(repeating: Int64(100_000), count: RoutedWorld.names.count)
    private var tickets: UInt64 = 0
    private var clock: Int64 = 1
    private var isBlind = false

    init(seed: UInt64) { dice = Dice(seed: seed) }

    mutating func next() -> ShardEvent {
        // Between a lost link and the next snapshot the account passes nothing on that names a symbol.
        if isBlind { return dice.chance(50) ? .tick(tick()) : dice.chance(50) ? goes() : snapshot() }
        switch dice.roll(0...99) {
        case 0...54: return .tick(tick())
        case 55...66: return open()
        case 67...78: return change()
        case 79...83: return goes()
        case 84...88:
            return anyTicket.map { .reconsider($0, dice.one(of: [.rejected, .valuedHigher, .timePassed])) }
                ?? snapshot()
        case 89...91: return anyTicket.map { .settled($0) } ?? snapshot()
        case 92: return .valuation(Sample.valuation(symbol(), whole: dice.roll(1...3)))
        case 93: return dice.chance(50) ? .symbol(spec(number())) : history()
        case 94: return .control(dice.one(of: [.manage, .protect]), dice.one(of: [.none, .none, .pause]))
        case 95: return .settings(Self.settings(distance: dice.roll(50...200)))
        case 96:
            isBlind = true
            return .linkLost
        default: return snapshot()
        }
    }

    static func settings(distance: Int64 = 100) -> Settings {
        var rules = Sample.rules(
            cap: Sample.cap(300), trailing: Sample.trailing(start: 50, step: 5, distance: distance))
        // Bars of their own, so that what a move leaves behind would show.
        rules.bars = BarSettings(period: .m1, atrBars: 2, chandelierBars: 2, swingBars: 2)
        rules.chandelier = ChandelierStop(multiplePermille: 1_500, step: Distance(points: 5))
        rules.parabolic = ParabolicStop(step: Distance(points: 5))
        return Sample.settings(.manage, rules)
    }

    mutating func snapshot() -> ShardEvent {
        let before = numbers
        numbers.shuffle(using: &dice)
        isBlind = false
        let all = (0..<numbers.count)
        prices = all.map { number in prices[before.firstIndex(of: numbers[number]) ?? 0] }
        for (ticket, position) in positions {
            let number = numbers.firstIndex(of: before[Int(position.symbol.rawValue)]) ?? 0
            positions[ticket]?.symbol = SymbolID(UInt16(number))
        }
        return .snapshot(
            Snapshot(
                symbols: all.map { spec($0) }, valuations: all.map { Sample.valuation(SymbolID(UInt16($0))) },
                ticks: all.filter { _ in dice.chance(50) }.map { tick($0) },
                positions: positions.keys.sorted().compactMap { positions[$0] }))
    }

    private func spec(_ number: Int) -> SymbolSpec {
        Sample.spec(SymbolID(UInt16(number)), name: Self.names[numbers[number]])
    }

    private mutating func number() -> Int { Int(dice.roll(0...Int64(numbers.count - 1))) }
    private mutating func symbol() -> SymbolID { SymbolID(UInt16(number())) }

    private mutating func tick(_ given: Int? = nil) -> Tick {
        let number = given ?? number()
        prices[number] += dice.roll(-40...45)
        clock += dice.roll(-1...3) * 4_000
        return Sample.tick(
            prices[number], symbol: SymbolID(UInt16(number)), time: clock,
            bidHigh: prices[number] + dice.roll(0...9),
            bidLow: prices[number] - dice.roll(0...9), seen: clock)
    }

    /// The terminal's minutes before the present one.
    private mutating func history() -> ShardEvent {
        let number = number()
        let last = max(20, clock / 60_000)
        let minutes = (1...10).map { index -> MinuteBar in
            let low = prices[number] - dice.roll(1...40)
            let high = prices[number] + dice.roll(0...40)
            return MinuteBar(
                start: MarketTime(milliseconds: (last - 11 + Int64(index)) * 60_000),
                high: Price(points: high), low: Price(points: low), close: Price(points: prices[number]),
                spread: Distance(points: 10))
        }
        guard let history = BarHistory(symbol: SymbolID(UInt16(number)), minutes: minutes) else {
            preconditionFailure("the minutes follow each other")
        }
        return .bars(history)
    }

    private var anyTicket: Ticket? {
        mutating get { positions.isEmpty ? nil : dice.one(of: positions.keys.sorted()) }
    }

    private mutating func open() -> ShardEvent {
        tickets += 1
        let number = number()
        let position = Sample.position(
            tickets, dice.one(of: [.buy, .sell]), open: prices[number], symbol: SymbolID(UInt16(number)))
        positions[position.ticket] = position
        return .position(position, .opened)
    }

    private mutating func change() -> ShardEvent {
        guard let ticket = anyTicket, var position = positions[ticket] else { return open() }
        if dice.chance(10) {
            position.symbol = symbol()
            positions[ticket] = position
            return .position(position, .opened)
        }
        let away = position.side == .buy ? -dice.roll(10...400) : dice.roll(10...400)
        let before = position.stopLoss
        position.stopLoss = Price(points: position.openPrice.points + away)
        positions[ticket] = position
        switch dice.roll(0...3) {
        case 0: return .position(position, .foreign)
        case 1: return .position(position, before.map { .regressed(from: $0) } ?? .foreign)
        default: return .position(position, .expected)
        }
    }

    private mutating func goes() -> ShardEvent {
        guard let ticket = anyTicket else { return .tick(tick()) }
        positions[ticket] = nil
        return .gone(ticket)
    }
}
