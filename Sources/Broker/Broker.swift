import Core

/// One broker as the outside sees it: its market, its trade server, the people who trade at it, and the
/// checker that watches all of them. Plain values and injected time: no thread, socket or clock.
///
///     tick files | RandomWalk -> Market -> Timeline -> TradeServer -> messages -> TerminalMirror
///                                             PositionSchedule --^  |
///                                               requests -----------^  v
///                                                     LedgerEntry -> Checker -> Summary
///
/// - `Market`: quotes of several symbols on one market clock; `Timeline` says when each is due.
/// - `Server`: account, positions, deals, requests; what goes wrong there is decided by `Faults`.
/// - `Schedule`: opens positions and replaces closed ones.
/// - `Checker`: judges, from the broker's side alone, what the guardian did.
/// - `State`: saves a broker as bytes and restores it.
///
/// Whoever drives it owns it, on one thread:
///
///     let venue = Venue(market: Market(seed: 1), settings: .init(positions: 10), start: now)
///     while running {
///         let now = virtual ? venue.nextDue : clock.now        // never backwards
///         venue.advance(to: now, into: &deliveries)            // ticks and messages for the terminal
///         venue.submit(request, at: now)                       // what the EA sends
///     }
public final class Venue {
    public struct Settings: Sendable {
        public var terms: AccountTerms
        public var seed: UInt64
        public var latency: TimeSpan
        public var faults: [FaultSpec]
        public var schedule: PositionSchedule.Settings
        public var checker: CheckerSettings
        /// Thousandths of real speed at which market time passes.
        public var speedPermille: Int64

        public init(
            terms: AccountTerms = AccountTerms(), seed: UInt64 = 1, latency: TimeSpan = .milliseconds(60),
            faults: [FaultSpec] = [], schedule: PositionSchedule.Settings,
            checker: CheckerSettings? = nil, speedPermille: Int64 = 1_000
        ) {
            self.terms = terms
            self.seed = seed
            self.latency = latency
            self.faults = faults
            self.schedule = schedule
            self.checker = checker ?? CheckerSettings(cap: schedule.cap)
            self.speedPermille = speedPermille
        }
    }

    /// Something that reaches the terminal.
    public enum Delivery: Sendable {
        case tick(Tick)
        indirect case message(ServerMessage)
    }

    public let settings: Settings
    public let server: TradeServer
    public private(set) var timeline: Timeline
    public private(set) var schedule: PositionSchedule
    public private(set) var checker: Checker
    /// Quotes played so far.
    public private(set) var ticks: UInt64 = 0
    /// Grows with every change of a position: whoever saves the venue saves it when this has changed.
    public private(set) var changes: UInt64 = 0
    /// What has been quoted, by symbol, and what had been before: made when first asked for.
    private var trails: [MinuteTrail]
    private var pasts: [[MarketMinute]?]
    private let generation: UInt64
    private var messages: [ServerMessage] = []
    /// Quotes played before a restart, which the terminal has yet to see.
    private var standing: [Tick] = []
    /// `schedule.nextDue`, kept here because asking for it copies the schedule, and every quote asks.
    private var nextOpening = Instant.never

    public init(market: Market, settings: Settings, start: Instant) {
        self.settings = settings
        server = TradeServer(
            terms: settings.terms, contracts: market.contracts, seed: settings.seed,
            latency: settings.latency, faults: settings.faults, start: start)
        timeline = Timeline(market, speedPermille: settings.speedPermille, start: start)
        trails = market.contracts.map { _ in MinuteTrail() }
        pasts = market.contracts.map { _ in nil }
        generation = 0
        schedule = PositionSchedule(settings.schedule, seed: settings.seed, start: start)
        checker = Checker(settings.checker, contracts: market.contracts, currency: settings.terms.currency)
        nextOpening = schedule.nextDue
    }

