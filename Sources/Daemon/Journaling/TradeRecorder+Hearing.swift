import Core
import Journal
import Runtime

/// What the terminal says, in the words of the trade log.
extension TradeRecorder {
    /// Before the guardian hears it.
    mutating func hear(_ snapshot: Snapshot, at now: Instant) {
        var symbols: [SymbolID: TradedSymbol] = [:]
        for spec in snapshot.symbols { symbols[spec.symbol] = TradedSymbol(spec) }
        replacedTakeProfits.removeAll(keepingCapacity: true)
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
        case .position(let position): hear(announced: position, guardian: guardian, at: now)
        case .closed(let closed): hear(.positionClosed(closed), guardian: guardian, at: now)
        case .deal(let deal): hear(.deal(deal), guardian: guardian, at: now)
        case .guardActed(let act): hear(.guardActed(act), guardian: guardian, at: now)
        }
        delivery = nil
        completed(name)
    }

    mutating func hear(_ message: TerminalMessage, guardian: Guardian, at now: Instant) {
        replacedTakeProfits.removeAll(keepingCapacity: true)
        switch message {
        case .position(let position):
            guard let symbol = symbol(position.symbol, guardian) else { return }
            see(position, as: symbol, .live, at: now)
        case .positionClosed(let closed): gone(closed.ticket, .live, at: now)
        case .heartbeat(let beat): books.hear(beat.serverTime)
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
            .panel, .tradeEvent, .dealHistoryBegin, .dealHistoryEnd, .minuteBars, .minuteBarsEnd:
            return
        }
    }

    mutating func see(_ position: Position, as symbol: TradedSymbol, _ origin: Origin, at now: Instant) {
        if let known = ledger.entry(of: position.ticket)?.position {
            compare(known, with: position, as: symbol, at: now)
        }
        let former = ledger.shown(position.identifier)
        defer {
            let rules = governing(position, as: symbol)
            ledger.change(position.identifier) { $0.rules = rules }
        }
        guard let opened = ledger.see(position, as: symbol, origin: origin, at: now) else {
            if let former, former != position.ticket {
                add(
                    .ticketChanged(TicketChanged(position: position.identifier, shown: position.ticket)),
                    position.ticket, at: now)
            }
            return
        }
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

    /// An event tells how a position stood, perhaps long ago: what is known since is not undone by it.
    private mutating func hear(announced position: Position, guardian: Guardian, at now: Instant) {
        if let known = ledger.entry(of: position.ticket)?.position, known.updated >= position.updated {
            return
        }
        hear(.position(position), guardian: guardian, at: now)
    }

    /// One deal, for the log and for its position.
    mutating func take(_ deal: Deal, as symbol: TradedSymbol, _ origin: Origin, at now: Instant) {
        add(
            .deal(DealRecorded(deal, as: symbol, origin: origin)), ledger.ticket(of: deal.position), at: now)
        ledger.note(deal, as: symbol)
    }

    /// - Parameter origin: `backfill` where nobody saw it go.
    mutating func gone(_ ticket: Ticket, _ origin: Origin, at now: Instant) {
        carried.forget(ticket)
        ledger.noteGone(ticket, origin: origin, at: now)
        settle(ticket, at: now)
    }

    mutating func settle(_ ticket: Ticket, at now: Instant) {
        let recorded = ledger.recorded(ticket)
        if let entry = ledger.entry(of: ticket), entry.position == nil, let opened = entry.opened {
            // It ended while nobody looked: the rules in force are the nearest to those that governed it.
            entry.rules = governing(Position(opened, ticket: recorded), as: opened.symbol)
        }
        guard let record = ledger.settle(ticket) else { return }
        switch record.origin {
        case .live: break
        case .backfill: books.tally.completed += 1
        }
        count(record)
        add(.closed(record), recorded, at: now)
    }
}

extension Position {
    /// As it was recorded when it came into being.
    init(_ opened: PositionOpened, ticket: Ticket) {
        self.init(
            ticket: ticket, identifier: opened.position, magic: opened.magic, symbol: SymbolID(0),
            side: opened.side, volume: opened.volume, openPrice: opened.price, stopLoss: opened.stop,
            takeProfit: opened.takeProfit, swap: .zero, commission: .zero, opened: opened.time,
            updated: opened.time, seen: .zero, comment: opened.comment)
    }
}
