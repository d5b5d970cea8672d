import Broker
import Core
import MQL5Runtime

extension TerminalHost {
    /// The account at the terminal's quotes.
    var flatAccount: mql_account {
        let server = venue.server
        let state = server.account
        var flat = mql_account()
        mql_account_set_texts(
            &flat, identity.name, identity.server, identity.company, server.terms.currency)
        flat.login = Int64(bitPattern: server.terms.number.rawValue)
        flat.leverage = server.terms.leverage
        flat.margin_mode = server.terms.marginMode == .hedging ? 2 : 0
        flat.currency_digits = 2
        // MT5 says false while there is no connection.
        flat.trade_allowed = mirror.isConnected
        flat.trade_expert = true
        flat.hedge_allowed = server.terms.marginMode == .hedging
        flat.balance = double(state.balance)
        flat.profit = double(state.equity - state.balance)
        flat.equity = double(state.equity)
        flat.margin = double(state.margin)
        flat.margin_free = double(state.marginFree)
        flat.margin_level = state.margin > .zero ? flat.equity / flat.margin * 100 : 0
        flat.margin_call = 100
        flat.margin_stopout = 50
        return flat
    }

    /// Deals between two server times in seconds, inclusive, as far as the terminal has them.
    func deals(_ from: Int64, _ to: Int64) -> [Broker.Deal] {
        advance()
        return mirror.deals.filter { deal in
            let second = deal.time.milliseconds / 1_000
            return second >= from && second <= to
        }
    }
}
