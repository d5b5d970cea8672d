import Core
import Journal

/// Who changed a position's stop and take-profit, in the words of the trade log.
extension TradeRecorder {
    /// What the guardian sends, before it notes why.
    mutating func sending(_ message: DaemonMessage, guardian: Guardian, at now: Instant) {
        guard case .modifyStop(let command) = message else { return }
        carried.note(command)
        // The stop that stands, again: only a take-profit is to be put back.
        guard command.expectedStopLoss == command.stopLoss, let entry = ledger.entry(of: command.ticket),
            let position = entry.position
        else { return }
        sent[command.request] = Sent(ticket: command.ticket, at: now)
        add(
            .takeProfitRequested(
                TakeProfitRequested(
                    request: command.request, symbol: entry.symbol, side: position.side,
                    volume: position.volume, lane: command.lane, stop: command.stopLoss,
                    oldTakeProfit: command.expectedTakeProfit, takeProfit: command.takeProfit)),
            command.ticket, at: now)
    }

    /// The position as a read-back shows it.
    mutating func hear(_ answer: ReadBack, at now: Instant) {
        guard answer.isOpen, let entry = ledger.entry(of: answer.ticket), var position = entry.position
        else { return }
        position.stopLoss = answer.stopLoss
        position.takeProfit = answer.takeProfit
        see(position, as: entry.symbol, .live, at: now)
    }

    /// What the terminal shows of a known position, before the guardian judges it. A changed stop is the
    /// guardian's to judge; a take-profit that no request of ours carried is a person's.
    mutating func compare(
        _ known: Position, with position: Position, as symbol: TradedSymbol, at now: Instant
    ) {
        guard known.takeProfit != position.takeProfit else { return }
        let ticket = position.ticket
        replacedTakeProfits[ticket] = .some(known.takeProfit)
        let isOurs = carried.hasCarried(
            stop: position.stopLoss, takeProfit: position.takeProfit, to: ticket)
        let isStopOurs =
            position.stopLoss == known.stopLoss || carried.hasCarried(stop: position.stopLoss, to: ticket)
        guard !isOurs, isStopOurs else { return }
        add(
            .personEdited(
                PersonEdited(
                    symbol: symbol, oldStop: position.stopLoss, stop: position.stopLoss,
                    oldTakeProfit: known.takeProfit, takeProfit: position.takeProfit, origin: .live)),
            ticket, at: now)
    }

    mutating func edited(_ ticket: Ticket, from before: Price?, to after: Price?, at now: Instant) {
        guard let entry = ledger.entry(of: ticket) else { return }
        let takeProfit = entry.position?.takeProfit
        add(
            .personEdited(
                PersonEdited(
                    symbol: entry.symbol, oldStop: before, stop: after,
                    oldTakeProfit: replacedTakeProfits[ticket] ?? takeProfit, takeProfit: takeProfit,
                    origin: .live)), ticket, at: now)
    }

    mutating func regressed(_ ticket: Ticket, from before: Price, to after: Price?, at now: Instant) {
        guard let entry = ledger.entry(of: ticket) else { return }
        add(
            .lateRegression(LateRegression(symbol: entry.symbol, oldStop: before, stop: after)), ticket,
            at: now)
    }

    mutating func lostTakeProfit(_ ticket: Ticket, _ lost: Price?, _ remedy: Remedy, at now: Instant) {
        guard let entry = ledger.entry(of: ticket) else { return }
        add(
            .takeProfitLost(TakeProfitLost(symbol: entry.symbol, takeProfit: lost, remedy: remedy)), ticket,
            at: now)
    }
}
