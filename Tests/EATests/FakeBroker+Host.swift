import MQL5Runtime

/// The broker as the runtime's callbacks. None captures anything: the broker comes as the context.
extension FakeBroker {
    static func of(_ context: UnsafeMutableRawPointer?) -> FakeBroker? {
        context.map { Unmanaged<FakeBroker>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Valid as long as the broker lives.
    func host() -> mql_host {
        var host = mql_host()
        host.context = Unmanaged.passUnretained(self).toOpaque()
        host.server_time_msc = { FakeBroker.of($0)?.server_ms ?? 0 }
        host.last_quote_time_msc = { FakeBroker.of($0)?.ticks.last?.time_msc ?? 0 }
        host.symbol = { context, name, out in
            guard let broker = FakeBroker.of(context), let name, let out else { return false }
            broker.fill(&out.pointee, name: String(cString: name))
            return true
        }
        host.symbol_select = { _, _, _ in true }
        host.tick = { context, _, out in
            guard let tick = FakeBroker.of(context)?.ticks.last else { return false }
            out?.pointee = tick
            return true
        }
        host.ticks = { context, _, _, from, out, capacity in
            guard let broker = FakeBroker.of(context) else { return 0 }
            let found = broker.ticks.filter { $0.time_msc >= from }
            return FakeBroker.give(from == 0 ? found.suffix(Int(capacity)) : found[...], out, capacity)
        }
        host.rates = { context, _, period, start, out, capacity in
            guard let broker = FakeBroker.of(context), period == 60 else { return 0 }
            let found = broker.minutes.dropLast(Int(start)).suffix(Int(capacity))
            return FakeBroker.give(found, out, capacity)
        }
        host.session_trade = { _, _, _, index, from, to in
            from?.pointee = 0
            to?.pointee = 86_400
            return index == 0
        }
        setTradeCallbacks(&host)
        return host
    }

    private func setTradeCallbacks(_ host: inout mql_host) {
        host.positions = { context, out, capacity in
            FakeBroker.give((FakeBroker.of(context)?.positions ?? [])[...], out, capacity)
        }
        host.history_deals = { context, from, to, out, capacity in
            guard let broker = FakeBroker.of(context), broker.hasHistory else { return -1 }
            let found = broker.deals.filter { (from...to).contains($0.time_msc / 1_000) }
            return FakeBroker.give(found[...], out, capacity)
        }
        host.history_orders = { context, _, _, out, capacity in
            FakeBroker.give((FakeBroker.of(context)?.orders ?? [])[...], out, capacity)
        }
        host.account = { context, out in
            if let broker = FakeBroker.of(context), let out { broker.fill(&out.pointee) }
        }
        host.calc_profit = { context, type, _, volume, open, close, profit in
            guard let broker = FakeBroker.of(context), broker.canValue else { return false }
            let size = broker.isWorthless ? 0 : 100_000.0
            profit?.pointee = (type == 0 ? close - open : open - close) * volume * size
            return true
        }
        host.order_send = { context, request, result in
            guard let broker = FakeBroker.of(context), let request, let result else { return false }
            result.pointee.retcode = 10_009
            result.pointee.request_id = UInt32(broker.requests.count + 1)
            broker.take(request.pointee, id: result.pointee.request_id)
            return true
        }
        host.order_send_async = { context, request, result in
            guard let broker = FakeBroker.of(context), let request, let result else { return false }
            if broker.executionMode == 0 { return false }
            result.pointee.retcode = 10_008
            result.pointee.request_id = UInt32(broker.requests.count + 1)
            broker.take(request.pointee, id: result.pointee.request_id)
            return true
        }
    }

    private static func give<Element>(
        _ found: ArraySlice<Element>, _ out: UnsafeMutablePointer<Element>?, _ capacity: Int32
    ) -> Int32 {
        guard let out else { return Int32(found.count) }
        for (index, element) in found.prefix(Int(capacity)).enumerated() { out[index] = element }
        return Int32(found.count)
    }
}
