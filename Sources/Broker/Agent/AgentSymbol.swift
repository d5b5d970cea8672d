import Core

/// One symbol an agent has numbered: its quote with the extremes since the last one sent, and what was
/// last said of it.
struct AgentSymbol {
    let place: SymbolIndex
    let number: SymbolID
    var spec: SymbolSpec
    var isSpecDue = true
    var valuation: Core.Valuation?
    var isValuationDue = false
    var tick: Core.Tick?
    var isTickDue = false
    /// How many open positions it has; without one its quotes are not sent.
    var positions = 0
    /// Whether the terminal has loaded its minutes; it begins to when it is first asked.
    var hasLoadedMinutes = false
    /// Points between the opening price and the farthest stop.
    var widestStop: Int64 = 0

    init(place: SymbolIndex, number: SymbolID, contract: Contract, isSessionOpen: Bool) {
        self.place = place
        self.number = number
        spec = AgentSymbol.spec(of: contract, number, isSessionOpen: isSessionOpen)
    }

    static func spec(of contract: Contract, _ number: SymbolID, isSessionOpen: Bool) -> SymbolSpec {
        SymbolSpec(
            symbol: number, digits: UInt8(contract.digits),
            tradeMode: SymbolSpec.TradeMode(rawValue: contract.tradeMode.rawValue) ?? .disabled,
            isSessionOpen: isSessionOpen, tickSize: Distance(points: contract.tickSize),
            stopsLevel: Distance(points: contract.stopsLevel),
            freezeLevel: Distance(points: contract.freezeLevel), volumeMin: contract.volumeMin,
            volumeMax: contract.volumeMax, volumeStep: contract.volumeStep, name: contract.name,
            profitCurrency: contract.profitCurrency)
    }

    /// Takes one quote in, merging it with those not sent yet.
    mutating func take(_ quote: Quote, time: MarketTime, seen: Instant) {
        let isMerged = isTickDue && positions > 0
        let last = isMerged ? tick : nil
        tick = Core.Tick(
            symbol: number, skipped: last.map { $0.skipped == .max ? .max : $0.skipped + 1 } ?? 0,
            bid: quote.bid, ask: quote.ask, bidHigh: max(last?.bidHigh ?? quote.bid, quote.bid),
            bidLow: min(last?.bidLow ?? quote.bid, quote.bid),
            askHigh: max(last?.askHigh ?? quote.ask, quote.ask),
            askLow: min(last?.askLow ?? quote.ask, quote.ask), time: time, seen: seen)
        isTickDue = true
    }

    /// What the next tick message spans begins with the present quote.
    mutating func tickSent() {
        isTickDue = false
    }
}
