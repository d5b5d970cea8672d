import Bridge
import Core
import Journal
import Runtime

/// Holding the broker's books against the log: at the start, at every reconnection, whenever something was missed,
/// and every 30 seconds.
///
/// Positions come with the snapshot, deals with the history. What the log did not know is added once, marked as
/// backfilled; what nobody can explain is reported and never guessed; a query that failed proves nothing.
extension TradeRecorder {
    /// How long the deals of a position that is gone may take, and how long a position must have been shown before
    /// a missing opening means anything: a terminal that has just connected does not have its history yet.
    static let explanationPatience = TimeSpan.seconds(10)

    /// Goes on with the comparison, as far as it can at the moment; at the end of each wake-up.
    ///
    /// - Returns: what to ask the terminal.
    mutating func reconcile(_ guardian: Guardian, at now: Instant) -> DealHistoryRequest? {
        guard books.isLinked else { return nil }
        if books.isTimeToLook(at: now), ledger.hasAwaited(for: Self.explanationPatience, at: now) {
            books.reconciler.hurry(at: now)
        }
        if let step = books.reconciler.timePassed(at: now) { return carryOut(step, guardian, at: now) }
        guard books.reconciler.waiting != nil, books.hasSnapshot else { return nil }
        if let book = books.takeRecalled(wall: process.wall(at: now)) {
            books.tally.backfilled = ledger.adopt(book, at: now)
            tellChangedTickets(at: now)
        }
        guard books.isRecalled else { return nil }
        holdAgainst(guardian, at: now)
        return books.span(for: ledger.all).flatMap { books.reconciler.ask(since: $0) }
    }

    /// An answer of the terminal.
    ///
    /// - Returns: what to ask next.
    mutating func hear(
        _ history: DealHistory, _ guardian: Guardian, at now: Instant
    ) -> DealHistoryRequest? {
        guard books.reconciler.isAsking(history.request) else { return nil }
        if case .complete(let deals) = history.outcome {
            for deal in deals { backfill(deal, guardian, at: now) }
        }
        return books.reconciler.take(history, serverTime: books.serverTime, at: now)
            .flatMap { carryOut($0, guardian, at: now) }
    }

    /// Events of the EA are lost for good.
    mutating func eventsLost(at now: Instant) { books.reconciler.begin(.sequenceGap, at: now) }

    /// The comparison under way, if there is one, ends without an answer.
    mutating func endCourse(_ outcome: ReconciliationOutcome, at now: Instant) {
        guard let course = books.reconciler.underWay else { return }
        report(outcome, of: course, positions: ledger.openCount, at: now)
    }

    private mutating func carryOut(
        _ step: Reconciler.Step, _ guardian: Guardian, at now: Instant
    ) -> DealHistoryRequest? {
        switch step {
        case .ask(let question): return question
        case .end(let outcome):
            conclude(outcome, guardian, at: now)
            return nil
        }
    }

    /// Of positions that the broker renamed while nobody looked.
    private mutating func tellChangedTickets(at now: Instant) {
        for entry in ledger.all {
            guard let shown = entry.position?.ticket, shown != entry.ticket else { continue }
            add(.ticketChanged(TicketChanged(position: entry.identifier, shown: shown)), shown, at: now)
        }
    }

    /// The positions that the machines know, against the ledger's.
    private mutating func holdAgainst(_ guardian: Guardian, at now: Instant) {
        guard guardian.account.isSynchronized else { return }
        let positions = guardian.account.positions
        for ticket in ledger.missing(from: positions) { gone(ticket, .backfill, at: now) }
        for position in positions {
            guard let symbol = symbol(position.symbol, guardian) else { continue }
            see(position, as: symbol, .backfill, at: now)
        }
    }

    private mutating func backfill(_ deal: Deal, _ guardian: Guardian, at now: Instant) {
        books.tally.deals += 1
        let symbol = symbol(of: deal, guardian)
        guard !books.known.contains(deal.deal), !ledger.isSettled(deal.position) else {
            books.tally.matched += 1
            ledger.note(deal, as: symbol)
            return
        }
        guard books.concerns(deal.time) || ledger.ticket(of: deal.position) != nil else {
            ledger.note(deal, as: symbol)
            return
        }
        books.known.insert(deal.deal)
        take(deal, as: symbol, .backfill, at: now)
    }

    // MARK: - Conclusions

