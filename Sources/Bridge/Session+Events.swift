import Core

/// Trade events, told again until they are acknowledged, and answers that come in parts.
extension Session {
    /// Passes an event on whatever its symbol, and whatever was heard of it before: whoever keeps the record
    /// knows repeats by their names.
    mutating func take(
        _ event: TradeEvent, counters: inout LinkCounters, into notices: inout [LinkNotice]
    ) {
        counters.events += 1
        switch event.turn {
        case .first: break
        case .again: counters.eventsAgain += 1
        }
        if let symbol = event.content.symbol { _ = knows(symbol, &counters) }
        notices.append(LinkNotice(account: hello.account, event: .event(event)))
    }

    mutating func finish(_ end: DealHistoryEnd, into notices: inout [LinkNotice]) {
        let outcome = DealHistoryAssembly.outcome(of: history, end)
        history = nil
        let answer = DealHistory(request: end.request, outcome: outcome)
        notices.append(LinkNotice(account: hello.account, event: .dealHistory(answer)))
    }

    mutating func finish(_ end: MinuteBarsEnd, into notices: inout [LinkNotice]) {
        let answer = MinuteBarsAssembly.answer(of: minutes, end)
        minutes = nil
        notices.append(LinkNotice(account: hello.account, event: .minuteBars(answer)))
    }

    /// Tells once that the EA had to drop events, whenever it says more than it said before.
    mutating func hear(
        _ beat: TerminalHeartbeat, counters: inout LinkCounters, into notices: inout [LinkNotice]
    ) {
        if beat.eventsDropped > eventsDropped {
            counters.eventsLost += UInt64(beat.eventsDropped - eventsDropped)
            notices.append(LinkNotice(account: hello.account, event: .eventsLost))
        }
        eventsDropped = beat.eventsDropped
    }
}
