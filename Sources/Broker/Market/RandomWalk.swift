import Core

/// Endless made-up quotes of one symbol: the same from the same seed on every machine.
///
/// It does what real feeds do: wanders, calms and flares up in bursts, widens its spread then, jumps,
/// falls silent for minutes, repeats and sometimes crosses itself, keeps to its sessions and opens after a
/// weekend somewhere else. Prices inside are thousandths of a point, so that small steps add up.
public struct RandomWalk: Sendable {
    /// How one symbol behaves.
    public struct Temper: Sendable {
        /// Where it starts and what it is drawn back to.
        public var anchor: Price
        /// Standard deviation of one quiet step, in thousandths of a point.
        public var stepMilliPoints: Int64
        /// Mean time between two quiet quotes.
        public var intervalMilliseconds: Int64

        public init(anchor: Price, stepMilliPoints: Int64, intervalMilliseconds: Int64) {
            self.anchor = anchor
            self.stepMilliPoints = stepMilliPoints
            self.intervalMilliseconds = intervalMilliseconds
        }
    }

    private let symbol: SymbolIndex
    private let contract: Contract
    private let temper: Temper
    private var random: Generator
    private var time: MarketTime
    private var middle: Int64
    private var burstLeft = 0

    public init(
        symbol: SymbolIndex, contract: Contract, temper: Temper, start: MarketTime, seed: UInt64
    ) {
        self.symbol = symbol
        self.contract = contract
        self.temper = temper
        random = Generator(seed: seed, purpose: 0x77 + UInt64(symbol.rawValue))
        time = start
        middle = temper.anchor.points * 1_000
    }

    public mutating func next() -> Tick {
        let wasOpen = contract.sessions.isOpen(at: time)
        time = MarketTime(milliseconds: time.milliseconds + pause())
        if !contract.sessions.isOpen(at: time) {
            time = contract.sessions.nextOpen(from: time)
            if wasOpen { reopen() }
        }
        move()
        return Tick(symbol: symbol, time: time, quote: quote())
    }

    private mutating func pause() -> Int64 {
        if burstLeft > 0 {
            burstLeft -= 1
            return random.between(5, 90)
        }
        if random.happens(partsPerMillion: 1_500) { burstLeft = Int(random.between(20, 150)) }
        if random.happens(partsPerMillion: 40) { return random.between(20_000, 400_000) }
        return random.between(1, 2 * temper.intervalMilliseconds)
    }

    private mutating func move() {
        let step = burstLeft > 0 ? temper.stepMilliPoints * 3 : temper.stepMilliPoints
        middle += random.bell(deviation: step)
        if random.happens(partsPerMillion: 60) {
            middle += random.bell(deviation: temper.stepMilliPoints * 60)
        }
        middle += (temper.anchor.points * 1_000 - middle) / 400_000
        middle = max(middle, temper.anchor.points * 100)
    }

    /// After a break the market opens where the news of the break has put it.
    private mutating func reopen() {
        middle += random.bell(deviation: temper.stepMilliPoints * 80)
    }

    private mutating func quote() -> Quote {
        var spread = contract.usualSpread
        spread += random.between(-spread / 4, spread / 4)
        if burstLeft > 0 { spread += random.between(0, contract.usualSpread * 2) }
        // Feeds are crossed or locked now and then.
        if random.happens(partsPerMillion: 3_000) { spread = random.between(-contract.usualSpread / 4, 0) }
        let bid = onGrid(middle / 1_000 - spread / 2)
        return Quote(bid: Price(points: bid), ask: Price(points: onGrid(bid + spread)))
    }

    private func onGrid(_ points: Int64) -> Int64 { points / contract.tickSize * contract.tickSize }
}

extension RandomWalk.Temper {
    /// Typical behaviour of the symbols with known contracts.
    public static func usual(for contract: Contract) -> RandomWalk.Temper {
        switch contract.name.prefix(6) {
        case "XAUUSD":
            .init(anchor: Price(points: 2_400_000), stepMilliPoints: 55_000, intervalMilliseconds: 600)
        case "EURUSD":
            .init(anchor: Price(points: 108_500), stepMilliPoints: 2_000, intervalMilliseconds: 800)
        case "USDJPY":
            .init(anchor: Price(points: 150_000), stepMilliPoints: 2_400, intervalMilliseconds: 900)
        default:
            .init(
                anchor: Price(points: contract.usualSpread * 10_000),
                stepMilliPoints: contract.usualSpread * 200, intervalMilliseconds: 1_000)
        }
    }
}