    private mutating func conclude(
        _ outcome: ReconciliationOutcome, _ guardian: Guardian, at now: Instant
    ) {
        guard let course = books.reconciler.underWay else { return }
        for entry in ledger.all {
            switch outcome {
            case .complete: explain(entry, course.begun, at: now)
            case .partial, .failed: break
            }
            if !entry.isWhole { ledger.change(entry.identifier) { $0.isOpeningUnknown = true } }
            if entry.gone != nil { settle(entry.ticket, at: now) }
        }
        if books.isRecalled {
            endLeftovers(at: now)
            for entry in ledger.all { compareStops(of: entry, at: now) }
        }
        report(outcome, of: course, positions: guardian.account.positions.count, at: now)
    }

    /// The history is complete: what it does not explain is either too recent, or an orphan.
    private mutating func explain(_ entry: LedgerEntry, _ begun: Instant, at now: Instant) {
        guard entry.opened != nil else {
            settleUnseen(entry, at: now)
            return
        }
        guard !entry.isReported else { return }
        if let gone = entry.gone {
            guard !entry.isAccountedFor, begun - gone >= Self.explanationPatience else { return }
            orphan(
                entry, .logOnly,
                entry.lastOut == nil
                    ? "gone at the terminal; its history has no deal that closed it"
                    : "gone at the terminal; the deals of its history do not add up to its volume", at: now)
        } else if entry.firstIn == nil, let shown = entry.shown, begun - shown >= Self.explanationPatience {
            orphan(
                entry, .brokerOnly, "open at the terminal; its history has no deal that opened it", at: now)
        }
    }

    /// Deals of a position that was never shown: opened and closed while nobody looked, or from before the log.
    private mutating func settleUnseen(_ entry: LedgerEntry, at now: Instant) {
        guard let first = entry.firstIn?.time, books.concerns(first) else {
            ledger.forget(entry.identifier)
            return
        }
        guard let trade = ledger.settleUnseen(entry.identifier) else { return }
        books.tally.backfilled += 1
        books.tally.completed += 1
        add(.opened(trade.opened), trade.ticket, at: now)
        add(.closed(trade.closed), trade.ticket, at: now)
    }

    private mutating func orphan(
        _ entry: LedgerEntry, _ kind: OrphanKind, _ text: String, at now: Instant
    ) {
        ledger.noteReported(entry.identifier)
        books.tally.orphans += 1
        add(
            .orphan(OrphanFound(kind: kind, position: entry.identifier, text: text)), entry.ticket, at: now)
    }

    /// What became of the requests of which an earlier run did not see the end: the position itself tells.
    private mutating func endLeftovers(at now: Instant) {
        for request in books.leftover.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let asked = books.leftover.removeValue(forKey: request) else { continue }
            let entry = ledger.entry(of: asked.ticket)
            let resolution: Resolution
            if let entry, entry.gone == nil, let position = entry.position {
                let isPlaced = asked.stop != nil && asked.stop == position.stopLoss
                // A close that left it open closed a part.
                let isClosed = asked.stop == nil && !entry.programCloses.isSubset(of: books.recorded)
                resolution = isPlaced || isClosed ? .confirmed : .notApplied
                if isPlaced { ledger.change(entry.identifier) { $0.stop = position.stopLoss } }
            } else {
                resolution = .gone
            }
            add(
                .resolved(
                    RequestResolved(request: request, resolution: resolution, code: 0, after: .zero)),
                asked.ticket, at: now)
        }
    }

    /// A stop or a take-profit that differs from what the log last told was changed by somebody else; the stop is
    /// the ratchet's base from here on.
    private mutating func compareStops(of entry: LedgerEntry, at now: Instant) {
        guard let position = entry.position, entry.opened != nil, entry.gone == nil,
            !sent.values.contains(where: { $0.ticket == position.ticket }),
            entry.stop != position.stopLoss || entry.takeProfit != position.takeProfit
        else { return }
        books.tally.edits += 1
        add(
            .personEdited(
                PersonEdited(
                    symbol: entry.symbol, oldStop: entry.stop, stop: position.stopLoss,
                    oldTakeProfit: entry.takeProfit, takeProfit: position.takeProfit, origin: .backfill)),
            position.ticket, at: now)
    }

    private mutating func report(
        _ outcome: ReconciliationOutcome, of course: (cause: ReconciliationCause, begun: Instant),
        positions: Int, at now: Instant
    ) {
        let tally = books.tally
        let report = ReconciliationReport(
            cause: course.cause, outcome: outcome, positions: positions, deals: tally.deals,
            matched: tally.matched, backfilled: tally.backfilled, completed: tally.completed,
            orphans: tally.orphans, edits: tally.edits, took: now - course.begun)
        add(.reconciliation(report), at: now)
        books.conclude(report, at: now)
    }
}
