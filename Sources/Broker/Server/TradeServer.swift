import Core

/// The broker's side of one account, as a deterministic machine: quotes and requests in, messages out.
///
/// It never waits and knows no clock: every call carries the caller's monotonic `now`, which must not go
/// backwards, and market time comes with the quotes. The same calls with the same seed give the same
/// messages. What a terminal is told (`deliver`) and what really happened (`drainEntries`) are separate:
/// faults change the first, never the second.
///
/// A request takes half the latency to arrive and is checked against the market of that moment; its
/// answer takes the other half. One owner thread.
public final class TradeServer {
    public let terms: AccountTerms
    public internal(set) var valuation: Valuation
    /// All open positions, in the order of their opening.
    public internal(set) var positions: [Position] = []
    public internal(set) var balance: Money
    /// The latest deals, oldest first; at most `dealsMax`, of which the older half is dropped when full.
    public internal(set) var deals: [Deal] = []
    public static let dealsMax = 2_048
    /// The time of the latest quote of any symbol.
    public internal(set) var time = MarketTime.unknown
    /// Whether the terminal has a connection to this broker.
    public internal(set) var isConnected = true
    /// Round trip of one request, before jitter of up to a quarter either way.
    public var latency: TimeSpan
    public internal(set) var dice: FaultDice

    var random: Generator
    var requests = DueQueue<PendingRequest>()
    var outbox = DueQueue<ServerMessage>()
    var entries: [LedgerEntry] = []
    /// Prices at which some position of a symbol may be stopped or take its profit.
    var watches: [StopWatch]
    var nextTicket: UInt64
    var nextDeal: UInt64
    var nextRequest: UInt32 = 1
    var nextRevision: UInt64 = 1
    var lastDelivery = Instant.zero
    var reconnectAt = Instant.never
    var nextFaultRoll: Instant
    var missedDeals: [Deal] = []
    /// Market time, in milliseconds, at which equity is next compared with margin.
    var nextStopOutCheck: Int64 = 0
    /// Messages of the action under way, sent together when it is complete.
    var batch: [ServerMessage] = []

    /// - Parameters:
    ///   - latency: round trip of a request.
    ///   - start: the caller's monotonic time at creation; fault windows count from it.
    public init(
        terms: AccountTerms = AccountTerms(), contracts: [Contract], seed: UInt64,
        latency: TimeSpan = .milliseconds(60), faults: [FaultSpec] = [], start: Instant
    ) {
        self.terms = terms
        self.latency = latency
        valuation = Valuation(contracts: contracts, currency: terms.currency)
        balance = terms.balance
        random = Generator(seed: seed, purpose: 0x5E)
        dice = FaultDice(faults, seed: seed, start: start)
        watches = Array(repeating: StopWatch(), count: contracts.count)
        nextTicket = terms.firstTicket
        nextDeal = terms.firstTicket &+ 100_000_000
        nextFaultRoll = dice.hasTimedBrokerFaults ? start + .seconds(1) : .never
    }

    /// Goes on where a saved broker stopped. What was on its way to or from the terminal is lost; the
    /// terminal is told everything when it connects.
    ///
    /// - Throws: `SavedState.Failure.mismatch` when the state is of another account, mode or symbols.
    public convenience init(
        restoring state: SavedState, terms: AccountTerms = AccountTerms(), contracts: [Contract],
        seed: UInt64, latency: TimeSpan = .milliseconds(60), faults: [FaultSpec] = [], start: Instant
    ) throws(SavedState.Failure) {
        guard state.account == terms.number else { throw .mismatch("account") }
        guard state.marginMode == terms.marginMode else { throw .mismatch("margin mode") }
        guard state.symbols == contracts.map(\.name) else { throw .mismatch("list of symbols") }
        self.init(
            terms: terms, contracts: contracts, seed: seed &+ state.generation, latency: latency,
            faults: faults,
            start: start)
        positions = state.positions
        deals = state.deals
        balance = state.balance
        time = state.time
        nextTicket = state.nextTicket
        nextDeal = state.nextDeal
        nextRevision = state.nextRevision
        random = Generator(seed: state.randomState)
        for symbol in contracts.indices { rebuildWatch(SymbolIndex(symbol)) }
        outbox.insert(.connectionRestored(positions, missed: deals), due: start)
    }

    public var contracts: [Contract] { valuation.contracts }

    public func position(_ ticket: Ticket) -> Position? { positions.first { $0.ticket == ticket } }

    public func quote(_ symbol: SymbolIndex) -> Quote? { valuation.quote(symbol) }

    /// Whether `symbol` could be traded at the latest quote's time.
    public func isTradable(_ symbol: SymbolIndex) -> Bool {
        valuation[symbol].tradeMode != .disabled && valuation[symbol].sessions.isOpen(at: time)
            && valuation.quote(symbol) != nil
    }

