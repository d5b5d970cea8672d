import Broker
import Core

/// The guardian that trades, over recorded quotes and positions, on virtual time, in one thread.
///
///     Market, openings, closings -> TradeServer -> messages -> Guardian -> orders -> TradeServer
///
/// The guardian is the very type that runs in production, with its shard inline; the broker model fills, stops out
/// and confirms. What lies between them, the EA and the link, takes no time here. The same inputs give the same
/// outcome. Equal moments: openings, the broker's and the guardian's own times, quotes, closings.
struct BacktestRun {
    /// As the EA does with symbols in use.
    static let refreshInterval = TimeSpan.seconds(1)
    /// As the daemon's: what is overdue but cannot be done yet is looked at again after this.
    private static let patience = TimeSpan.milliseconds(10)
    /// For what is on its way when the market ends.
    private static let aftermath = TimeSpan.seconds(5)

    let inputs: BacktestInputs
    let server: TradeServer
    var guardian: Guardian
    var ledger: BacktestLedger
    var mirror = TerminalMirror()
    var outputs: [Guardian.Output] = []
    /// What is on its way to the broker, by the number of the request there.
    var orders: [RequestNumber: OrderUnderWay] = [:]
    /// How each position's last order ended.
    var lastOrders: [Ticket: OrderUnderWay] = [:]
    /// What the guardian meant by requests that are under way.
    var meanings: [RequestID: OrderMeaning] = [:]
    /// What the terminal last said of each symbol.
    var specs: [SymbolSpec] = []
    var valuations: [Core.Valuation?]
    var refreshAt = Instant.zero
    var specMinute = Int64.min
    var toldFunds: Core.AccountState?
    /// `nil`: decisions are not held against the rules.
    var observer: SessionObserver?
    private(set) var ticks = 0
    private(set) var firstTime: MarketTime?
    private(set) var clock: BacktestClock
    private var market: Market
    private var next: Broker.Tick?
    private var openings: [RecordedPosition]
    private var closings: [(time: MarketTime, ticket: Ticket)]
    private var schedule: PositionSchedule?
    private var wake = Instant.never
    private var messages: [ServerMessage] = []

    var now: Instant { clock.now }
    /// What could not be used of each tick file.
    var badLines: [(path: String, lines: BadLines)] { market.badLines }
    /// Of the contracts, those that can be traded come first.
    var symbols: Int { inputs.session?.symbols ?? inputs.contracts.count }

    init(_ inputs: BacktestInputs) {
        self.inputs = inputs
        market = inputs.market
        clock = BacktestClock(start: market.start)
        let terms = AccountTerms(currency: inputs.currency, balance: inputs.balance)
        server = TradeServer(
            terms: terms, contracts: inputs.contracts, seed: inputs.seed, latency: inputs.latency,
            start: .zero)
        guardian = Guardian(settings: inputs.settings, epoch: Epoch(1))
        ledger = BacktestLedger(symbols: inputs.contracts.count, trailPoints: inputs.trailPoints)
        valuations = Array(repeating: nil, count: inputs.contracts.count)
        observer = inputs.session.map { SessionObserver($0.readings, settings: inputs.settings) }
        openings = []
        closings = []
        switch inputs.positions {
        case .recorded(let positions):
            openings = positions.sorted { ($0.opening.opened, $0.line) > ($1.opening.opened, $1.line) }
            closings = positions.compactMap { position in
                position.closed.map { ($0, position.opening.ticket) }
            }.sorted { ($0.time, $0.ticket) > ($1.time, $1.ticket) }
        case .scheduled(let count):
            schedule = PositionSchedule(
                PositionSchedule.Settings(
                    positions: count, magic: inputs.settings.magic, cap: inputs.settings.smallestCap),
                seed: inputs.seed, start: .zero)
        }
    }

    /// Plays everything.
    ///
    /// - Throws: `CommandFailure` (`data`) for a recorded position that is not within the quotes.
    mutating func run() throws(CommandFailure) {
        pull()
        begin()
        while let event = nextEvent() {
            let due = clock.instant(of: event.time)
            passTime(until: due)
            clock.advance(to: event.time)
            switch event {
            case .opening(let position): try open(position)
            case .closing(_, let ticket): server.closesAsRecorded(ticket, at: now)
            case .quote(let tick): play(tick)
            }
            settle()
            finishWakeUp()
            if case .quote(let tick) = event { observe(tick) }
        }
        passTime(until: now + Self.aftermath)
        if let missed = openings.last { throw Self.outside(missed, "after the last quote") }
        ledger.end(floating: server.floating, of: server.positions)
    }

