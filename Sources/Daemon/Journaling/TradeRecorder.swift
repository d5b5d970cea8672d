import Bridge
import Core
import Glibc
import Journal
import Runtime

/// Tells the trade log what happens to one account, with the facts that explain it.
///
/// It listens beside the guardian: to what the terminal says before the guardian hears it, and to what the
/// guardian did about it. It never waits: what finds the journal's ring full is the feed's business. It decides
/// nothing, and nothing that it does can change a decision.
///
/// Owner: the bridge thread.
struct TradeRecorder: Sendable {
    let account: AccountNumber
    var ledger = PositionLedger()
    /// The answer at hand, for the note that follows from it.
    var answer: RequestResult?
    /// Each request under way.
    var sent: [RequestID: Sent] = [:]
    /// What the comparison of the broker's books with the log goes by.
    var books = Books()
    private var linkedAt: Instant?
    private(set) var pending: [Item] = []
    /// The EA's message at hand, where it is one that is told until it is acknowledged.
    private var delivery: Delivery?
    private var latch = KillLevel.none
    /// Whether the feed refused something that the EA told: it has to tell it again.
    private(set) var hasRefused = false

    struct Sent: Sendable {
        let ticket: Ticket
        let at: Instant
    }

    /// On its way to the journal.
    enum Item: Sendable {
        case entry(LogEntry)
        /// All that this message brought has been noted.
        case delivered(Delivery)
    }

    init(account: AccountNumber) { self.account = account }

    /// Hands over what has been noted. Once or more a wake-up, in order.
    ///
    /// While there is no room, what a position's record consists of waits here: a gap in the log must not hide an
    /// opening, a deal or an end. The rest is counted there, or refused and told again by the EA.
    mutating func handOver(to feed: TradeFeed) {
        var waiting: [Item] = []
        for item in pending {
            switch item {
            case .entry(let entry):
                if entry.delivery == nil, entry.event.isOfARecord, !feed.hasRoom {
                    waiting.append(item)
                } else if feed.record(entry) == .refused {
                    hasRefused = true
                }
            case .delivered(let delivery):
                if feed.delivered(delivery, account: account) == .refused { hasRefused = true }
            }
        }
        forget()
        pending.append(contentsOf: waiting)
    }

    /// The EA has been asked to tell again what was refused.
    mutating func refusedIsAskedFor() { hasRefused = false }

    /// Nobody keeps a log.
    mutating func forget() { pending.removeAll(keepingCapacity: true) }

    // MARK: - The daemon and the link

    /// The daemon begins to guard the account, with what was latched before.
    mutating func begin(
        _ facts: LinkFacts, mode: ControlMode, epoch: Epoch, latch: KillLevel, at now: Instant
    ) {
        self.latch = latch
        add(
            .started(
                DaemonStarted(
                    version: Version.text, mode: mode, epoch: epoch,
                    environment: Environment(facts.accountMode), server: facts.server,
                    currency: facts.currency, marginMode: facts.marginMode, process: Int(getpid()))), at: now)
    }

    mutating func stopped(because reason: String, at now: Instant) {
        add(.stopped(DaemonStopped(reason: reason)), at: now)
    }

    mutating func linked(_ facts: LinkFacts, at now: Instant) {
        linkedAt = now
        books.linked(at: now)
        add(
            .linked(
                LinkEstablished(
                    company: facts.company, terminalBuild: facts.terminalBuild, version: facts.eaVersion,
                    boot: facts.bootID.rawValue)), at: now)
    }

    mutating func lost(_ loss: LinkLoss, at now: Instant) {
        add(
            .linkLost(LinkLost(reason: "\(loss)", lasted: linkedAt.map { now - $0 } ?? .zero)), at: now)
        linkedAt = nil
        endCourse(.failed, at: now)
        books.unlinked()
    }

    mutating func latched(_ level: KillLevel, by hand: Hand, because reason: String, at now: Instant) {
        guard level != latch else { return }
        add(
            .killSwitch(KillSwitchMoved(level: level, previous: latch, by: hand, reason: reason)), at: now)
        latch = level
    }

    mutating func incident(_ kind: IncidentKind, value: Int64, _ text: String, at now: Instant) {
        add(.incident(Incident(kind: kind, value: value, text: text)), at: now)
    }

    // MARK: - What the terminal says

    /// Before the guardian hears it.
    mutating func hear(_ snapshot: Snapshot, at now: Instant) {
        var symbols: [SymbolID: TradedSymbol] = [:]
        for spec in snapshot.symbols { symbols[spec.symbol] = TradedSymbol(spec) }
        for ticket in ledger.missing(from: snapshot.positions) { gone(ticket, .backfill, at: now) }
        for position in snapshot.positions {
            guard let symbol = symbols[position.symbol] else { continue }
            see(position, as: symbol, .backfill, at: now)
        }
        books.hear(snapshot, at: now)
    }

