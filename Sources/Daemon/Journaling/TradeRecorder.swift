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
    private let process: RecordedProcess
    var ledger = PositionLedger()
    /// The answer at hand, for the note that follows from it.
    var answer: RequestResult?
    /// When each request under way was sent.
    var sent: [RequestID: Instant] = [:]
    private var linkedAt: Instant?
    private var pending: [Item] = []
    /// The EA's message at hand, where it is one that is told until it is acknowledged.
    private var delivery: Delivery?
    private var latch = KillLevel.none
    /// What is on its way to the broker, or may be.
    var carried = CarriedLevels()
    /// The take-profits before the message at hand, of the positions whose levels it changed.
    var replacedTakeProfits: [Ticket: Price?] = [:]
    /// A flatten has done its work: the freeze that follows is nobody's order.
    var isFlattened = false

    /// On its way to the journal.
    private enum Item {
        case entry(LogEntry)
        /// All that this message brought has been noted.
        case delivered(Delivery)
    }

    init(account: AccountNumber, process: RecordedProcess = .running) {
        self.account = account
        self.process = process
    }

    /// Hands over what has been noted. Once or more a wake-up, in order.
    mutating func handOver(to feed: TradeFeed) {
        for item in pending {
            // What finds no room is refused or counted there, and comes again or shows as a gap.
            switch item {
            case .entry(let entry): _ = feed.record(entry)
            case .delivered(let delivery): _ = feed.delivered(delivery, account: account)
            }
        }
        forget()
    }

    /// The same where the log has no thread of its own.
    mutating func handOver(to journal: inout DirectJournal) {
        for item in pending {
            switch item {
            case .entry(let entry): journal.record(entry)
            case .delivered(let delivery): journal.delivered(delivery, account: account)
            }
        }
        forget()
    }

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
    }

    mutating func latched(_ level: KillLevel, by hand: Hand, because reason: String, at now: Instant) {
        guard level != latch else { return }
        add(
            .killSwitch(KillSwitchMoved(level: level, previous: latch, by: hand, reason: reason)), at: now)
        latch = level
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

    /// A wake-up of the bridge thread took this long, which is more than it may.
    mutating func loopOverBudget(_ span: TimeSpan, at now: Instant) {
        incident(
            .loopOverBudget, value: span.nanoseconds - Bridge<Guardians>.loopBudget.nanoseconds,
            "a wake-up took \(span.milliseconds) ms", at: now)
    }

    // MARK: - What the terminal says

    /// Before the guardian hears it.
    mutating func hear(_ snapshot: Snapshot, at now: Instant) {
        var symbols: [SymbolID: TradedSymbol] = [:]
        for spec in snapshot.symbols { symbols[spec.symbol] = TradedSymbol(spec) }
        replacedTakeProfits.removeAll(keepingCapacity: true)
        for ticket in ledger.missing(from: snapshot.positions) { gone(ticket, at: now) }
        for position in snapshot.positions {
            guard let symbol = symbols[position.symbol] else { continue }
            see(position, as: symbol, at: now)
        }
    }

    /// A trade event, first told or told again: the log knows what it has.
    mutating func hear(_ event: TradeEvent, guardian: Guardian, at now: Instant) {
        let name = Delivery(boot: event.boot.rawValue, number: event.number)
        delivery = name
        switch event.content {
        case .position(let position): hear(announced: position, guardian: guardian, at: now)
        case .closed(let closed): hear(.positionClosed(closed), guardian: guardian, at: now)
        case .deal(let deal): hear(.deal(deal), guardian: guardian, at: now)
        case .guardActed(let act): hear(.guardActed(act), guardian: guardian, at: now)
        }
        delivery = nil
        pending.append(.delivered(name))
    }

    mutating func hear(_ message: TerminalMessage, guardian: Guardian, at now: Instant) {
        replacedTakeProfits.removeAll(keepingCapacity: true)
        switch message {
        case .position(let position):
            guard let symbol = symbol(position.symbol, guardian) else { return }
            see(position, as: symbol, at: now)
        case .positionClosed(let closed): gone(closed.ticket, at: now)
        case .deal(let deal): hear(deal, guardian: guardian, at: now)
        case .result(let result): answer = result
        case .readBack(let answer): hear(answer, at: now)
        case .guardActed(let act):
            // Told as an event too, which alone has a name that keeps it from being recorded twice.
            guard delivery != nil, let symbol = ledger.entry(of: act.ticket)?.symbol else { return }
            add(
                .guardActed(
                    GuardRecord(kind: act.kind, symbol: symbol, stop: act.stopLoss, code: act.returnCode)),
                act.ticket, at: now)
        case .hello, .proof, .snapshotBegin, .symbolSpec, .valuation, .account, .snapshotEnd, .tick,
            .heartbeat, .panel, .tradeEvent, .dealHistoryBegin, .dealHistoryEnd:
            return
        }
    }

    mutating func see(_ position: Position, as symbol: TradedSymbol, at now: Instant) {
        if let known = ledger.entry(of: position.ticket)?.position {
            compare(known, with: position, as: symbol, at: now)
        }
        let former = ledger.ticket(of: position.identifier)
        guard ledger.see(position, as: symbol) else {
            if let former, former != position.ticket {
                add(
                    .ticketChanged(TicketChanged(position: position.identifier, shown: position.ticket)),
                    position.ticket, at: now)
            }
            return
        }
        add(
            .opened(
                PositionOpened(
                    position: position.identifier, symbol: symbol, side: position.side,
                    volume: position.volume, price: position.openPrice, stop: position.stopLoss,
                    takeProfit: position.takeProfit, magic: position.magic, time: position.opened,
                    comment: position.comment, origin: .live)), position.ticket, at: now)
    }

    private mutating func hear(_ deal: Deal, guardian: Guardian, at now: Instant) {
        let symbol = deal.symbol.flatMap { self.symbol($0, guardian) } ?? TradedSymbol(name: "", digits: 0)
        add(
            .deal(
                DealRecorded(
                    deal: deal.deal, order: deal.order, position: deal.position, symbol: symbol,
                    kind: deal.kind, entry: deal.entry, reason: deal.reason, volume: deal.volume,
                    price: deal.price, profit: deal.profit, commission: deal.commission, swap: deal.swap,
                    fee: deal.fee, time: deal.time, origin: .live)),
            ledger.ticket(of: deal.position), at: now)
        ledger.note(deal)
        if let ticket = ledger.ticket(of: deal.position) { settle(ticket, at: now) }
    }

    /// An event tells how a position stood, perhaps long ago: what is known since is not undone by it.
    private mutating func hear(announced position: Position, guardian: Guardian, at now: Instant) {
        if let known = ledger.entry(of: position.ticket)?.position, known.updated >= position.updated {
            return
        }
        hear(.position(position), guardian: guardian, at: now)
    }

    private mutating func gone(_ ticket: Ticket, at now: Instant) {
        carried.forget(ticket)
        ledger.noteGone(ticket, at: now)
        settle(ticket, at: now)
    }

    /// Says of positions whose deals have not come that they are gone, and nothing more: what they brought is
    /// never guessed.
    mutating func expire(at now: Instant) {
        for overdue in ledger.takeOverdue(at: now) {
            add(
                .orphan(
                    OrphanFound(
                        kind: .logOnly, position: overdue.position,
                        text: "gone at the terminal; its closing deals have not come")), overdue.ticket,
                at: now)
        }
    }

    private mutating func settle(_ ticket: Ticket, at now: Instant) {
        let name = ledger.name(of: ticket)
        if let record = ledger.settle(ticket) { add(.closed(record), name, at: now) }
    }

    // MARK: - Records

    mutating func add(_ event: LogEvent, _ ticket: Ticket? = nil, at now: Instant) {
        pending.append(
            .entry(
                LogEntry(
                    account: account, at: process.wall(at: now), instant: now,
                    ticket: ticket.map { ledger.name(of: $0) }, delivery: delivery, event: event)))
    }

    func symbol(_ id: SymbolID, _ guardian: Guardian) -> TradedSymbol? {
        guardian.account.specification(of: id).map(TradedSymbol.init)
    }
}

extension TradedSymbol {
    init(_ spec: SymbolSpec) {
        self.init(name: spec.name, digits: UInt8(min(Int(spec.digits), Self.digitsMax)))
    }
}
