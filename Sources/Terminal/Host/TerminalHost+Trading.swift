import Broker
import Core
import Glibc
import MQL5Runtime

/// Requests from the program to the broker.
extension TerminalHost {
    /// `ENUM_TRADE_REQUEST_ACTIONS`.
    private enum Action: Int32 {
        case deal = 1
        case stops = 6
    }

    private static let fillOrKill: Int32 = 0
    private static let immediateOrCancel: Int32 = 1
    private static let invalidFilling: UInt32 = 10_030
    /// How long OrderSend waits for its answer before it reports a timeout.
    private static let synchronousLimit = TimeSpan.seconds(180)

    /// Hands a request to the network; `false` with a return code when the terminal itself refuses it.
    func sendAsync(_ flat: mql_trade_request, _ result: inout mql_trade_result) -> Bool {
        record(flat)
        advance()
        guard let request = request(flat, &result) else { return false }
        switch venue.submit(request, at: clock.now) {
        case .refused(let code):
            result.retcode = code.rawValue
            return false
        case .placed(let number):
            result.retcode = ReturnCode.placed.rawValue
            result.request_id = number.rawValue
            remember(number, flat)
            return true
        }
    }

    private func record(_ flat: mql_trade_request) {
        guard let stages, Action(rawValue: flat.action) == .stops,
            let symbol = mirror.position(Ticket(flat.position))?.symbol, let stop = price(flat.sl, symbol)
        else { return }
        stages.ordered(flat.position, stop: stop.points, symbol: symbol.rawValue)
    }

    /// Sends a request and waits in place for its answer, as OrderSend does; the broker goes on meanwhile.
    func send(_ flat: mql_trade_request, _ result: inout mql_trade_result) -> Bool {
        guard sendAsync(flat, &result) else { return false }
        let number = RequestNumber(result.request_id)
        let limit = clock.now + Self.synchronousLimit
        awaited = number
        defer {
            awaited = nil
            results[number] = nil
        }
        while clock.now < limit {
            advance()
            if let answer = results[number], let symbol = request(flat, &result)?.symbol {
                result = flatResult(answer, symbol: symbol)
                return answer.code.isSuccess
            }
            usleep(500)
        }
        result.retcode = ReturnCode.timeout.rawValue
        return false
    }

    private func request(_ flat: mql_trade_request, _ result: inout mql_trade_result) -> TradeRequest? {
        var flat = flat
        let isPosition = mirror.position(Ticket(flat.position))
        guard let symbol = symbol(mql_request_symbol(&flat)) ?? isPosition?.symbol else {
            result.retcode = ReturnCode.invalid.rawValue
            return nil
        }
        let action: TradeRequest.Action
        switch Action(rawValue: flat.action) {
        case .deal:
            action = .deal
            guard flat.type_filling == Self.fillOrKill || flat.type_filling == Self.immediateOrCancel else {
                result.retcode = Self.invalidFilling
                return nil
            }
        case .stops: action = .stops
        case nil: action = .unsupported
        }
        return TradeRequest(
            action: action, symbol: symbol, position: flat.position == 0 ? nil : Ticket(flat.position),
            side: flat.type == 1 ? .sell : .buy, volume: volume(flat.volume),
            stopLoss: price(flat.sl, symbol),
            takeProfit: price(flat.tp, symbol), magic: Magic(flat.magic),
            comment: String(cString: mql_request_comment(&flat)))
    }

    /// OrderCalcProfit at the terminal's own quotes; not rounded to cents.
    func profit(
        _ type: Int32, _ symbol: SymbolIndex, _ lots: Double, _ open: Double, _ close: Double
    ) -> Double? {
        guard type == 0 || type == 1, let from = price(open, symbol), let to = price(close, symbol) else {
            return nil
        }
        return double(valuation.profit(symbol, type == 0 ? .buy : .sell, volume(lots), from: from, to: to))
    }
}
