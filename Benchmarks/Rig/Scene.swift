import Core

/// The market and the positions that rows start from: EURUSD, trailing stops of one step of 10 points.
///
/// A bid 10 points higher than the last crosses every position's step; one that stays crosses none.
enum Scene {
    static let symbol = SymbolID(0)
    static let open: Int64 = 100_000
    static let step: Int64 = 10
    static let distance: Int64 = 50

    static let spec = spec(symbol, named: "EURUSD")

    static func spec(_ symbol: SymbolID, named name: String) -> SymbolSpec {
        SymbolSpec(
            symbol: symbol, digits: 5, tradeMode: .full, isSessionOpen: true, tickSize: Distance(points: 1),
            stopsLevel: .zero, freezeLevel: .zero, volumeMin: Volume(units: 1_000_000),
            volumeMax: Volume(units: 50_000_000_000), volumeStep: Volume(units: 1_000_000), name: name,
            profitCurrency: "USD")
    }

    static let account = AccountState(
        balance: .zero, equity: .zero, margin: .zero, marginFree: .zero, permissions: .all)

    /// Neither window nor rate binds `positions` requests at once.
    static func settings(positions: Int) throws -> Settings {
        guard let cap = LossCap(amount: Money(units: 1_000 * Money.unitsPerWhole)),
            let trailing = TrailingStop(
                start: Distance(points: step), step: Distance(points: step),
                distance: Distance(points: distance))
        else { throw BenchmarkFailure("the scene's rules are not valid") }
        let rules = RuleSet(name: "trail", cap: cap, allowance: CostAllowance(), trailing: trailing)
        return Settings(
            mode: .manage, selections: [.init(filter: PositionFilter(), rules: rules)],
            flow: FlowLimits(
                window: positions + 8, reserved: 4, ratePerSecond: 1_000_000,
                budget: 1_000_000_000))
    }

    static func valuation(of symbol: SymbolID = symbol) throws -> Valuation {
        let amount = Money(units: Money.unitsPerWhole)
        guard
            let valuation = Valuation(
                symbol: symbol, reference: Distance(points: 1), buyLoss: amount, buyProfit: amount,
                sellLoss: amount, sellProfit: amount)
        else { throw BenchmarkFailure("the scene's valuation is not valid") }
        return valuation
    }

    static func position(
        _ ticket: Ticket, stop: Price = Price(points: open - distance), symbol: SymbolID = symbol
    ) -> Position {
        Position(
            ticket: ticket, identifier: PositionID(ticket.rawValue), magic: Magic(7), symbol: symbol,
            side: .buy, volume: .oneLot, openPrice: Price(points: open), stopLoss: stop, takeProfit: nil,
            swap: .zero, commission: .zero, opened: MarketTime(milliseconds: 1),
            updated: MarketTime(milliseconds: 1), seen: .zero, comment: "")
    }

    static func positions(_ count: Int) -> [Position] {
        (0..<count).map { position(Ticket(UInt64($0) + 1)) }
    }

    static func tick(bid: Int64, seen: Instant = .zero, symbol: SymbolID = symbol) -> Tick {
        let ask = Price(points: bid + 10)
        let bid = Price(points: bid)
        return Tick(
            symbol: symbol, skipped: 0, bid: bid, ask: ask, bidHigh: bid, bidLow: bid, askHigh: ask,
            askLow: ask, time: MarketTime(milliseconds: 1), seen: seen)
    }

    static func snapshot(positions: Int) throws -> Snapshot {
        Snapshot(
            symbols: [spec], valuations: [try valuation()], ticks: [tick(bid: open)],
            positions: self.positions(positions))
    }

    /// What the EA answers once the broker has moved the stop.
    static func result(of command: ModifyStop) -> RequestResult {
        RequestResult(
            request: command.request, ticket: command.ticket, outcome: .done, isRepeated: false,
            refusal: .none, returnCode: 10_009, stopLoss: command.stopLoss, takeProfit: nil,
            volume: .oneLot, order: 0, received: .zero, sent: .zero, answered: .zero)
    }

    // MARK: - Profit locks on many symbols

    /// Each rung of the ladder is this far from the one before.
    static let rungStep: Int64 = 20
    static let rungs: Int64 = 16

    /// Reaches the rung; 0 is the opening price.
    static func bid(rung: Int64) -> Int64 { open + rung * rungStep }

    /// Where the stop belongs once the rung is reached.
    static func stop(rung: Int64) -> Price { Price(points: open + rung * rungStep - rungStep / 2) }

    /// As many symbols, each with `each` positions: the tickets of the first symbol, then of the next.
    static func snapshot(symbols count: Int, each: Int) throws -> Snapshot {
        let symbols = (0..<count).map { SymbolID(UInt16($0)) }
        return Snapshot(
            symbols: symbols.map { spec($0, named: "BENCH\($0.rawValue)") },
            valuations: try symbols.map { try valuation(of: $0) },
            ticks: symbols.map { tick(bid: open, symbol: $0) },
            positions: symbols.flatMap { symbol in
                (0..<each).map { place in
                    position(Ticket(UInt64(Int(symbol.rawValue) * each + place + 1)), symbol: symbol)
                }
            })
    }
}
