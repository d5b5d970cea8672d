import Bridge
import Core
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
    let process: RecordedProcess
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
    var delivery: Delivery?
    private var latch = KillLevel.none
    /// Whether the feed refused something that the EA told: it has to tell it again.
    private(set) var hasRefused = false

    struct Sent: Sendable {
        let ticket: Ticket
        let at: Instant
    }
    /// What is on its way to the broker, or may be.
    var carried = CarriedLevels()
    /// The take-profits before the message at hand, of the positions whose levels it changed.
    var replacedTakeProfits: [Ticket: Price?] = [:]
    /// By which positions are governed: for their records.
    var settings: Settings?
    /// How closes ended, by rule set, since this run began.
    private(set) var closes = CloseTally()
    /// A flatten has done its work: the freeze that follows is nobody's order.
    var isFlattened = false

    /// On its way to the journal.
    enum Item: Sendable {
        case entry(LogEntry)
        /// All that this message brought has been noted.
        case delivered(Delivery)
    }

    init(account: AccountNumber, process: RecordedProcess = .running) {
        self.account = account
        self.process = process
    }

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
                    environment: process.environment(of: facts.accountMode), server: facts.server,
                    currency: facts.currency, marginMode: facts.marginMode, process: process.number)),
            at: now)
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

    /// A person has changed the configuration of a running daemon.
    mutating func goesBy(_ mode: ControlMode, insteadOf previous: ControlMode, at now: Instant) {
        guard mode != previous else { return }
        add(
            .modeChanged(ModeChanged(mode: mode, previous: previous, reason: "another configuration")),
            at: now)
    }

    /// The machines have latched: a person at the chart, or the end of a flatten.
    mutating func latched(_ level: KillLevel, at now: Instant) {
        if isFlattened {
            latched(level, by: .daemon, because: "flattened: no managed position is left", at: now)
        } else {
            latched(level, by: .panel, because: "", at: now)
        }
        isFlattened = false
    }

    mutating func incident(_ kind: IncidentKind, value: Int64, _ text: String, at now: Instant) {
        add(.incident(Incident(kind: kind, value: value, text: text)), at: now)
    }

    /// What was measured in the minute that ends now; nothing where nothing was.
    mutating func minute(_ metric: String, _ summary: LatencyHistogram.Summary, at now: Instant) {
        guard summary.count > 0 else { return }
        add(.minute(MinuteOfLatency(metric, summary)), at: now)
    }

    mutating func sample(_ sample: ProcessSample, at now: Instant) { add(.sample(sample), at: now) }

    /// A wake-up of the bridge thread took this long, which is more than it may.
    mutating func loopOverBudget(_ span: TimeSpan, at now: Instant) {
        incident(
            .loopOverBudget, value: span.nanoseconds - Bridge<Guardians>.loopBudget.nanoseconds,
            "a wake-up took \(span.milliseconds) ms", at: now)
    }

    // MARK: - Rules

    /// Which rules govern a position as it is shown.
    func governing(_ position: Position, as symbol: TradedSymbol) -> GoverningRules? {
        settings?.rules(of: position, symbol: symbol.name).map(GoverningRules.init)
    }

    /// Each close once, when its record is made.
    mutating func count(_ close: PositionClosedRecord) {
        guard let name = close.rules, let result = close.result else { return }
        closes.count(result, under: name, microLoss: close.microLossBelow)
    }

    // MARK: - Records

    /// All that a message of the EA brought has been noted.
    mutating func completed(_ delivery: Delivery) { pending.append(.delivered(delivery)) }

    mutating func add(_ event: LogEvent, _ ticket: Ticket? = nil, at now: Instant) {
        let recorded = ticket.map { ledger.recorded($0) }
        if let ticket { ledger.mirror(event, ticket) }
        pending.append(
            .entry(
                LogEntry(
                    account: account, at: process.wall(at: now), instant: now, ticket: recorded,
                    delivery: delivery, event: event)))
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
