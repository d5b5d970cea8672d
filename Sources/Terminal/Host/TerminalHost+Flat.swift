import Broker
import Core
import MQL5Runtime

/// The broker's values as the flat structures and doubles of the runtime's boundary.
extension TerminalHost {
    func double(_ price: Price?, _ symbol: SymbolIndex) -> Double {
        guard let price else { return 0 }
        return Double(price.points) / Double(contracts[symbol.rawValue].pointsPerUnit)
    }

    func double(_ money: Money) -> Double { Double(money.units) / Double(Money.unitsPerWhole) }

    func double(_ volume: Volume) -> Double { Double(volume.units) / Double(Volume.unitsPerLot) }

    /// The nearest whole point; `nil` for 0, MT5's "none", and for what is no price at all.
    func price(_ value: Double, _ symbol: SymbolIndex) -> Price? {
        let points = (value * Double(contracts[symbol.rawValue].pointsPerUnit)).rounded()
        guard points.isFinite, points > 0, points <= Double(Price.limit) else { return nil }
        return Price(points: Int64(points))
    }

    func volume(_ value: Double) -> Volume {
        let units = (value * Double(Volume.unitsPerLot)).rounded()
        guard units.isFinite, units > 0, units <= Double(Volume.limit) else { return .zero }
        return Volume(units: Int64(units))
    }

    func flatSymbol(_ symbol: SymbolIndex) -> mql_symbol_info {
        let contract = contracts[symbol.rawValue]
        var flat = mql_symbol_info()
        mql_symbol_set_texts(
            &flat, contract.name, "Backstop\\" + contract.name, contract.name, contract.baseCurrency,
            contract.profitCurrency, contract.baseCurrency)
        flat.selected = selected.contains(symbol)
        flat.digits = Int32(contract.digits)
        flat.spread_points = Int32(clamping: valuation.quote(symbol)?.spread.points ?? 0)
        flat.spread_float = true
        flat.book_depth = 10
        flat.trade_mode = Int32(contract.tradeMode.rawValue)
        flat.execution_mode = 2
        flat.stops_level_points = Int32(clamping: contract.stopsLevel)
        flat.freeze_level_points = Int32(clamping: contract.freezeLevel)
        flat.filling_mode = 3
        flat.order_mode = 127
        flat.expiration_mode = 15
        flat.swap_rollover_day = 3
        flat.point = 1 / Double(contract.pointsPerUnit)
        flat.tick_size = Double(contract.tickSize) / Double(contract.pointsPerUnit)
        let base = valuation.quote(symbol)?.bid ?? Price(points: 0)
        let moved = Price(points: base.points + contract.tickSize)
        flat.tick_value_profit = double(valuation.profit(symbol, .buy, .oneLot, from: base, to: moved))
        flat.tick_value_loss = -double(valuation.profit(symbol, .sell, .oneLot, from: base, to: moved))
        flat.tick_value = flat.tick_value_profit
        flat.contract_size = Double(contract.contractSize)
        flat.volume_min = double(contract.volumeMin)
        flat.volume_max = double(contract.volumeMax)
        flat.volume_step = double(contract.volumeStep)
        flat.swap_long = Double(contract.swapLongPoints)
        flat.swap_short = Double(contract.swapShortPoints)
        return flat
    }

    func flatTick(_ tick: Broker.Tick) -> mql_tick {
        var flat = mql_tick()
        flat.time_msc = tick.time.milliseconds
        flat.bid = double(tick.quote.bid, tick.symbol)
        flat.ask = double(tick.quote.ask, tick.symbol)
        flat.flags = 6
        return flat
    }

    func flatRate(_ minute: MarketMinute, _ symbol: SymbolIndex) -> mql_rate {
        var flat = mql_rate()
        flat.time_s = minute.start.milliseconds / 1_000
        flat.open = double(minute.open, symbol)
        flat.high = double(minute.high, symbol)
        flat.low = double(minute.low, symbol)
        flat.close = double(minute.close, symbol)
        flat.tick_volume = minute.ticks
        flat.spread_points = Int32(clamping: minute.spread.points)
        return flat
    }

    func flatPosition(_ position: Broker.Position) -> mql_position {
        var flat = mql_position()
        mql_position_set_texts(&flat, contracts[position.symbol.rawValue].name, position.comment)
        flat.ticket = position.ticket.rawValue
        flat.identifier = position.identifier.rawValue
        flat.magic = position.magic.rawValue
        flat.type = Int32(position.side.rawValue)
        flat.reason = Int32(position.reason.rawValue)
        flat.time_msc = position.opened.milliseconds
        flat.time_update_msc = position.updated.milliseconds
        flat.volume = double(position.volume)
        flat.price_open = double(position.openPrice, position.symbol)
        flat.sl = double(position.stopLoss, position.symbol)
        flat.tp = double(position.takeProfit, position.symbol)
        flat.swap = double(position.swap)
        if let quote = valuation.quote(position.symbol) {
            let closing = quote.closing(position.side)
            flat.price_current = double(closing, position.symbol)
            flat.profit = double(
                Broker.Valuation.cents(
                    valuation.profit(
                        position.symbol, position.side, position.volume, from: position.openPrice, to: closing
                    )))
        }
        return flat
    }