    /// A trade event, first told or told again: the log knows what it has.
    mutating func hear(_ event: TradeEvent, guardian: Guardian, at now: Instant) {
        let name = Delivery(boot: event.boot.rawValue, number: event.number)
        delivery = name
        switch event.content {
        case .position(let position): hear(.position(position), guardian: guardian, at: now)
        case .closed(let closed): hear(.positionClosed(closed), guardian: guardian, at: now)
        case .deal(let deal): hear(.deal(deal), guardian: guardian, at: now)
        case .guardActed(let act): hear(.guardActed(act), guardian: guardian, at: now)
        }
        delivery = nil
        pending.append(.delivered(name))
    }

    mutating func hear(_ message: TerminalMessage, guardian: Guardian, at now: Instant) {
        switch message {
        case .position(let position):
            guard let symbol = symbol(position.symbol, guardian) else { return }
            see(position, as: symbol, .live, at: now)
        case .positionClosed(let closed): gone(closed.ticket, .live, at: now)
        case .heartbeat(let beat): books.hear(beat.serverTime)
        case .deal(let deal): hear(deal, guardian: guardian, at: now)
        case .result(let result): answer = result
        case .guardActed(let act):
            // Told as an event too, which alone has a name that keeps it from being recorded twice.
            guard delivery != nil, let symbol = ledger.entry(of: act.ticket)?.symbol else { return }
            add(
                .guardActed(
                    GuardRecord(kind: act.kind, symbol: symbol, stop: act.stopLoss, code: act.returnCode)),
                act.ticket, at: now)
        case .hello, .proof, .snapshotBegin, .symbolSpec, .valuation, .account, .snapshotEnd, .tick,
            .readBack, .panel, .tradeEvent, .dealHistoryBegin, .dealHistoryEnd:
            return
        }
    }

    mutating func see(_ position: Position, as symbol: TradedSymbol, _ origin: Origin, at now: Instant) {
        guard let opened = ledger.see(position, as: symbol, origin: origin, at: now) else { return }
        switch origin {
        case .live: break
        case .backfill: books.tally.backfilled += 1
        }
        add(.opened(opened), position.ticket, at: now)
    }

    private mutating func hear(_ deal: Deal, guardian: Guardian, at now: Instant) {
        books.known.insert(deal.deal)
        take(deal, as: symbol(of: deal, guardian), .live, at: now)
        if let ticket = ledger.ticket(of: deal.position) { settle(ticket, at: now) }
    }

    /// One deal, for the log and for its position.
    mutating func take(_ deal: Deal, as symbol: TradedSymbol, _ origin: Origin, at now: Instant) {
        add(
            .deal(DealRecorded(deal, as: symbol, origin: origin)), ledger.ticket(of: deal.position), at: now)
        ledger.note(deal, as: symbol)
    }

    /// - Parameter origin: `backfill` where nobody saw it go.
    mutating func gone(_ ticket: Ticket, _ origin: Origin, at now: Instant) {
        ledger.noteGone(ticket, origin: origin, at: now)
        settle(ticket, at: now)
    }

    mutating func settle(_ ticket: Ticket, at now: Instant) {
        let recorded = ledger.recorded(ticket)
        guard let record = ledger.settle(ticket) else { return }
        switch record.origin {
        case .live: break
        case .backfill: books.tally.completed += 1
        }
        add(.closed(record), recorded, at: now)
    }

    // MARK: - Records

    mutating func add(_ event: LogEvent, _ ticket: Ticket? = nil, at now: Instant) {
        let recorded = ticket.map { ledger.recorded($0) }
        if let ticket { ledger.mirror(event, ticket) }
        pending.append(
            .entry(
                LogEntry(
                    account: account, at: WallClock.now(), instant: now, ticket: recorded, delivery: delivery,
                    event: event)))
    }

    func symbol(_ id: SymbolID, _ guardian: Guardian) -> TradedSymbol? {
        guardian.account.specification(of: id).map(TradedSymbol.init)
    }
}

extension TradeRecorder {
    /// With an empty name where a deal has none.
    func symbol(of deal: Deal, _ guardian: Guardian) -> TradedSymbol {
        deal.symbol.flatMap { symbol($0, guardian) } ?? TradedSymbol(name: "", digits: 0)
    }
}

extension LogEvent {
    /// Whether it is a part of a position's record: an opening, a deal, an end, or that one cannot be told.
    fileprivate var isOfARecord: Bool {
        if case .opened = self { return true }
        if case .deal = self { return true }
        if case .closed = self { return true }
        if case .orphan = self { return true }
        return false
    }
}

extension DealRecorded {
    init(_ deal: Deal, as symbol: TradedSymbol, origin: Origin) {
        self.init(
            deal: deal.deal, order: deal.order, position: deal.position, symbol: symbol, kind: deal.kind,
            entry: deal.entry, reason: deal.reason, volume: deal.volume, price: deal.price,
            profit: deal.profit, commission: deal.commission, swap: deal.swap, fee: deal.fee,
            time: deal.time, origin: origin)
    }
}

extension TradedSymbol {
    init(_ spec: SymbolSpec) {
        self.init(name: spec.name, digits: UInt8(min(Int(spec.digits), Self.digitsMax)))
    }
}

extension Environment {
    init(_ mode: AccountMode) {
        switch mode {
        case .demo: self = .demo
        case .contest: self = .contest
        case .real: self = .real
        }
    }
}