    private static func outside(_ position: RecordedPosition, _ when: String) -> CommandFailure {
        CommandFailure(
            .data,
            "line \(position.line): ticket \(position.opening.ticket.rawValue) opens at "
                + "\(position.opening.opened.text), \(when) of its symbol")
    }

    // MARK: - The market

    private enum Event {
        case opening(RecordedPosition)
        case quote(Broker.Tick)
        case closing(MarketTime, Ticket)

        var time: MarketTime {
            switch self {
            case .opening(let position): position.opening.opened
            case .quote(let tick): tick.time
            case .closing(let time, _): time
            }
        }
    }

    private mutating func pull() {
        next = market.next()
        if let end = inputs.end, let tick = next, tick.time >= end { next = nil }
        if firstTime == nil { firstTime = next?.time }
    }

    /// `nil` once the last quote has been played: nothing can happen any more.
    private mutating func nextEvent() -> Event? {
        guard let tick = next else { return nil }
        if let opening = openings.last, opening.opening.opened <= tick.time {
            guard closings.last.map({ $0.time < opening.opening.opened }) != true else {
                return takeClosing()
            }
            openings.removeLast()
            return .opening(opening)
        }
        if let closing = closings.last, closing.time < tick.time { return takeClosing() }
        pull()
        return .quote(tick)
    }

    private mutating func takeClosing() -> Event? {
        closings.popLast().map { .closing($0.time, $0.ticket) }
    }

    private mutating func open(_ recorded: RecordedPosition) throws(CommandFailure) {
        // A session's own prices begin with its positions.
        if inputs.session == nil, server.quote(recorded.opening.symbol) == nil {
            throw Self.outside(recorded, "before the first quote")
        }
        server.opens(recorded.opening, at: now)
    }

    private mutating func play(_ tick: Broker.Tick) {
        ledger.quoted(tick, by: server.valuation)
        server.quoted(tick, at: now)
        guard tick.symbol.rawValue < symbols else {
            // Says what points are worth, and is nothing a terminal would be told of.
            refreshAt = .zero
            return
        }
        ticks += 1
        tellSessions(at: tick.time)
        refresh()
        guardian.receive(.tick(wire(tick)), at: now, into: &outputs)
    }

    // MARK: - Time

    /// Lets happen what the broker and the guardian do by themselves up to a moment.
    private mutating func passTime(until end: Instant) {
        while true {
            let opening = next == nil ? .never : schedule?.nextDue ?? .never
            let due = min(min(server.nextDue, wake), opening)
            guard due <= end else { return }
            clock.advance(to: due)
            if opening <= now { openScheduled() }
            settle()
            finishWakeUp()
        }
    }

    private mutating func openScheduled() {
        guard var due = schedule else { return }
        schedule = nil
        due.act(on: server, at: now)
        schedule = due
    }

    /// Carries what the broker did to the ledger and to the terminal.
    private mutating func settle() {
        if server.nextDue <= now { server.advance(to: now) }
        server.drainEntries { entry in
            record(entry)
            if case .closed(let position, _) = entry.event {
                schedule?.closed(position.identifier, at: entry.at)
            }
        }
        guard server.nextDue <= now else { return }
        server.deliver(until: now, into: &messages)
        for message in messages { hear(message) }
        messages.removeAll(keepingCapacity: true)
    }

    private mutating func finishWakeUp() {
        if guardian.nextWake <= now { guardian.timePassed(at: now, into: &outputs) }
        guardian.dispatch(at: now, into: &outputs)
        carryOut()
        let due = guardian.nextWake
        wake = due == .never ? .never : max(due, now + Self.patience)
    }
}

extension Settings {
    /// The magic of positions that some rule set is for.
    fileprivate var magic: Magic {
        if selections.contains(where: { $0.filter.includesManual }) { return .manual }
        return selections.lazy.flatMap(\.filter.magics).first ?? Magic(1)
    }

    /// For lots of a sensible size.
    fileprivate var smallestCap: Money {
        selections.compactMap { $0.rules.cap?.amount }.min() ?? Money(units: 3 * Money.unitsPerWhole)
    }
}
