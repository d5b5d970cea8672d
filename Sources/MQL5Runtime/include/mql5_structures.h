/// What the market, the account and the programs exchange across the boundary of mql5_runtime.h:
/// flat structures of numbers and terminated UTF-8 texts. Prices, volumes and money are doubles, as
/// in MetaTrader; times called `_msc` are milliseconds of server time since 1970, `_s` seconds.
#ifndef MQL5_STRUCTURES_H
#define MQL5_STRUCTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { MQL_TEXT = 64 };

/// One quote. `flags`: bid 2, ask 4, last 8, volume 16, buy 32, sell 64.
typedef struct {
  int64_t time_msc;
  double bid, ask, last;
  uint64_t volume;
  double volume_real;
  uint32_t flags;
} mql_tick;

/// One bar.
typedef struct {
  int64_t time_s;
  double open, high, low, close;
  int64_t tick_volume;
  int32_t spread_points;
} mql_rate;

/// What the terminal knows about a symbol, apart from its quotes. The numbers in the enumerated
/// fields are MetaTrader's own.
typedef struct {
  char name[MQL_TEXT], path[MQL_TEXT], description[MQL_TEXT];
  char currency_base[16], currency_profit[16], currency_margin[16];
  bool selected;  // in Market Watch
  int32_t digits, spread_points, book_depth;
  bool spread_float;
  int32_t calc_mode, trade_mode, execution_mode;
  int32_t stops_level_points, freeze_level_points;
  int32_t filling_mode;     // bits: FOK 1, IOC 2, BOC 4
  int32_t order_mode;       // bits; stop-loss 16, take-profit 32
  int32_t expiration_mode;  // bits
  int32_t gtc_mode, swap_mode, swap_rollover_day;
  double point, tick_size, tick_value, tick_value_profit, tick_value_loss, contract_size;
  double volume_min, volume_max, volume_step, volume_limit;
  double swap_long, swap_short, margin_initial, margin_maintenance, margin_hedged;
} mql_symbol_info;

typedef struct {
  uint64_t ticket, identifier, magic;
  char symbol[MQL_TEXT], comment[MQL_TEXT], external_id[MQL_TEXT];
  int32_t type;  // buy 0, sell 1
  int32_t reason;
  int64_t time_msc, time_update_msc;
  double volume, price_open, price_current, sl, tp, swap, profit;
} mql_position;

/// An active or a historical order.
typedef struct {
  uint64_t ticket, magic, position_id, position_by_id;
  char symbol[MQL_TEXT], comment[MQL_TEXT], external_id[MQL_TEXT];
  int32_t type, state, type_filling, type_time, reason;
  int64_t time_setup_msc, time_done_msc, expiration_s;
  double volume_initial, volume_current, price_open, price_current, price_stoplimit, sl, tp;
} mql_order;

typedef struct {
  uint64_t ticket, order, position_id, magic;
  char symbol[MQL_TEXT], comment[MQL_TEXT], external_id[MQL_TEXT];
  int32_t type, entry, reason;
  int64_t time_msc;
  double volume, price, commission, swap, profit, fee, sl, tp;
} mql_deal;

typedef struct {
  int64_t login, leverage;
  char name[MQL_TEXT], server[MQL_TEXT], company[MQL_TEXT], currency[16];
  int32_t trade_mode;   // demo 0, contest 1, real 2
  int32_t margin_mode;  // netting 0, exchange 1, hedging 2
  int32_t stopout_mode, currency_digits, limit_orders;
  bool trade_allowed, trade_expert, fifo_close, hedge_allowed;
  double balance, credit, profit, equity, margin, margin_free, margin_level, margin_call,
      margin_stopout;
} mql_account;

/// The fields of MqlTradeRequest.
typedef struct {
  int32_t action, type, type_filling, type_time;
  uint64_t magic, order, position, position_by, deviation;
  char symbol[MQL_TEXT], comment[MQL_TEXT];
  double volume, price, stoplimit, sl, tp;
  int64_t expiration_s;
} mql_trade_request;

/// The fields of MqlTradeResult.
typedef struct {
  uint32_t retcode, request_id;
  uint64_t deal, order;
  double volume, price, bid, ask;
  char comment[MQL_TEXT];
  int32_t retcode_external;
} mql_trade_result;

/// The fields of MqlTradeCheckResult.
typedef struct {
  uint32_t retcode;
  double balance, equity, profit, margin, margin_free, margin_level;
  char comment[MQL_TEXT];
} mql_trade_check;

/// The fields of MqlTradeTransaction.
typedef struct {
  uint64_t deal, order, position, position_by;
  char symbol[MQL_TEXT];
  int32_t type, order_type, order_state, deal_type, time_type;
  int64_t time_expiration_s;
  double price, price_trigger, price_sl, price_tp, volume;
} mql_trade_transaction;

// Text fields, for languages in which a C array is awkward ----------------------------------------

/// Copies as much of `text` as fits without splitting a UTF-8 character; always terminated.
void mql_text_set(char* field, size_t capacity, const char* text);

static inline void mql_symbol_set_texts(mql_symbol_info* s, const char* name, const char* path,
                                        const char* description, const char* base,
                                        const char* profit, const char* margin) {
  mql_text_set(s->name, sizeof s->name, name);
  mql_text_set(s->path, sizeof s->path, path);
  mql_text_set(s->description, sizeof s->description, description);
  mql_text_set(s->currency_base, sizeof s->currency_base, base);
  mql_text_set(s->currency_profit, sizeof s->currency_profit, profit);
  mql_text_set(s->currency_margin, sizeof s->currency_margin, margin);
}
static inline void mql_position_set_texts(mql_position* p, const char* symbol,
                                          const char* comment) {
  mql_text_set(p->symbol, sizeof p->symbol, symbol);
  mql_text_set(p->comment, sizeof p->comment, comment);
}
static inline void mql_order_set_texts(mql_order* o, const char* symbol, const char* comment) {
  mql_text_set(o->symbol, sizeof o->symbol, symbol);
  mql_text_set(o->comment, sizeof o->comment, comment);
}
static inline void mql_deal_set_texts(mql_deal* d, const char* symbol, const char* comment) {
  mql_text_set(d->symbol, sizeof d->symbol, symbol);
  mql_text_set(d->comment, sizeof d->comment, comment);
}
static inline void mql_account_set_texts(mql_account* a, const char* name, const char* server,
                                         const char* company, const char* currency) {
  mql_text_set(a->name, sizeof a->name, name);
  mql_text_set(a->server, sizeof a->server, server);
  mql_text_set(a->company, sizeof a->company, company);
  mql_text_set(a->currency, sizeof a->currency, currency);
}
static inline void mql_trade_result_set_comment(mql_trade_result* r, const char* comment) {
  mql_text_set(r->comment, sizeof r->comment, comment);
}
static inline void mql_transaction_set_symbol(mql_trade_transaction* t, const char* symbol) {
  mql_text_set(t->symbol, sizeof t->symbol, symbol);
}
static inline const char* mql_symbol_name(const mql_symbol_info* s) { return s->name; }
static inline const char* mql_position_symbol(const mql_position* p) { return p->symbol; }
static inline const char* mql_request_symbol(const mql_trade_request* r) { return r->symbol; }
static inline const char* mql_request_comment(const mql_trade_request* r) { return r->comment; }

#ifdef __cplusplus
}
#endif

#endif
