import Broker
import Core

/// What the terminal tells the guardian: what docs/protocol.md has the EA say, without the link between.
extension BacktestRun {
    /// A session is established, and its snapshot holds no position yet.
    mutating func begin() {
        specs = (0..<symbols).map { place in
            let contract = inputs.contracts[place]
            return contract.spec(
                SymbolID(UInt16(place)), isSessionOpen: contract.sessions.isOpen(at: clock.time))
        }
        guardian.terminalClock(now, at: now, into: &outputs)
        guardian.linkRestored(marginMode: .hedging, at: now, into: &outputs)
        guardian.snapshot(
            Snapshot(symbols: specs, valuations: [], ticks: [], positions: []), at: now, into: &outputs)
        tellFunds()
        carryOut()
    }

    /// The minutes before the start, as many as are asked for; later ones the ticks make.
    mutating func tell(_ question: MinuteBarsRequest) {
        let minutes = inputs.minutes[SymbolIndex(Int(question.symbol.rawValue))] ?? []
        guardian.minuteBars(
            MinuteBarsAnswer(
                request: question.request, symbol: question.symbol,
                outcome: .complete(Array(minutes.suffix(Int(question.minutes))))), at: now, into: &outputs)
    }

    /// Once a second: the worth of symbols in use, and the account's figures.
    mutating func refresh() {
        guard now >= refreshAt else { return }
        refreshAt = now + Self.refreshInterval
        guardian.terminalClock(now, at: now, into: &outputs)
        for place in 0..<symbols where observer != nil || ledger.openCount(SymbolIndex(place)) > 0 {
            tellValuation(SymbolIndex(place))
        }
        tellFunds()
    }

    /// Values a move of the size of the farthest stop, around the market, in all four directions.
    mutating func tellValuation(_ symbol: SymbolIndex) {
        guard let quote = server.quote(symbol) else { return }
        var away = inputs.contracts[symbol.rawValue].tickSize * 100
        for position in mirror.positions where position.symbol == symbol {
            guard let stop = position.stopLoss else { continue }
            away = max(away, abs(position.openPrice.points - stop.points))
        }
        away = min(away, quote.bid.points / 2)
        guard away > 0 else { return }
        func oneLot(_ side: Side, _ price: Price, _ points: Int64) -> Money {
            let lots = Volume(units: 100 * Volume.unitsPerLot)
            let profit = server.valuation.profit(
                symbol, side, lots, from: price, to: Price(points: price.points + points))
            return Money(units: abs(profit.units) / 100)
        }
        let fresh = Core.Valuation(
            symbol: SymbolID(UInt16(symbol.rawValue)), reference: Distance(points: away),
            buyLoss: oneLot(.buy, quote.bid, -away), buyProfit: oneLot(.buy, quote.bid, away),
            sellLoss: oneLot(.sell, quote.ask, away), sellProfit: oneLot(.sell, quote.ask, -away))
        guard let fresh, fresh != valuations[symbol.rawValue] else { return }
        valuations[symbol.rawValue] = fresh
        guardian.receive(.valuation(fresh), at: now, into: &outputs)
    }

    mutating func tellFunds() {
        let state = server.account
        let told = Core.AccountState(
            balance: state.balance, equity: state.equity, margin: state.margin, marginFree: state.marginFree,
            permissions: .all)
        guard told != toldFunds else { return }
        toldFunds = told
        guardian.receive(.account(told), at: now, into: &outputs)
    }

    /// Once a market minute: whether each symbol can be traded.
    mutating func tellSessions(at time: MarketTime) {
        let minute = time.milliseconds / 60_000
        guard minute != specMinute else { return }
        specMinute = minute
        for place in specs.indices {
            let isOpen = inputs.contracts[place].sessions.isOpen(at: time)
            guard isOpen != specs[place].isSessionOpen else { continue }
            specs[place].isSessionOpen = isOpen
            guardian.receive(.symbolSpec(specs[place]), at: now, into: &outputs)
        }
    }

    /// Takes what the broker has told the terminal.
    mutating func hear(_ message: ServerMessage) {
        mirror.apply(message)
        switch message {
        case .dealAdded(let deal, let after):
            if let after {
                if deal.entry == .in { tellValuation(after.symbol) }
                guardian.receive(.position(wire(after)), at: now, into: &outputs)
                tellTraded(after)
            } else {
                guardian.receive(
                    .positionClosed(
                        PositionClosed(
                            ticket: Ticket(deal.position.rawValue), identifier: deal.position,
                            symbol: SymbolID(UInt16(deal.symbol.rawValue)), seen: now)),
                    at: now, into: &outputs)
            }
            tellFunds()
        case .positionChanged(let position), .positionRestated(let position):
            guardian.receive(.position(wire(position)), at: now, into: &outputs)
        case .answered(_, let result): answer(result)
        case .orderAdded, .orderDeleted, .historyAdded: break
        case .connectionLost, .connectionRestored:
            preconditionFailure("a backtest has no faults: the terminal keeps its connection")
        }
    }

    /// What the deals of a position say: one opened it, all others closed parts of it.
    private mutating func tellTraded(_ position: Broker.Position) {
        guard let initial = ledger[position.ticket]?.opening.volume else { return }
        guardian.traded(
            TradedVolumes(
                position: position.identifier, initial: initial, opened: initial,
                closed: initial - position.volume), position.ticket, at: now, into: &outputs)
    }

    func wire(_ tick: Broker.Tick) -> Core.Tick {
        let (bid, ask) = (tick.quote.bid, tick.quote.ask)
        return Core.Tick(
            symbol: SymbolID(UInt16(tick.symbol.rawValue)), skipped: 0, bid: bid, ask: ask, bidHigh: bid,
            bidLow: bid, askHigh: ask, askLow: ask, time: tick.time, seen: now)
    }

    func wire(_ position: Broker.Position) -> Core.Position {
        Core.Position(
            ticket: position.ticket, identifier: position.identifier, magic: position.magic,
            symbol: SymbolID(UInt16(position.symbol.rawValue)), side: position.side, volume: position.volume,
            openPrice: position.openPrice, stopLoss: position.stopLoss, takeProfit: position.takeProfit,
            swap: position.swap, commission: position.commission, opened: position.opened,
            updated: position.updated, seen: ledger[position.ticket]?.openedAt ?? now,
            comment: position.comment)
    }
}

extension Contract {
    /// As a terminal states it.
    func spec(_ number: SymbolID, isSessionOpen: Bool) -> SymbolSpec {
        let mode: SymbolSpec.TradeMode =
            switch tradeMode {
            case .disabled: .disabled
            case .longOnly: .longOnly
            case .shortOnly: .shortOnly
            case .closeOnly: .closeOnly
            case .full: .full
            }
        return SymbolSpec(
            symbol: number, digits: UInt8(digits), tradeMode: mode, isSessionOpen: isSessionOpen,
            tickSize: Distance(points: tickSize), stopsLevel: Distance(points: stopsLevel),
            freezeLevel: Distance(points: freezeLevel), volumeMin: volumeMin, volumeMax: volumeMax,
            volumeStep: volumeStep, name: name, profitCurrency: profitCurrency)
    }
}
