#include "../Language/ArrayFunctions.h"
#include "../Language/Market.h"
#include "Program.h"

namespace mql {

static mql_account account() {
  mql_account a = {};
  const mql_host& host = program().terminal.host;
  if (host.account) host.account(host.context, &a);
  return a;
}

// Without a connection the account says that trading is not allowed.
long AccountInfoInteger(ENUM_ACCOUNT_INFO_INTEGER property) {
  mql_account a = account();
  switch (property) {
    case ACCOUNT_LOGIN: return a.login;
    case ACCOUNT_TRADE_MODE: return a.trade_mode;
    case ACCOUNT_LEVERAGE: return a.leverage;
    case ACCOUNT_LIMIT_ORDERS: return a.limit_orders;
    case ACCOUNT_MARGIN_SO_MODE: return a.stopout_mode;
    case ACCOUNT_TRADE_ALLOWED: return a.trade_allowed && program().terminal.flags().connected;
    case ACCOUNT_TRADE_EXPERT: return a.trade_expert;
    case ACCOUNT_MARGIN_MODE: return a.margin_mode;
    case ACCOUNT_CURRENCY_DIGITS: return a.currency_digits;
    case ACCOUNT_FIFO_CLOSE: return a.fifo_close;
    case ACCOUNT_HEDGE_ALLOWED: return a.hedge_allowed;
  }
  set_last_error(ERR_ACCOUNT_WRONG_PROPERTY);
  return 0;
}

double AccountInfoDouble(ENUM_ACCOUNT_INFO_DOUBLE property) {
  mql_account a = account();
  switch (property) {
    case ACCOUNT_BALANCE: return a.balance;
    case ACCOUNT_CREDIT: return a.credit;
    case ACCOUNT_PROFIT: return a.profit;
    case ACCOUNT_EQUITY: return a.equity;
    case ACCOUNT_MARGIN: return a.margin;
    case ACCOUNT_MARGIN_FREE: return a.margin_free;
    case ACCOUNT_MARGIN_LEVEL: return a.margin_level;
    case ACCOUNT_MARGIN_SO_CALL: return a.margin_call;
    case ACCOUNT_MARGIN_SO_SO: return a.margin_stopout;
  }
  set_last_error(ERR_ACCOUNT_WRONG_PROPERTY);
  return 0;
}

string AccountInfoString(ENUM_ACCOUNT_INFO_STRING property) {
  mql_account a = account();
  switch (property) {
    case ACCOUNT_NAME: return string(a.name);
    case ACCOUNT_SERVER: return string(a.server);
    case ACCOUNT_CURRENCY: return string(a.currency);
    case ACCOUNT_COMPANY: return string(a.company);
  }
  set_last_error(ERR_ACCOUNT_WRONG_PROPERTY);
  return string("");
}

}  // namespace mql
