import Core

/// Keeps a number of positions open by a schedule that follows from a seed alone.
///
/// Side, symbol, lots and take-profit are drawn; no position gets a stop-loss: giving it one is what is
/// being tested. A position that was closed is replaced after a drawn delay. Lots are chosen so that
/// the cap is worth several spreads: a position whose cap lies inside the spread proves nothing.
/// On netting accounts a symbol has one position, so that at most one per symbol is kept open.
public struct PositionSchedule: Sendable {
    public struct Settings: Sendable {
        /// How many stay open.
        public var positions: Int
        public var magic: Magic
        /// What one position may lose, for sensible lots.
        public var cap: Money
        /// Bounds of the delay between a closing and its replacement, and of the first openings.
        public var delayMin: TimeSpan
        public var delayMax: TimeSpan
        /// How long after the start the first positions are opened, before their own delays.
        public var firstDelay: TimeSpan
        /// Share of positions opened with a take-profit.
        public var takeProfitPermille: UInt64

        public init(
            positions: Int, magic: Magic = .manual, cap: Money = Money(units: 300_000_000),
            delayMin: TimeSpan = .milliseconds(200), delayMax: TimeSpan = .seconds(15),
            firstDelay: TimeSpan = .zero, takeProfitPermille: UInt64 = 300
        ) {
            self.positions = positions
            self.magic = magic
            self.cap = cap
            self.delayMin = delayMin
            self.delayMax = delayMax
            self.firstDelay = firstDelay
            self.takeProfitPermille = takeProfitPermille
        }
    }

    /// The cap is worth at least this many usual spreads.
    private static let spreadsPerCap: Int64 = 12
    private static let retry = TimeSpan.seconds(5)

    public let settings: Settings
    private var random: Generator
    private var planned: [Instant] = []
    private(set) var open: Set<PositionID> = []

    public init(_ settings: Settings, seed: UInt64, start: Instant) {
        self.settings = settings
        random = Generator(seed: seed, purpose: 0x5C)
        for _ in 0..<settings.positions { plan(after: start + settings.firstDelay) }
    }

    /// Goes on after a restart: `held` are the positions that are still open.
    public init(_ settings: Settings, seed: UInt64, start: Instant, held: [PositionID]) {
        self.settings = settings
        random = Generator(seed: seed, purpose: 0x5C)
        open = Set(held.prefix(settings.positions))
        for _ in open.count..<max(settings.positions, open.count) { plan(after: start + settings.firstDelay) }
    }

    /// When the next position is to be opened; `never` while all are open.
    public var nextDue: Instant { planned.last ?? .never }

    private mutating func plan(after now: Instant) {
        plan(
            at: now
                + TimeSpan(
                    nanoseconds: random.between(
                        settings.delayMin.nanoseconds, settings.delayMax.nanoseconds)))
    }

    /// Keeps the earliest last.
    private mutating func plan(at due: Instant) {
        let place = planned.firstIndex { $0 <= due } ?? planned.count
        planned.insert(due, at: place)
    }

    /// A position was closed, by whatever cause.
    public mutating func closed(_ position: PositionID, at now: Instant) {
        if open.remove(position) != nil { plan(after: now) }
    }

    /// Opens what is due at or before `now`.
    public mutating func act(on server: TradeServer, at now: Instant) {
        while let due = planned.last, due <= now {
            planned.removeLast()
            if let position = openOne(on: server, at: now) {
                open.insert(position)
            } else {
                plan(at: now + Self.retry)
            }
        }
    }

    private mutating func openOne(on server: TradeServer, at now: Instant) -> PositionID? {
        let candidates = server.contracts.indices.map(SymbolIndex.init).filter { symbol in
            guard server.isTradable(symbol) else { return false }
            return server.terms.marginMode == .hedging || !server.positions.contains { $0.symbol == symbol }
        }
        guard !candidates.isEmpty else { return nil }
        let symbol = candidates[Int(random.below(UInt64(candidates.count)))]
        let side: Side = random.below(2) == 0 ? .buy : .sell
        let volume = lots(symbol, on: server)
        let target =
            random.below(1_000) < settings.takeProfitPermille ? target(symbol, side, on: server) : nil
        let opened = server.personOpens(
            symbol, side, volume, takeProfit: target, magic: settings.magic,
            reason: settings.magic == .manual ? .client : .expert, at: now)
        guard case .success(let ticket) = opened else { return nil }
        return server.position(ticket)?.identifier
    }

    private mutating func lots(_ symbol: SymbolIndex, on server: TradeServer) -> Volume {
        let contract = server.valuation[symbol]
        var steps = random.between(1, 5)
        while steps > 1 {
            let volume = Volume(units: contract.volumeStep.units * steps)
            let away = Price(points: contract.usualSpread * Self.spreadsPerCap)
            let worth = server.valuation.profit(symbol, .sell, volume, from: Price(points: 0), to: away)
            if -worth <= settings.cap { break }
            steps -= 1
        }
        return max(Volume(units: contract.volumeStep.units * steps), contract.volumeMin)
    }

    private mutating func target(_ symbol: SymbolIndex, _ side: Side, on server: TradeServer) -> Price? {
        guard let quote = server.quote(symbol) else { return nil }
        let contract = server.valuation[symbol]
        let away = contract.stopsLevel + contract.usualSpread * random.between(8, 60)
        let points = quote.closing(side).points + away * side.sign
        return Price(points: points / contract.tickSize * contract.tickSize)
    }
}