    /// The next moment at which something happens without a quote or a request; `never` if nothing.
    public var nextDue: Instant {
        min(min(requests.nextDue, outbox.nextDue), min(reconnectAt, nextFaultRoll))
    }

    /// Plays one quote: books swap at a day's first one, triggers stops and take-profits.
    public func quoted(_ tick: Tick, at now: Instant) {
        let previous = time
        time = max(time, tick.time)
        valuation.apply(tick)
        if previous != .unknown, TradingSessions.day(previous) != TradingSessions.day(time) {
            bookSwap(from: previous, at: now)
        }
        if watches[tick.symbol.rawValue].isCrossed(by: tick.quote) { triggerStops(tick.symbol, at: now) }
        checkStopOut(at: now)
    }

    /// Carries out everything due at or before `now`, each at its own moment.
    public func advance(to now: Instant) {
        while true {
            let due = min(requests.nextDue, min(reconnectAt, nextFaultRoll))
            guard due <= now else { return }
            if due == reconnectAt {
                reconnect(at: due)
            } else if due == nextFaultRoll {
                nextFaultRoll = due + .seconds(1)
                rollTimedFaults(at: due)
            } else if let (request, due) = requests.pop(until: now) {
                execute(request, at: due)
            }
        }
    }

    /// Appends the messages that have reached the terminal by `now`, in their order.
    public func deliver(until now: Instant, into messages: inout [ServerMessage]) {
        while let (message, due) = outbox.pop(until: now) {
            messages.append(message)
            recordTold(message, at: due)
        }
    }

    /// Hands over what happened since the last call, in order.
    public func drainEntries(_ body: (LedgerEntry) -> Void) {
        guard !entries.isEmpty else { return }
        for entry in entries { body(entry) }
        entries.removeAll(keepingCapacity: true)
    }

    /// The account at the latest quotes.
    public var account: AccountState {
        var equity = balance
        var margin = Money.zero
        for position in positions {
            equity = equity + floating(position)
            margin = margin + self.margin(position.symbol, position.volume, at: position.openPrice)
        }
        return AccountState(balance: balance, equity: equity, margin: margin)
    }

    /// What a position would realise at the latest quote, swap included, in whole cents.
    public func floating(_ position: Position) -> Money {
        guard let quote = valuation.quote(position.symbol) else { return position.swap }
        let profit = valuation.profit(
            position.symbol, position.side, position.volume, from: position.openPrice,
            to: quote.closing(position.side))
        return Valuation.cents(profit) + position.swap
    }

    /// Margin of a position: its worth in the account currency over the leverage.
    func margin(_ symbol: SymbolIndex, _ volume: Volume, at price: Price) -> Money {
        let whole = valuation.profit(symbol, .buy, volume, from: Price(points: 0), to: price)
        return Valuation.cents(Money(units: whole.units / max(terms.leverage, 1)))
    }

    func record(_ event: LedgerEvent, at now: Instant) {
        entries.append(LedgerEntry(at: now, time: time, event: event))
    }
}

/// One request on its way to the broker, with what was decided about its fate when it left.
struct PendingRequest {
    var number: RequestNumber
    var request: TradeRequest
    var submitted: Instant
    /// From execution to the answer's arrival.
    var answerDelay: TimeSpan
    var fate = RequestFate()
}

/// What faults do to one request.
struct RequestFate {
    var rejection: ReturnCode?
    /// Carried out although the answer says otherwise (a timeout between two servers of the broker).
    var isExecutedAnyway = false
    var losesAnswer = false
    var isDuplicated = false
    var isReordered = false
    var isStoppedFirst = false
}

/// The prices of one symbol at which some position's stop or take-profit is reached.
///
/// Why: a quote that reaches none of them costs four comparisons, however many positions are open.
struct StopWatch {
    var bidFloor = Int64.min
    var bidCeiling = Int64.max
    var askFloor = Int64.min
    var askCeiling = Int64.max

    func isCrossed(by quote: Quote) -> Bool {
        quote.bid.points <= bidFloor || quote.bid.points >= bidCeiling || quote.ask.points <= askFloor
            || quote.ask.points >= askCeiling
    }

    mutating func add(_ position: Position) {
        switch position.side {
        case .buy:
            if let stop = position.stopLoss { bidFloor = max(bidFloor, stop.points) }
            if let target = position.takeProfit { bidCeiling = min(bidCeiling, target.points) }
        case .sell:
            if let stop = position.stopLoss { askCeiling = min(askCeiling, stop.points) }
            if let target = position.takeProfit { askFloor = max(askFloor, target.points) }
        }
    }
}
