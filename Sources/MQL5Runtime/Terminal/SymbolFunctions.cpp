#include "../Language/ArrayFunctions.h"
#include "../Language/Market.h"
#include "Converters.h"
#include "Program.h"
#include <vector>

namespace mql {

static const mql_host& host() { return program().terminal.host; }

static bool fetch(const string& name, mql_symbol_info& out) {
  out = {};
  if (host().symbol && host().symbol(host().context, name.utf8().c_str(), &out)) return true;
  set_last_error(ERR_MARKET_UNKNOWN_SYMBOL);
  return false;
}

// Quotes exist for symbols in Market Watch only.
static bool fetch_tick(const string& name, mql_tick& out) {
  out = {};
  mql_symbol_info info;
  if (!fetch(name, info)) return false;
  if (!info.selected) return set_last_error(ERR_MARKET_NOT_SELECTED), false;
  if (host().tick && host().tick(host().context, name.utf8().c_str(), &out)) return true;
  set_last_error(ERR_MARKET_LASTTIME_UNKNOWN);
  return false;
}

int SymbolsTotal(bool selected) {
  return host().symbols_total ? host().symbols_total(host().context, selected) : 0;
}

string SymbolName(int position, bool selected) {
  mql_symbol_info info = {};
  if (host().symbol_at && host().symbol_at(host().context, position, selected, &info))
    return string(info.name);
  return string("");
}

bool SymbolSelect(const string& name, bool select) {
  mql_symbol_info info;
  if (!fetch(name, info)) return false;
  if (host().symbol_select && host().symbol_select(host().context, name.utf8().c_str(), select))
    return true;
  if (!host().symbol_select && info.selected == select) return true;
  set_last_error(ERR_MARKET_SELECT_ERROR);
  return false;
}

bool SymbolExist(const string& name, bool& is_custom) {
  mql_symbol_info info;
  is_custom = false;
  return fetch(name, info);
}

bool SymbolIsSynchronized(const string& name) {
  mql_symbol_info info;
  return fetch(name, info) && program().terminal.flags().connected;
}

static bool static_integer(const mql_symbol_info& s, ENUM_SYMBOL_INFO_INTEGER property,
                           long& value) {
  switch (property) {
    case SYMBOL_SELECT:
    case SYMBOL_VISIBLE: value = s.selected; return true;
    case SYMBOL_EXIST: value = 1; return true;
    case SYMBOL_CUSTOM: value = 0; return true;
    case SYMBOL_DIGITS: value = s.digits; return true;
    case SYMBOL_SPREAD_FLOAT: value = s.spread_float; return true;
    case SYMBOL_TICKS_BOOKDEPTH: value = s.book_depth; return true;
    case SYMBOL_TRADE_CALC_MODE: value = s.calc_mode; return true;
    case SYMBOL_TRADE_MODE: value = s.trade_mode; return true;
    case SYMBOL_TRADE_EXEMODE: value = s.execution_mode; return true;
    case SYMBOL_TRADE_STOPS_LEVEL: value = s.stops_level_points; return true;
    case SYMBOL_TRADE_FREEZE_LEVEL: value = s.freeze_level_points; return true;
    case SYMBOL_FILLING_MODE: value = s.filling_mode; return true;
    case SYMBOL_ORDER_MODE: value = s.order_mode; return true;
    case SYMBOL_EXPIRATION_MODE: value = s.expiration_mode; return true;
    case SYMBOL_ORDER_GTC_MODE: value = s.gtc_mode; return true;
    case SYMBOL_SWAP_MODE: value = s.swap_mode; return true;
    case SYMBOL_SWAP_ROLLOVER3DAYS: value = s.swap_rollover_day; return true;
    case SYMBOL_START_TIME:
    case SYMBOL_EXPIRATION_TIME: value = 0; return true;
    default: return false;
  }
}

bool SymbolInfoInteger(const string& name, ENUM_SYMBOL_INFO_INTEGER property, long& value) {
  value = 0;
  mql_symbol_info info;
  bool known = fetch(name, info);
  if (property == SYMBOL_EXIST) return value = known, true;
  if (!known) return false;
  if (static_integer(info, property, value)) return true;
  mql_tick tick;
  if (property != SYMBOL_TIME && property != SYMBOL_TIME_MSC && property != SYMBOL_VOLUME &&
      property != SYMBOL_SPREAD)
    return set_last_error(ERR_MARKET_WRONG_PROPERTY), false;
  if (!fetch_tick(name, tick)) return false;
  double spread = info.point > 0 ? (tick.ask - tick.bid) / info.point : 0;
  value = property == SYMBOL_TIME       ? tick.time_msc / 1000
          : property == SYMBOL_TIME_MSC ? tick.time_msc
          : property == SYMBOL_VOLUME   ? static_cast<long>(tick.volume)
                                        : static_cast<long>(spread + (spread < 0 ? -0.5 : 0.5));
  return true;
}

static bool static_double(const mql_symbol_info& s, ENUM_SYMBOL_INFO_DOUBLE property,
                          double& value) {
  switch (property) {
    case SYMBOL_POINT: value = s.point; return true;
    case SYMBOL_TRADE_TICK_SIZE: value = s.tick_size; return true;
    case SYMBOL_TRADE_TICK_VALUE: value = s.tick_value; return true;
    case SYMBOL_TRADE_TICK_VALUE_PROFIT: value = s.tick_value_profit; return true;
    case SYMBOL_TRADE_TICK_VALUE_LOSS: value = s.tick_value_loss; return true;
    case SYMBOL_TRADE_CONTRACT_SIZE: value = s.contract_size; return true;
    case SYMBOL_VOLUME_MIN: value = s.volume_min; return true;
    case SYMBOL_VOLUME_MAX: value = s.volume_max; return true;
    case SYMBOL_VOLUME_STEP: value = s.volume_step; return true;
    case SYMBOL_VOLUME_LIMIT: value = s.volume_limit; return true;
    case SYMBOL_SWAP_LONG: value = s.swap_long; return true;
    case SYMBOL_SWAP_SHORT: value = s.swap_short; return true;
    case SYMBOL_MARGIN_INITIAL: value = s.margin_initial; return true;
    case SYMBOL_MARGIN_MAINTENANCE: value = s.margin_maintenance; return true;
    case SYMBOL_MARGIN_HEDGED: value = s.margin_hedged; return true;
    default: return false;
  }
}

bool SymbolInfoDouble(const string& name, ENUM_SYMBOL_INFO_DOUBLE property, double& value) {
  value = 0;
  mql_symbol_info info;
  if (!fetch(name, info)) return false;
  if (static_double(info, property, value)) return true;
  mql_tick tick;
  if (property != SYMBOL_BID && property != SYMBOL_ASK && property != SYMBOL_LAST)
    return set_last_error(ERR_MARKET_WRONG_PROPERTY), false;
  if (!fetch_tick(name, tick)) return false;
  value = property == SYMBOL_BID ? tick.bid : property == SYMBOL_ASK ? tick.ask : tick.last;
  return true;
}

bool SymbolInfoString(const string& name, ENUM_SYMBOL_INFO_STRING property, string& value) {
  value = string("");
  mql_symbol_info s;
  if (!fetch(name, s)) return false;
  switch (property) {
    case SYMBOL_DESCRIPTION: value = string(s.description); return true;
    case SYMBOL_PATH: value = string(s.path); return true;
    case SYMBOL_CURRENCY_BASE: value = string(s.currency_base); return true;
    case SYMBOL_CURRENCY_PROFIT: value = string(s.currency_profit); return true;
    case SYMBOL_CURRENCY_MARGIN: value = string(s.currency_margin); return true;
  }
  set_last_error(ERR_MARKET_WRONG_PROPERTY);
  return false;
}

long SymbolInfoInteger(const string& name, ENUM_SYMBOL_INFO_INTEGER property) {
  long value;
  SymbolInfoInteger(name, property, value);
  return value;
}
double SymbolInfoDouble(const string& name, ENUM_SYMBOL_INFO_DOUBLE property) {
  double value;
  SymbolInfoDouble(name, property, value);
  return value;
}
string SymbolInfoString(const string& name, ENUM_SYMBOL_INFO_STRING property) {
  string value;
  SymbolInfoString(name, property, value);
  return value;
}

bool SymbolInfoTick(const string& name, MqlTick& tick) {
  Call call("SymbolInfoTick");
  mql_tick t;
  if (!fetch_tick(name, t)) return false;
  tick = to_language(t);
  return true;
}

bool SymbolInfoSessionTrade(const string& name, ENUM_DAY_OF_WEEK day, uint index, datetime& from,
                            datetime& to) {
  int64_t from_s = 0, to_s = 0;
  if (host().session_trade &&
      host().session_trade(host().context, name.utf8().c_str(), day, index, &from_s, &to_s)) {
    from = from_s;
    to = to_s;
    return true;
  }
  set_last_error(ERR_MARKET_SESSION_INDEX);
  return false;
}

int CopyTicks(const string& name, array_view<MqlTick>& ticks, uint flags, ulong from_msc,
              uint count) {
  Call call("CopyTicks");
  mql_symbol_info info;
  if (!fetch(name, info)) return -1;
  if (!host().ticks) return set_last_error(ERR_HISTORY_NOT_FOUND), -1;
  uint wanted = count == 0 ? 2000 : count;
  std::vector<mql_tick> found(wanted);
  int32_t got =
      host().ticks(host().context, name.utf8().c_str(), flags, static_cast<int64_t>(from_msc),
                   found.data(), static_cast<int32_t>(wanted));
  if (got < 0) return set_last_error(ERR_HISTORY_NOT_FOUND), -1;
  int copied = std::min(got, static_cast<int32_t>(wanted));
  if (ticks.resize(copied, 0) < 0 && ticks.size() < copied) copied = ticks.size();
  for (int i = 0; i < copied; i++) ticks[i] = to_language(found[static_cast<size_t>(i)]);
  return copied;
}

// Subscriptions are counted: the depth stays subscribed until as many releases as additions.
bool MarketBookAdd(const string& name) {
  mql_symbol_info info;
  if (!fetch(name, info)) return false;
  std::string key = name.utf8();
  bool has_depth = info.book_depth > 0 && host().book_subscribe;
  if (!has_depth ||
      (program().books[key] == 0 && !host().book_subscribe(host().context, key.c_str(), true)))
    return set_last_error(ERR_BOOKS_CANNOT_ADD), false;
  program().books[key]++;
  return true;
}

bool MarketBookRelease(const string& name) {
  std::string key = name.utf8();
  auto it = program().books.find(key);
  if (it == program().books.end() || it->second == 0)
    return set_last_error(ERR_BOOKS_CANNOT_DELETE), false;
  if (--it->second == 0) host().book_subscribe(host().context, key.c_str(), false);
  return true;
}

}  // namespace mql
