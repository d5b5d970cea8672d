import MQL5Runtime

/// The least of a broker that the EA needs: one symbol, some positions, orders answered as told.
///
/// Why not the broker model: these tests decide what the terminal shows and when, down to answers that
/// never come. Everything happens on the thread that runs the EA.
final class FakeBroker {
    /// What becomes of an order that the EA sends.
    enum Answer {
        case done, doneUnheard, lost
        /// Nothing happens until the answer is another.
        case held
        case refuse(UInt32)
    }

    static let symbol = "EURUSD"
    var login: Int64 = 70_007
    var marginMode: Int32 = 2
    var server_ms: Int64 = 1_700_000_000_000
    var ticks: [mql_tick] = []
    /// Of its one symbol, the oldest first; the last one is at hand.
    var minutes: [mql_rate] = []
    var positions: [mql_position] = []
    var deals: [mql_deal] = []
    var orders: [mql_order] = []
    var stopsLevel: Int32 = 0
    var freezeLevel: Int32 = 0
    var answer = Answer.done
    var canValue = true
    /// Whether the terminal can select its history.
    var hasHistory = true
    /// Every calculation gives nothing, as without a rate to convert with.
    var isWorthless = false
    var tickSize = 0.00001
    /// 0 is "on request", which takes no asynchronous orders.
    var executionMode: Int32 = 2
    var volumeMax = 1e300
    var balance = 10_000.0

    /// Everything sent, in order.
    private(set) var requests: [mql_trade_request] = []
    private var unanswered: [(request: mql_trade_request, id: UInt32)] = []
    private var nextTicket: UInt64 = 1 << 60

    init() { quote(bid: 1.10000, ask: 1.10010) }

    func quote(bid: Double, ask: Double) {
        server_ms += 100
        var tick = mql_tick()
        tick.time_msc = server_ms
        tick.bid = bid
        tick.ask = ask
        tick.flags = 6
        ticks.append(tick)
    }

    /// Opens a buy of one lot at 1.10010, unless told otherwise; its ticket.
    @discardableResult func open(
        side: Int32 = 0, volume: Double = 1, price: Double = 1.10010, sl: Double = 0, tp: Double = 0,
        magic: UInt64 = 7, symbol: String = FakeBroker.symbol, comment: String = ""
    ) -> UInt64 {
        nextTicket += 1
        var position = mql_position()
        position.ticket = nextTicket
        position.identifier = nextTicket
        position.magic = magic
        position.type = side
        position.time_msc = server_ms
        position.time_update_msc = server_ms
        position.volume = volume
        position.price_open = price
        position.sl = sl
        position.tp = tp
        mql_position_set_texts(&position, symbol, comment)
        positions.append(position)
        deal(of: position, entry: 0, volume: volume, commission: -3.5)
        return nextTicket
    }

    func close(_ ticket: UInt64) {
        guard let index = positions.firstIndex(where: { $0.ticket == ticket }) else { return }
        deal(of: positions[index], entry: 1, volume: positions[index].volume, commission: 0)
        positions.remove(at: index)
    }

    func change(_ ticket: UInt64, _ body: (inout mql_position) -> Void) {
        guard let index = positions.firstIndex(where: { $0.ticket == ticket }) else { return }
        server_ms += 1
        positions[index].time_update_msc = server_ms
        body(&positions[index])
    }

    func amend(_ deal: Int, _ body: (inout mql_deal) -> Void) { body(&deals[deal]) }
    func forgetFirstDeal() { deals.removeFirst() }

    func stop(of ticket: UInt64) -> Double? { positions.first { $0.ticket == ticket }?.sl }

    private func deal(of position: mql_position, entry: Int32, volume: Double, commission: Double) {
        var deal = mql_deal()
        deal.ticket = UInt64(1_000 + deals.count)
        deal.order = deal.ticket + 1_000_000
        deal.position_id = position.identifier
        deal.magic = position.magic
        deal.type = entry == 0 ? position.type : 1 - position.type
        deal.entry = entry
        deal.reason = 3
        deal.time_msc = server_ms
        deal.volume = volume
        deal.price = position.price_open
        deal.commission = commission
        mql_deal_set_texts(&deal, mql_text(mql_position_symbol, position), "")
        deals.append(deal)
    }

    private func mql_text<Value>(_ read: (UnsafePointer<Value>) -> UnsafePointer<CChar>?, _ value: Value)
        -> String
    {
        withUnsafePointer(to: value) { pointer in read(pointer).map { String(cString: $0) } ?? "" }
    }

    // MARK: Orders

    func take(_ request: mql_trade_request, id: UInt32) {
        requests.append(request)
        unanswered.append((request, id))
    }

    /// Carries out what was sent, as `answer` says, and tells the program.
    func deliver(to program: OpaquePointer) {
        if case .held = answer { return }
        for (request, id) in unanswered {
            var result = mql_trade_result()
            result.request_id = id
            result.retcode = 10_009
            var isHeard = true
            switch answer {
            case .done: execute(request, &result)
            case .doneUnheard:
                execute(request, &result)
                isHeard = false
            case .lost, .held: isHeard = false
            case .refuse(let code): result.retcode = code
            }
            mql_program_trade_changed(program)
            guard isHeard else { continue }
            var transaction = mql_trade_transaction()
            transaction.type = 10
            mql_transaction_set_symbol(&transaction, FakeBroker.symbol)
            var copy = request
            mql_program_push_transaction(program, &transaction, &copy, &result)
        }
        unanswered.removeAll()
    }

    private func execute(_ request: mql_trade_request, _ result: inout mql_trade_result) {
        guard positions.contains(where: { $0.ticket == request.position }) else {
            result.retcode = 10_036
            return
        }
        if request.action == 6 {
            change(request.position) {
                $0.sl = request.sl
                $0.tp = request.tp
            }
            return
        }
        var order = mql_order()
        order.ticket = UInt64(500_000 + orders.count)
        order.position_id = request.position
        order.state = 4
        order.time_setup_msc = server_ms
        order.time_done_msc = server_ms
        mql_order_set_texts(&order, FakeBroker.symbol, mql_text(mql_request_comment, request))
        orders.append(order)
        result.order = order.ticket
        let left = (positions.first { $0.ticket == request.position }?.volume ?? 0) - request.volume
        if left < 0.000_001 { close(request.position) } else { change(request.position) { $0.volume = left } }
    }

    // MARK: What the terminal asks

    func fill(_ info: inout mql_symbol_info, name: String) {
        info.selected = true
        info.digits = 5
        info.point = 0.00001
        info.tick_size = tickSize
        info.contract_size = 100_000
        info.trade_mode = 4
        info.execution_mode = executionMode
        info.filling_mode = 3
        info.stops_level_points = stopsLevel
        info.freeze_level_points = freezeLevel
        info.volume_min = 0.01
        info.volume_max = volumeMax
        info.volume_step = 0.01
        mql_symbol_set_texts(&info, name, "Forex", "", "EUR", "USD", "EUR")
    }

    func fill(_ account: inout mql_account) {
        account.login = login
        account.margin_mode = marginMode
        account.trade_allowed = true
        account.trade_expert = true
        account.balance = balance
        account.equity = 10_000
        account.margin_free = 10_000
        mql_account_set_texts(&account, "Test", "Test-Server", "Test Markets", "USD")
    }
}
