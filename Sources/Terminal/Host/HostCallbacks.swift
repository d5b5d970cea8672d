import Broker
import Core
import MQL5Runtime

/// The C functions through which the runtime asks the host.
///
/// They are formed here, outside any actor: a closure written where the main actor is inherited dies when
/// C calls it. `context` is the `TerminalHost`, which outlives the terminal.
enum HostCallbacks {
    static func make(for host: TerminalHost) -> mql_host {
        var table = mql_host()
        table.context = Unmanaged.passUnretained(host).toOpaque()
        table.message = { context, kind, text in
            guard let host = HostCallbacks.host(context), let text else { return }
            host.onMessage(kind, String(cString: text))
        }
        addClocks(&table)
        addSymbols(&table)
        addPositions(&table)
        addHistory(&table)
        addTrading(&table)
        if host.stages != nil {
            table.socket_traffic = { context, isOutgoing in
                HostCallbacks.host(context)?.stages?.traffic(isOutgoing: isOutgoing)
            }
        }
        return table
    }

    static func host(_ context: UnsafeMutableRawPointer?) -> TerminalHost? {
        context.map { Unmanaged<TerminalHost>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func addClocks(_ table: inout mql_host) {
        table.server_time_msc = { context in
            guard let host = HostCallbacks.host(context) else { return 0 }
            host.advance()
            return host.serverTime.milliseconds
        }
        table.last_quote_time_msc = { context in
            guard let host = HostCallbacks.host(context) else { return 0 }
            host.advance()
            return host.lastTick?.tick.time.milliseconds ?? host.serverTime.milliseconds
        }
    }

    private static func addSymbols(_ table: inout mql_host) {
        table.symbols_total = { context, selectedOnly in
            guard let host = HostCallbacks.host(context) else { return 0 }
            return Int32(selectedOnly ? host.selected.count : host.contracts.count)
        }
        table.symbol_at = { context, index, selectedOnly, out in
            guard let host = HostCallbacks.host(context), let out else { return false }
            let all = host.contracts.indices.map(SymbolIndex.init)
            let listed = selectedOnly ? all.filter { host.selected.contains($0) } : all
            guard listed.indices.contains(Int(index)) else { return false }
            out.pointee = host.flatSymbol(listed[Int(index)])
            return true
        }
        table.symbol = { context, name, out in
            guard let host = HostCallbacks.host(context), let symbol = host.symbol(name), let out else {
                return false
            }
            out.pointee = host.flatSymbol(symbol)
            return true
        }
        table.symbol_select = { context, name, select in
            guard let host = HostCallbacks.host(context), let symbol = host.symbol(name) else { return false }
            if select { host.selected.insert(symbol) } else { host.selected.remove(symbol) }
            return true
        }
        table.tick = { context, name, out in
            guard let host = HostCallbacks.host(context), let symbol = host.symbol(name), let out else {
                return false
            }
            host.advance()
            guard let tick = host.recentTicks[symbol.rawValue].last else { return false }
            out.pointee = host.flatTick(tick)
            return true
        }
        table.ticks = { context, name, _, from, out, capacity in
            guard let host = HostCallbacks.host(context), let symbol = host.symbol(name), let out else {
                return -1
            }
            host.advance()
            let kept = host.recentTicks[symbol.rawValue]
            // Oldest first from a moment on, or the latest: the search runs from the end, where callers look.
            var first = kept.count
            while first > 0,
                from == 0 ? kept.count - first < Int(capacity) : kept[first - 1].time.milliseconds >= from
            {
                first -= 1
            }
            let found = kept[first...].prefix(Int(max(capacity, 0)))
            for (place, tick) in found.enumerated() { out[place] = host.flatTick(tick) }
            return Int32(found.count)
        }
        table.rates = { context, name, period, start, out, capacity in
            guard let host = HostCallbacks.host(context), let symbol = host.symbol(name), let out,
                period == 60,
                start >= 0
            else { return 0 }
            host.advance()
            let found = host.venue.minutes(of: symbol, last: Int(max(capacity, 0)) + Int(start))
                .dropLast(Int(start)).suffix(Int(max(capacity, 0)))
            for (place, minute) in found.enumerated() { out[place] = host.flatRate(minute, symbol) }
            return Int32(found.count)
        }
        table.session_trade = { context, name, day, index, from, to in
            guard let host = HostCallbacks.host(context), let symbol = host.symbol(name),
                (1...5).contains(day),
                index == 0, let from, let to
            else { return false }
            let sessions = host.contracts[symbol.rawValue].sessions
            from.pointee = sessions.opens
            to.pointee = sessions.closes
            return true
        }
        table.book_subscribe = { context, name, subscribe in
            guard let host = HostCallbacks.host(context), let symbol = host.symbol(name) else { return false }
            if subscribe { host.subscribed.insert(symbol) } else { host.subscribed.remove(symbol) }
            return true
        }
    }

    private static func addPositions(_ table: inout mql_host) {
        table.positions = { context, out, capacity in
            guard let host = HostCallbacks.host(context) else { return 0 }
            host.advance()
            return HostCallbacks.fill(out, capacity, host.mirror.positions, host.flatPosition)
        }
        table.position = { context, ticket, out in
            guard let host = HostCallbacks.host(context), let out else { return false }
            host.advance()
            guard let position = host.mirror.position(Ticket(ticket)) else { return false }
            out.pointee = host.flatPosition(position)
            return true
        }
        table.account = { context, out in
            guard let host = HostCallbacks.host(context), let out else { return }
            host.advance()
            out.pointee = host.flatAccount
        }
    }

    private static func addHistory(_ table: inout mql_host) {
        table.history_deals = { context, from, to, out, capacity in
            guard let host = HostCallbacks.host(context) else { return 0 }
            return HostCallbacks.fill(out, capacity, host.deals(from, to), host.flatDeal)
        }
        table.history_orders = { context, from, to, out, capacity in
            guard let host = HostCallbacks.host(context) else { return 0 }
            return HostCallbacks.fill(out, capacity, host.deals(from, to), host.flatOrder)
        }
        table.history_deal = { context, ticket, out in
            guard let host = HostCallbacks.host(context), let out,
                let deal = host.mirror.deals.last(where: { $0.ticket.rawValue == ticket })
            else { return false }
            out.pointee = host.flatDeal(deal)
            return true
        }
        table.history_order = { context, ticket, out in
            guard let host = HostCallbacks.host(context), let out,
                let deal = host.mirror.deals.last(where: { $0.order.rawValue == ticket })
            else { return false }
            out.pointee = host.flatOrder(deal)
            return true
        }
    }

    private static func addTrading(_ table: inout mql_host) {
        table.calc_profit = { context, type, name, lots, open, close, out in
            guard let host = HostCallbacks.host(context), let symbol = host.symbol(name), let out else {
                return false
            }
            host.advance()
            guard let profit = host.profit(type, symbol, lots, open, close) else { return false }
            out.pointee = profit
            return true
        }
        table.calc_margin = { context, _, name, lots, price, out in
            guard let host = HostCallbacks.host(context), let symbol = host.symbol(name), let out,
                let at = host.price(price, symbol)
            else { return false }
            let worth = host.valuation.profit(
                symbol, .buy, host.volume(lots), from: Price(points: 0), to: at)
            out.pointee = host.double(worth) / Double(max(host.venue.server.terms.leverage, 1))
            return true
        }
        table.order_send = { context, request, result in
            guard let host = HostCallbacks.host(context), let request, let result else { return false }
            return host.send(request.pointee, &result.pointee)
        }
        table.order_send_async = { context, request, result in
            guard let host = HostCallbacks.host(context), let request, let result else { return false }
            return host.sendAsync(request.pointee, &result.pointee)
        }
    }

    private static func fill<Source, Flat>(
        _ out: UnsafeMutablePointer<Flat>?, _ capacity: Int32, _ sources: [Source], _ flat: (Source) -> Flat
    ) -> Int32 {
        if let out {
            for (place, source) in sources.prefix(Int(max(capacity, 0))).enumerated() {
                out[place] = flat(source)
            }
        }
        return Int32(sources.count)
    }
}
