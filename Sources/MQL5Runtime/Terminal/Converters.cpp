#include "Converters.h"

namespace mql {

MqlTick to_language(const mql_tick& t) {
  MqlTick tick = {};
  tick.time = t.time_msc / 1000;
  tick.time_msc = t.time_msc;
  tick.bid = t.bid;
  tick.ask = t.ask;
  tick.last = t.last;
  tick.volume = t.volume;
  tick.volume_real = t.volume_real;
  tick.flags = t.flags;
  return tick;
}

MqlRates to_language(const mql_rate& r) {
  MqlRates out = {};
  out.time = r.time_s;
  out.open = r.open;
  out.high = r.high;
  out.low = r.low;
  out.close = r.close;
  out.tick_volume = r.tick_volume;
  out.spread = r.spread_points;
  return out;
}

MqlTradeTransaction to_language(const mql_trade_transaction& t) {
  MqlTradeTransaction out = {};
  out.deal = t.deal;
  out.order = t.order;
  out.symbol = t.symbol;
  out.type = static_cast<ENUM_TRADE_TRANSACTION_TYPE>(t.type);
  out.order_type = static_cast<ENUM_ORDER_TYPE>(t.order_type);
  out.order_state = static_cast<ENUM_ORDER_STATE>(t.order_state);
  out.deal_type = static_cast<ENUM_DEAL_TYPE>(t.deal_type);
  out.time_type = static_cast<ENUM_ORDER_TYPE_TIME>(t.time_type);
  out.time_expiration = t.time_expiration_s;
  out.price = t.price;
  out.price_trigger = t.price_trigger;
  out.price_sl = t.price_sl;
  out.price_tp = t.price_tp;
  out.volume = t.volume;
  out.position = t.position;
  out.position_by = t.position_by;
  return out;
}

MqlTradeRequest to_language(const mql_trade_request& r) {
  MqlTradeRequest out = {};
  out.action = static_cast<ENUM_TRADE_REQUEST_ACTIONS>(r.action);
  out.magic = r.magic;
  out.order = r.order;
  out.symbol = r.symbol;
  out.volume = r.volume;
  out.price = r.price;
  out.stoplimit = r.stoplimit;
  out.sl = r.sl;
  out.tp = r.tp;
  out.deviation = r.deviation;
  out.type = static_cast<ENUM_ORDER_TYPE>(r.type);
  out.type_filling = static_cast<ENUM_ORDER_TYPE_FILLING>(r.type_filling);
  out.type_time = static_cast<ENUM_ORDER_TYPE_TIME>(r.type_time);
  out.expiration = r.expiration_s;
  out.comment = r.comment;
  out.position = r.position;
  out.position_by = r.position_by;
  return out;
}

MqlTradeResult to_language(const mql_trade_result& r) {
  MqlTradeResult out = {};
  out.retcode = r.retcode;
  out.deal = r.deal;
  out.order = r.order;
  out.volume = r.volume;
  out.price = r.price;
  out.bid = r.bid;
  out.ask = r.ask;
  out.comment = r.comment;
  out.request_id = r.request_id;
  out.retcode_external = r.retcode_external;
  return out;
}

MqlTradeCheckResult to_language(const mql_trade_check& c) {
  MqlTradeCheckResult out = {};
  out.retcode = c.retcode;
  out.balance = c.balance;
  out.equity = c.equity;
  out.profit = c.profit;
  out.margin = c.margin;
  out.margin_free = c.margin_free;
  out.margin_level = c.margin_level;
  out.comment = c.comment;
  return out;
}

mql_trade_request to_boundary(const MqlTradeRequest& r) {
  mql_trade_request out = {};
  out.action = r.action;
  out.magic = r.magic;
  out.order = r.order;
  mql_text_set(out.symbol, sizeof out.symbol, r.symbol.utf8().c_str());
  out.volume = r.volume;
  out.price = r.price;
  out.stoplimit = r.stoplimit;
  out.sl = r.sl;
  out.tp = r.tp;
  out.deviation = r.deviation;
  out.type = r.type;
  out.type_filling = r.type_filling;
  out.type_time = r.type_time;
  out.expiration_s = r.expiration;
  mql_text_set(out.comment, sizeof out.comment, r.comment.utf8().c_str());
  out.position = r.position;
  out.position_by = r.position_by;
  return out;
}

}  // namespace mql
