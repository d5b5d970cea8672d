import Core

extension TradeServer {
    /// Books a night's swap to every open position, for three nights at the end of a Wednesday.
    ///
    /// `points x volume`, converted to the account currency, in whole cents. Nights that a silence has
    /// skipped are booked together; weekends cost nothing, Wednesday has paid for them.
    func bookSwap(from previous: MarketTime, at now: Instant) {
        var nights: Int64 = 0
        for day in TradingSessions.day(previous)..<TradingSessions.day(time) {
            switch TradingSessions.dayOfWeek(
                MarketTime(milliseconds: day * TradingSessions.secondsPerDay * 1_000))
            {
            case 0, 6: break
            case 3: nights += 3
            default: nights += 1
            }
        }
        guard nights > 0 else { return }
        for index in positions.indices {
            let position = positions[index]
            let contract = valuation[position.symbol]
            let points = position.side == .buy ? contract.swapLongPoints : contract.swapShortPoints
            guard points != 0 else { continue }
            let amount = Valuation.cents(
                valuation.profit(
                    position.symbol, .buy, position.volume, from: Price(points: 0),
                    to: Price(points: points * nights)))
            positions[index].swap = position.swap + amount
            touch(index)
            record(.restated(positions[index]), at: now)
            batch.append(.positionRestated(positions[index]))
        }
        flush(due: now + half(latency))
    }

    /// Closes the worst position while equity is below half the margin.
    ///
    /// Looked at once a market second, once a minute while equity is four times the margin: valuing every
    /// position at every quote would cost more than all else.
    func checkStopOut(at now: Instant) {
        guard time.milliseconds >= nextStopOutCheck, !positions.isEmpty else { return }
        while true {
            let state = account
            let isFar = state.equity.units / 4 > state.margin.units
            nextStopOutCheck = time.milliseconds + (isFar ? 60_000 : 1_000)
            guard state.margin > .zero, state.equity.units < state.margin.units / 2 else { return }
            var worst: Int?
            for index in positions.indices where isTradable(positions[index].symbol) {
                if let held = worst, floating(positions[held]) <= floating(positions[index]) { continue }
                worst = index
            }
            guard let worst, let quote = valuation.quote(positions[worst].symbol) else { return }
            close(
                worst, positions[worst].volume, at: quote.closing(positions[worst].side), reason: .stopOut,
                comment: "[so]", now: now)
            flush(due: now + half(latency))
        }
    }
}
