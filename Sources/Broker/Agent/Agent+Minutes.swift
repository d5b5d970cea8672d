import Core

/// Answers about a symbol's past minutes, from what the terminal has.
extension Agent {
    /// The whole answer at once; the real EA takes its time over it. A terminal has nothing of a symbol when it is first
    /// asked: asking makes it load.
    func tellMinutes(_ question: MinuteBarsRequest, at now: Instant) {
        minutesWanted = nil
        let index = Int(question.symbol.rawValue)
        guard symbols.indices.contains(index), mirror.isConnected, symbols[index].hasLoadedMinutes else {
            if symbols.indices.contains(index) { symbols[index].hasLoadedMinutes = true }
            end(question, .notYet, 0, at: now)
            return
        }
        let found = venue.minutes(of: symbols[index].place, last: Int(question.minutes) + 1)
        tellSymbol(index, at: now)
        var told = 0
        while told < found.count {
            let part = found[told...].prefix(WireLimits.barsPerMessage)
            write(
                .minuteBars(
                    MinuteBars(request: question.request, symbol: question.symbol, bars: part.map(bar))),
                at: now)
            told += part.count
        }
        end(question, .complete, told, at: now)
    }

    private func bar(_ minute: MarketMinute) -> MinuteBar {
        MinuteBar(
            start: minute.start, high: minute.high, low: minute.low, close: minute.close,
            spread: minute.spread)
    }

    private func end(
        _ question: MinuteBarsRequest, _ outcome: MinuteBarsEnd.Outcome, _ minutes: Int, at now: Instant
    ) {
        write(
            .minuteBarsEnd(
                MinuteBarsEnd(
                    request: question.request, symbol: question.symbol, outcome: outcome,
                    minutes: UInt32(minutes))), at: now)
    }
}
