@testable import Core

/// Values that tests start from; each differs from a plain EURUSD buy only in what a test names.
enum Sample {
    static let symbol = SymbolID(0)

    static func spec(
        _ symbol: SymbolID = Sample.symbol, tick: Int64 = 1, stopsLevel: Int64 = 0, freezeLevel: Int64 = 0,
        mode: SymbolSpec.TradeMode = .full, open: Bool = true, volumeMax: Int64 = 100,
        name: String = "EURUSD"
    ) -> SymbolSpec {
        SymbolSpec(
            symbol: symbol, digits: 5, tradeMode: mode, isSessionOpen: open,
            tickSize: Distance(points: tick), stopsLevel: Distance(points: stopsLevel),
            freezeLevel: Distance(points: freezeLevel), volumeMin: Volume(units: 1_000_000),
            volumeMax: Volume(units: volumeMax * Volume.unitsPerLot),
            volumeStep: Volume(units: 1_000_000), name: name, profitCurrency: "USD")
    }

    /// One lot gains or loses `whole` units of account money per `reference` points.
    static func valuation(
        _ symbol: SymbolID = Sample.symbol, whole: Int64 = 1, reference: Int64 = 1
    ) -> Valuation {
        let amount = Money(units: whole * Money.unitsPerWhole)
        guard
            let valuation = Valuation(
                symbol: symbol, reference: Distance(points: reference), buyLoss: amount, buyProfit: amount,
                sellLoss: amount, sellProfit: amount)
        else { preconditionFailure("the sample amounts are positive") }
        return valuation
    }

    static func position(
        _ ticket: UInt64 = 1, _ side: Side = .buy, lots: Int64 = 100, open: Int64 = 100_000,
        stop: Int64? = nil, takeProfit: Int64? = nil, symbol: SymbolID = Sample.symbol, magic: UInt64 = 7,
        swap: Int64 = 0, commission: Int64 = 0, seen: Int64 = 0
    ) -> Position {
        Position(
            ticket: Ticket(ticket), identifier: PositionID(ticket), magic: Magic(magic), symbol: symbol,
            side: side, volume: Volume(units: lots * Volume.unitsPerLot / 100),
            openPrice: Price(points: open), stopLoss: stop.map { Price(points: $0) },
            takeProfit: takeProfit.map { Price(points: $0) }, swap: Money(units: swap),
            commission: Money(units: commission), opened: MarketTime(milliseconds: 1),
            updated: MarketTime(milliseconds: 1), seen: Instant(nanoseconds: seen), comment: "")
    }

    static func tick(
        _ bid: Int64, _ ask: Int64? = nil, symbol: SymbolID = Sample.symbol, time: Int64 = 1,
        bidHigh: Int64? = nil, bidLow: Int64? = nil, askHigh: Int64? = nil, askLow: Int64? = nil,
        seen: Int64 = 0
    ) -> Tick {
        let ask = ask ?? bid + 10
        return Tick(
            symbol: symbol, skipped: 0, bid: Price(points: bid), ask: Price(points: ask),
            bidHigh: Price(points: bidHigh ?? bid), bidLow: Price(points: bidLow ?? bid),
            askHigh: Price(points: askHigh ?? ask), askLow: Price(points: askLow ?? ask),
            time: MarketTime(milliseconds: time), seen: Instant(nanoseconds: seen))
    }

    static func cap(_ whole: Int64, margin: Int64 = 950) -> LossCap? {
        LossCap(amount: Money(units: whole * Money.unitsPerWhole), marginPermille: margin)
    }

    static func trailing(start: Int64, step: Int64, distance: Int64) -> TrailingStop? {
        TrailingStop(
            start: Distance(points: start), step: Distance(points: step),
            distance: Distance(points: distance))
    }

    static func breakEven(trigger: Int64, offset: Int64) -> BreakEven? {
        BreakEven(trigger: Distance(points: trigger), offset: Distance(points: offset))
    }

    static func ladder(_ rungs: [(at: Int64, lock: Int64)]) -> ProfitLock? {
        ProfitLock(rungs.map { .init(at: Distance(points: $0.at), lock: Distance(points: $0.lock)) })
    }

    /// In points and thousandths of the initial volume.
    static func parts(_ rungs: [(at: Int64, share: Int64)]) -> PartialCloses? {
        PartialCloses(
            rungs.map { .init(at: RuleDistance(unit: .points, amount: $0.at), sharePermille: $0.share) })
    }

    /// In hundredths of a lot.
    static func traded(
        _ ticket: UInt64 = 1, initial: Int64, opened: Int64? = nil, closed: Int64 = 0
    ) -> TradedVolumes {
        func volume(_ hundredths: Int64) -> Volume { Volume(units: hundredths * Volume.unitsPerLot / 100) }
        return TradedVolumes(
            position: PositionID(ticket), initial: volume(initial), opened: volume(opened ?? initial),
            closed: volume(closed))
    }

    static func rules(
        cap: LossCap? = Sample.cap(100), trailing: TrailingStop? = nil,
        breakEven: BreakEven? = nil, profitLock: ProfitLock? = nil,
        allowance: CostAllowance = CostAllowance()
    ) -> RuleSet {
        RuleSet(
            name: "test", cap: cap, allowance: allowance, trailing: trailing, breakEven: breakEven,
            profitLock: profitLock)
    }

    static func settings(_ mode: ControlMode = .manage, _ rules: RuleSet = Sample.rules()) -> Settings {
        Settings(mode: mode, selections: [.init(filter: PositionFilter(), rules: rules)])
    }

    static func stance(
        _ position: Position, rules: RuleSet = Sample.rules(), spec: SymbolSpec = Sample.spec(),
        valuation: Valuation? = Sample.valuation(), bid: Int64? = nil, ask: Int64? = nil,
        peak: Int64? = nil, wanted: StopMove? = nil, floor: Int64? = nil, caution: Int64 = 0,
        mode: ControlMode = .manage, latch: KillLevel = .none, time: MarketTime = .unknown,
        context: StanceContext = .none
    ) -> Stance {
        let quote = bid.map {
            Quote(
                bid: Price(points: $0), ask: Price(points: ask ?? $0 + 10), time: time, seen: .zero)
        }
        return Stance(
            position: position, rules: SharedRules(rules), spec: spec, valuation: valuation, quote: quote,
            peak: peak.map { Price(points: $0) }, wanted: wanted, floor: floor.map { Price(points: $0) },
            caution: caution, mode: mode, latch: latch, context: context)
    }
}