    func flatDeal(_ deal: Broker.Deal) -> mql_deal {
        var flat = mql_deal()
        mql_deal_set_texts(&flat, contracts[deal.symbol.rawValue].name, deal.comment)
        flat.ticket = deal.ticket.rawValue
        flat.order = deal.order.rawValue
        flat.position_id = deal.position.rawValue
        flat.magic = deal.magic.rawValue
        flat.type = Int32(deal.side.rawValue)
        flat.entry = Int32(deal.entry.rawValue)
        flat.reason = Int32(deal.reason.rawValue)
        flat.time_msc = deal.time.milliseconds
        flat.volume = double(deal.volume)
        flat.price = double(deal.price, deal.symbol)
        flat.commission = double(deal.commission)
        flat.swap = double(deal.swap)
        flat.profit = double(deal.profit)
        flat.sl = double(deal.stopLoss, deal.symbol)
        flat.tp = double(deal.takeProfit, deal.symbol)
        return flat
    }

    /// The order behind a deal: filled at once, whole.
    func flatOrder(_ deal: Broker.Deal) -> mql_order {
        var flat = mql_order()
        mql_order_set_texts(&flat, contracts[deal.symbol.rawValue].name, deal.comment)
        flat.ticket = deal.order.rawValue
        flat.magic = deal.magic.rawValue
        flat.position_id = deal.position.rawValue
        flat.type = Int32(deal.side.rawValue)
        flat.state = 4
        flat.reason = Int32(deal.reason.rawValue)
        flat.time_setup_msc = deal.time.milliseconds
        flat.time_done_msc = deal.time.milliseconds
        flat.volume_initial = double(deal.volume)
        flat.price_open = double(deal.price, deal.symbol)
        flat.price_current = flat.price_open
        flat.sl = double(deal.stopLoss, deal.symbol)
        flat.tp = double(deal.takeProfit, deal.symbol)
        return flat
    }

    func flatResult(_ result: TradeResult, symbol: SymbolIndex) -> mql_trade_result {
        var flat = mql_trade_result()
        flat.retcode = result.code.rawValue
        flat.request_id = result.request.rawValue
        flat.deal = result.deal?.rawValue ?? 0
        flat.order = result.order?.rawValue ?? 0
        flat.volume = double(result.volume)
        guard contracts.indices.contains(symbol.rawValue) else { return flat }
        flat.price = double(result.price, symbol)
        flat.bid = double(result.quote?.bid, symbol)
        flat.ask = double(result.quote?.ask, symbol)
        return flat
    }

    /// The trade transaction a message becomes; `nil` for what MT5 sends none.
    func flatTransaction(_ message: ServerMessage) -> mql_trade_transaction? {
        switch message {
        case .orderAdded(let order): flatTransaction(order, .orderAdd, state: 1)
        case .orderDeleted(let order): flatTransaction(order, .orderDelete, state: 4)
        case .historyAdded(let order): flatTransaction(order, .historyAdd, state: 4)
        case .dealAdded(let deal, let after): flatTransaction(deal, after)
        case .positionChanged(let position): flatTransaction(position)
        case .positionRestated, .answered, .connectionLost, .connectionRestored: nil
        }
    }

    private func flatTransaction(
        _ order: Order, _ kind: TransactionKind, state: Int32
    ) -> mql_trade_transaction {
        var flat = mql_trade_transaction()
        mql_transaction_set_symbol(&flat, contracts[order.symbol.rawValue].name)
        flat.type = kind.rawValue
        flat.order = order.ticket.rawValue
        flat.position = order.position.rawValue
        flat.order_type = Int32(order.side.rawValue)
        flat.order_state = state
        flat.price = double(order.price, order.symbol)
        flat.volume = double(order.volume)
        return flat
    }

    private func flatTransaction(_ deal: Broker.Deal, _ after: Broker.Position?) -> mql_trade_transaction {
        var flat = mql_trade_transaction()
        mql_transaction_set_symbol(&flat, contracts[deal.symbol.rawValue].name)
        flat.type = TransactionKind.dealAdd.rawValue
        flat.deal = deal.ticket.rawValue
        flat.order = deal.order.rawValue
        flat.position = after?.ticket.rawValue ?? deal.position.rawValue
        flat.deal_type = Int32(deal.side.rawValue)
        flat.price = double(deal.price, deal.symbol)
        flat.price_sl = double(deal.stopLoss, deal.symbol)
        flat.price_tp = double(deal.takeProfit, deal.symbol)
        flat.volume = double(deal.volume)
        return flat
    }

    private func flatTransaction(_ position: Broker.Position) -> mql_trade_transaction {
        var flat = mql_trade_transaction()
        mql_transaction_set_symbol(&flat, contracts[position.symbol.rawValue].name)
        flat.type = TransactionKind.position.rawValue
        flat.position = position.ticket.rawValue
        flat.deal_type = Int32(position.side.rawValue)
        flat.price = double(position.openPrice, position.symbol)
        flat.price_sl = double(position.stopLoss, position.symbol)
        flat.price_tp = double(position.takeProfit, position.symbol)
        flat.volume = double(position.volume)
        return flat
    }
}
