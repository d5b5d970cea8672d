// Trade requests.
#include "../Language/ArrayFunctions.h"
#include "../Language/Market.h"
#include "Converters.h"
#include "Program.h"

namespace mql {

static const mql_host& host() { return program().terminal.host; }

static bool refuse(MqlTradeResult& result, uint retcode, int error) {
  result.retcode = retcode;
  set_last_error(error);
  return false;
}

// What the terminal refuses by itself, before anything goes to the network.
static bool may_trade(MqlTradeResult& result) {
  mql_terminal_facts facts = program().terminal.flags();
  result = MqlTradeResult();
  if (!facts.trade_allowed || !facts.program_trade_allowed)
    return refuse(result, TRADE_RETCODE_CLIENT_DISABLES_AT, ERR_TRADE_DISABLED);
  if (!facts.connected) return refuse(result, TRADE_RETCODE_CONNECTION, ERR_TRADE_SEND_FAILED);
  return true;
}

bool OrderSend(const MqlTradeRequest& request, MqlTradeResult& result) {
  Call call("OrderSend");
  if (!may_trade(result)) return false;
  if (!host().order_send) return refuse(result, TRADE_RETCODE_REJECT, ERR_TRADE_SEND_FAILED);
  mql_trade_request flat = to_boundary(request);
  mql_trade_result answer = {};
  bool accepted = host().order_send(host().context, &flat, &answer);
  result = to_language(answer);
  if (!accepted) set_last_error(ERR_TRADE_SEND_FAILED);
  return accepted;
}

bool OrderSendAsync(const MqlTradeRequest& request, MqlTradeResult& result) {
  Call call("OrderSendAsync");
  if (!may_trade(result)) return false;
  if (!host().order_send_async) return refuse(result, TRADE_RETCODE_REJECT, ERR_TRADE_SEND_FAILED);
  mql_trade_request flat = to_boundary(request);
  mql_trade_result answer = {};
  bool handed_over = host().order_send_async(host().context, &flat, &answer);
  result = to_language(answer);
  if (handed_over)
    result.retcode = TRADE_RETCODE_PLACED;
  else
    set_last_error(ERR_TRADE_SEND_FAILED);
  return handed_over;
}

bool OrderCheck(const MqlTradeRequest& request, MqlTradeCheckResult& result) {
  Call call("OrderCheck");
  mql_trade_request flat = to_boundary(request);
  mql_trade_check answer = {};
  bool passed = host().order_check && host().order_check(host().context, &flat, &answer);
  result = to_language(answer);
  if (!passed) set_last_error(ERR_TRADE_SEND_FAILED);
  return passed;
}

bool OrderCalcProfit(ENUM_ORDER_TYPE type, const string& symbol, double volume, double price_open,
                     double price_close, double& profit) {
  Call call("OrderCalcProfit");
  profit = 0;
  if (host().calc_profit && host().calc_profit(host().context, type, symbol.utf8().c_str(), volume,
                                               price_open, price_close, &profit))
    return true;
  set_last_error(ERR_TRADE_CALC_FAILED);
  return false;
}

bool OrderCalcMargin(ENUM_ORDER_TYPE type, const string& symbol, double volume, double price,
                     double& margin) {
  Call call("OrderCalcMargin");
  margin = 0;
  if (host().calc_margin &&
      host().calc_margin(host().context, type, symbol.utf8().c_str(), volume, price, &margin))
    return true;
  set_last_error(ERR_TRADE_CALC_FAILED);
  return false;
}

}  // namespace mql
