import Broker
import Core
import MQL5Runtime

/// A terminal's view of one broker: what the runtime's callbacks answer from, and what it is told.
///
/// The broker moves whenever anybody looks: every callback first plays what has become due. An EA that
/// polls inside one event therefore sees the market move, as it does in MetaTrader, and no second
/// thread is needed. Owned by the thread that drives the program.
final class TerminalHost {
    /// Ticks kept for CopyTicks, per symbol.
    static let ticksMax = 4_096
    /// Requests whose original text is kept for their answers.
    static let requestsMax = 4_096

    let venue: Venue
    let clock: MonotonicClock
    let identity: TerminalIdentity
    /// Draws the faults that strike the terminal itself.
    var dice: FaultDice
    /// What the terminal knows; stands still while the connection is lost.
    private(set) var mirror = TerminalMirror()
    private(set) var valuation: Broker.Valuation
    private(set) var recentTicks: [[Broker.Tick]]
    private(set) var lastTick: (tick: Broker.Tick, at: Instant)?
    var selected: Set<SymbolIndex> = []
    var subscribed: Set<SymbolIndex> = []
    var sentRequests: [RequestNumber: mql_trade_request] = [:]
    private var oldestRequest: UInt32 = 1
    var results: [RequestNumber: TradeResult] = [:]
    /// A request whose answer is being waited for in place.
    var awaited: RequestNumber?
    var program: OpaquePointer?
    var terminal: OpaquePointer?
    var facts = mql_terminal_facts_default()
    /// Set where the path of a tick is measured; before the first `advance`.
    var stages: StageRecorder?
    /// Called for every line the EA or the terminal prints.
    var onMessage: (mql_message_kind, String) -> Void = { _, _ in }

    private var deliveries: [Venue.Delivery] = []
    private var touchedBooks: Set<SymbolIndex> = []
    private var isAdvancing = false

    init(venue: Venue, clock: MonotonicClock, identity: TerminalIdentity, dice: FaultDice) {
        self.venue = venue
        self.clock = clock
        self.identity = identity
        self.dice = dice
        valuation = Broker.Valuation(contracts: venue.server.contracts, currency: venue.server.terms.currency)
        recentTicks = Array(repeating: [], count: venue.server.contracts.count)
    }

    var contracts: [Contract] { venue.server.contracts }

    func symbol(_ name: UnsafePointer<CChar>?) -> SymbolIndex? {
        guard let name else { return nil }
        let text = String(cString: name)
        return contracts.firstIndex { $0.name == text }.map(SymbolIndex.init)
    }

    /// Plays what is due and tells the program.
    func advance() {
        guard !isAdvancing else { return }
        isAdvancing = true
        defer { isAdvancing = false }
        let now = clock.now
        if let stages { advance(to: now, recording: stages) }
        venue.advance(to: now, into: &deliveries)
        guard !deliveries.isEmpty else { return }
        for delivery in deliveries {
            switch delivery {
            case .tick(let tick): apply(tick)
            case .message(let message): apply(message)
            }
        }
        deliveries.removeAll(keepingCapacity: true)
        pushBooks()
    }

    /// Plays the quotes that are due, each at its own moment as always, and records these moments.
    private func advance(to now: Instant, recording stages: StageRecorder) {
        while let due = venue.timeline.next?.due, due <= now {
            let known = deliveries.count
            venue.advance(to: due, into: &deliveries)
            for case .tick(let tick) in deliveries[known...] {
                stages.quoted(tick.symbol.rawValue, at: clock.machine(due))
            }
        }
    }

    private func apply(_ tick: Broker.Tick) {
        valuation.apply(tick)
        lastTick = (tick, clock.now)
        let index = tick.symbol.rawValue
        if recentTicks[index].count >= 2 * Self.ticksMax { recentTicks[index].removeFirst(Self.ticksMax) }
        recentTicks[index].append(tick)
        if subscribed.contains(tick.symbol) { touchedBooks.insert(tick.symbol) }
        if let program { mql_program_push_tick(program, contracts[index].name) }
    }

    /// At most one depth event per symbol and look: the depth of the market is conflated, quotes are not.
    private func pushBooks() {
        guard let program, !touchedBooks.isEmpty else { return }
        for symbol in touchedBooks { mql_program_push_book(program, contracts[symbol.rawValue].name) }
        touchedBooks.removeAll(keepingCapacity: true)
    }

    private func apply(_ message: ServerMessage) {
        let hasNews = mirror.apply(message)
        switch message {
        case .connectionLost: setConnected(false)
        case .connectionRestored: setConnected(true)
        case .answered(let request, let result): answer(request, result)
        case .orderAdded, .dealAdded, .orderDeleted, .historyAdded, .positionChanged, .positionRestated: break
        }
        guard let program else { return }
        if hasNews { mql_program_trade_changed(program) }
        if var transaction = flatTransaction(message) {
            mql_program_push_transaction(program, &transaction, nil, nil)
        }
    }

    private func answer(_ request: TradeRequest, _ result: TradeResult) {
        if result.request == awaited { results[result.request] = result }
        guard let program, var sent = sentRequests[result.request] else { return }
        var transaction = mql_trade_transaction()
        transaction.type = TransactionKind.request.rawValue
        var flat = flatResult(result, symbol: request.symbol)
        mql_program_push_transaction(program, &transaction, &sent, &flat)
    }

    private func setConnected(_ isConnected: Bool) {
        facts.connected = isConnected
        if let terminal { mql_terminal_set_facts(terminal, &facts) }
    }

    /// Keeps what was sent, so that its answer can carry it.
    func remember(_ number: RequestNumber, _ request: mql_trade_request) {
        sentRequests[number] = request
        while sentRequests.count > Self.requestsMax {
            sentRequests[RequestNumber(oldestRequest)] = nil
            oldestRequest &+= 1
        }
    }

    /// The broker's server time: that of the last quote, moved on by the clock at the market's speed, never
    /// beyond the next quote.
    var serverTime: MarketTime {
        guard let lastTick else { return venue.timeline.next?.tick.time ?? .unknown }
        let elapsed = clock.now - lastTick.at
        let moved = Int128(elapsed.nanoseconds) * Int128(venue.timeline.speedPermille) / 1_000_000_000
        let time = MarketTime(milliseconds: lastTick.tick.time.milliseconds + Int64(moved))
        guard let next = venue.timeline.next?.tick.time else { return time }
        return min(time, max(next, lastTick.tick.time))
    }
}

/// How the terminal introduces itself.
struct TerminalIdentity {
    var server = "Backstop-Demo"
    var company = "Backstop broker model"
    var name = "Simulated account"
}

/// `ENUM_TRADE_TRANSACTION_TYPE`.
enum TransactionKind: Int32 {
    case orderAdd = 0
    case orderDelete = 2
    case historyAdd = 3
    case dealAdd = 6
    case position = 9
    case request = 10
}