    /// Goes on where a saved venue stopped: the market plays on after the last quote the state has seen.
    ///
    /// - Throws: `SavedState.Failure.mismatch` when the state is of another account, mode or symbols.
    public init(
        market: Market, settings: Settings, restoring state: SavedState, start: Instant
    ) throws(SavedState.Failure) {
        self.settings = settings
        server = try TradeServer(
            restoring: state, terms: settings.terms, contracts: market.contracts, seed: settings.seed,
            latency: settings.latency, faults: settings.faults, start: start)
        generation = state.generation + 1
        timeline = Timeline(market, speedPermille: settings.speedPermille, start: start)
        pasts = market.contracts.map { _ in nil }
        var trails = market.contracts.map { _ in MinuteTrail() }
        standing = timeline.skip(through: state.time) { trails[$0.symbol.rawValue].add($0) }
        self.trails = trails
        schedule = PositionSchedule(
            settings.schedule, seed: settings.seed &+ generation, start: start, held: state.scheduled)
        checker = Checker(settings.checker, contracts: market.contracts, currency: settings.terms.currency)
        for tick in standing {
            server.valuation.apply(tick)
            checker.quoted(tick, at: start)
        }
        for position in state.positions { checker.adopt(position) }
        nextOpening = schedule.nextDue
    }

    /// What is worth keeping of this venue, for `init(market:settings:restoring:start:)`.
    public var saved: SavedState {
        SavedState(
            of: server, deals: server.deals, scheduled: Array(schedule.open), generation: generation)
    }

    /// Whether the last quote has been played.
    public var isAtEnd: Bool { timeline.next == nil }

    /// When the next thing happens; `never` once the market has ended and nothing is under way.
    public var nextDue: Instant {
        let quote = timeline.next?.due ?? .never
        // After the last quote no position can be opened any more.
        let opening = isAtEnd ? .never : nextOpening
        return min(min(server.nextDue, opening), quote)
    }

    /// Takes a request from the terminal.
    @discardableResult
    public func submit(_ request: TradeRequest, at now: Instant) -> TradeServer.Submission {
        let submission = server.submit(request, at: now)
        settle()
        return submission
    }

    /// Plays everything due at or before `now`, each at its own moment, and appends what reaches the
    /// terminal. Equal moments: the broker's own actions, then openings, then quotes.
    public func advance(to now: Instant, into deliveries: inout [Delivery]) {
        if !standing.isEmpty {
            for tick in standing { deliveries.append(.tick(tick)) }
            standing.removeAll()
        }
        while true {
            let due = nextDue
            guard due <= now else {
                checker.elapse(to: now)
                return
            }
            if server.nextDue <= due {
                server.advance(to: due)
                collect(until: due, into: &deliveries)
            } else if nextOpening <= due {
                schedule.act(on: server, at: due)
                nextOpening = schedule.nextDue
            } else if let (tick, due) = timeline.next {
                checker.quoted(tick, at: due)
                server.quoted(tick, at: due)
                trails[tick.symbol.rawValue].add(tick)
                ticks += 1
                if server.isConnected { deliveries.append(.tick(tick)) }
                timeline.advance()
            }
            settle()
        }
    }

    private func collect(until due: Instant, into deliveries: inout [Delivery]) {
        server.deliver(until: due, into: &messages)
        for message in messages { deliveries.append(.message(message)) }
        messages.removeAll(keepingCapacity: true)
    }

    /// The last `count` minutes of a symbol as the server keeps them, the oldest first; the last one is at hand.
    public func minutes(of symbol: SymbolIndex, last count: Int) -> [MarketMinute] {
        let trail = trails[symbol.rawValue].minutes
        guard trail.count < count else { return Array(trail.suffix(count)) }
        let past = pasts[symbol.rawValue] ?? timeline.market.past(of: symbol)
        pasts[symbol.rawValue] = past
        let before = trail.first.map { first in past.prefix { $0.start < first.start } } ?? past[...]
        return before.suffix(count - trail.count) + trail
    }

    /// The terminal program started or ended; the checker asks nothing of a guardian without one.
    public func terminal(isUp: Bool, at now: Instant) { checker.terminal(isUp: isUp, at: now) }

    /// The host struck the terminal or its link: what suffers from it until `end` is excused.
    public func excuse(until end: Instant, at now: Instant) { checker.excuse(until: end, at: now) }

    /// Something a person does at the account through `server`, shown to those who watch.
    public func person<Outcome>(_ act: (TradeServer) -> Outcome) -> Outcome {
        defer { settle() }
        return act(server)
    }

    /// Shows what has just happened to those who watch.
    private func settle() {
        server.drainEntries { entry in
            checker.observe(entry)
            switch entry.event {
            case .closed(let position, let deal):
                changes += 1
                // A netting position that turned round lives on under its identifier.
                if deal.entry != .inOut { schedule.closed(position.identifier, at: entry.at) }
                nextOpening = schedule.nextDue
            case .opened, .resized, .stopsChanged, .restated: changes += 1
            case .submitted, .executed, .answered, .told, .connected, .struck: break
            }
        }
    }
}
