/// A simulated MetaTrader 5 terminal that runs MQL5 programs compiled as C++.
///
/// The host owns the broker and the market; the runtime owns the language, the terminal's event
/// queues, sockets, files, chart and global variables. Everything that crosses this boundary is a
/// flat structure or a C string in UTF-8; prices, volumes and money are doubles, as in MetaTrader.
/// Times called `_msc` are milliseconds of server time since 1970, `_s` the same in seconds.
///
/// Threads: one thread drives a program (`mql_program_run_once` and every other call not marked
/// otherwise), and the host's callbacks arrive on it, inside that call. Calls marked "any thread"
/// may come from elsewhere. Two programs of one terminal may run on two threads; the host's
/// callbacks must then be ready for both. Inside a callback the host may push events and wake
/// programs, and request a stop; a stop there takes effect after the handler, a reload or a change
/// of chart is refused, and a program must not be destroyed.
///
/// Where MetaTrader is undocumented, lenient or merely slow, this runtime is strict: a read with
/// timeout 0, a format that does not fit its arguments (a 64-bit value under %d included) and a
/// division of reals by zero stop the program; a result of ArrayResize that nobody looks at does
/// not compile; fresh cells of an array hold a pattern, not zeros. Nagle's algorithm stays on.
#ifndef MQL5_RUNTIME_H
#define MQL5_RUNTIME_H

#include "mql5_structures.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mql_terminal mql_terminal;
typedef struct mql_program mql_program;

typedef enum {
  MQL_MESSAGE_PRINT = 0,         // Print, PrintFormat: the Experts log
  MQL_MESSAGE_ALERT = 1,         // Alert
  MQL_MESSAGE_NOTIFICATION = 2,  // SendNotification
  MQL_MESSAGE_MAIL = 3,          // SendMail: subject, newline, text
  MQL_MESSAGE_TERMINAL = 4       // what the terminal itself logs: loads, critical errors, overruns
} mql_message_kind;

/// What the host provides. `context` is handed back unchanged. A null callback means "nothing
/// there": no symbols, no positions, requests refused. Enumerating callbacks fill at most
/// `capacity` elements and return how many exist; the runtime asks again with more room when that
/// is more.
typedef struct {
  void* context;

  void (*message)(void* context, mql_message_kind kind, const char* text);

  /// Server time in milliseconds as the terminal computes it, whether or not quotes arrive.
  int64_t (*server_time_msc)(void* context);
  /// Time of the last quote of any symbol (TimeCurrent), in milliseconds of server time.
  int64_t (*last_quote_time_msc)(void* context);
  /// Universal time in milliseconds; null: the machine's clock.
  int64_t (*gmt_time_msc)(void* context);

  int32_t (*symbols_total)(void* context, bool selected_only);
  bool (*symbol_at)(void* context, int32_t index, bool selected_only, mql_symbol_info* out);
  bool (*symbol)(void* context, const char* name, mql_symbol_info* out);
  bool (*symbol_select)(void* context, const char* name, bool select);
  bool (*tick)(void* context, const char* symbol, mql_tick* out);
  /// Ticks at or after `from_msc`, oldest first; with `from_msc` 0, the last `capacity` ones.
  int32_t (*ticks)(void* context, const char* symbol, uint32_t flags, int64_t from_msc,
                   mql_tick* out, int32_t capacity);
  /// Bars of a period, the oldest first, the latest of them `start` before the one at hand; at most
  /// `capacity`. Returns how many; 0 or negative: there are none.
  int32_t (*rates)(void* context, const char* symbol, int32_t period_s, int32_t start,
                   mql_rate* out, int32_t capacity);
  /// Trading session number `index` of a weekday (0 Sunday), in seconds of the day.
  bool (*session_trade)(void* context, const char* symbol, int32_t day, uint32_t index,
                        int64_t* from_s, int64_t* to_s);
  bool (*book_subscribe)(void* context, const char* symbol, bool subscribe);

  int32_t (*positions)(void* context, mql_position* out, int32_t capacity);
  /// One position with its present price and profit; null: searched in `positions`.
  bool (*position)(void* context, uint64_t ticket, mql_position* out);
  int32_t (*orders)(void* context, mql_order* out, int32_t capacity);
  /// History between two server times, inclusive, oldest first; negative: it cannot be had.
  int32_t (*history_orders)(void* context, int64_t from_s, int64_t to_s, mql_order* out,
                            int32_t capacity);
  int32_t (*history_deals)(void* context, int64_t from_s, int64_t to_s, mql_deal* out,
                           int32_t capacity);
  /// One historical order or deal; null: searched in the whole history.
  bool (*history_order)(void* context, uint64_t ticket, mql_order* out);
  bool (*history_deal)(void* context, uint64_t ticket, mql_deal* out);
  void (*account)(void* context, mql_account* out);

  bool (*calc_profit)(void* context, int32_t order_type, const char* symbol, double volume,
                      double price_open, double price_close, double* profit);
  bool (*calc_margin)(void* context, int32_t order_type, const char* symbol, double volume,
                      double price, double* margin);
  /// Answers when the server has: false means refused, `result->retcode` says why.
  bool (*order_send)(void* context, const mql_trade_request* request, mql_trade_result* result);
  /// Answers at once: true means handed to the network, with `result->request_id` set (not 0).
  /// The outcome is pushed later as a transaction of type 10 with request and result.
  bool (*order_send_async)(void* context, const mql_trade_request* request,
                           mql_trade_result* result);
  bool (*order_check)(void* context, const mql_trade_request* request, mql_trade_check* result);

  /// After each slice (at most 100 ms) of a Sleep: lets a host that runs everything on one thread
  /// move its market while the program waits. Null: nothing.
  void (*idle)(void* context);

  /// A program is about to send bytes, or has just received some: for a host that measures. Null: nothing.
  void (*socket_traffic)(void* context, bool is_outgoing);

  /// The program's memory is gone: `reason` as in OnDeinit, or -1 after a critical error (text in
  /// `message`).
  void (*unloaded)(void* context, mql_program* program, int32_t reason);
} mql_host;

/// Facts that the user sets in the terminal. Strings are copied.
typedef struct {
  const char* data_path;          // holds MQL5/Files; created when missing; required
  const char* common_path;        // holds Files; null: `<data_path>/Common`
  const char* allowed_addresses;  // separated by blanks, commas or semicolons; null: none
  const char *company, *terminal_name;
  int32_t build;
  bool connected, trade_allowed, program_trade_allowed, notifications_enabled, mail_enabled;
  bool started_from_config;
  int32_t ping_us;
} mql_terminal_facts;

/// Defaults: connected, everything allowed, build 4755, no allowed address, no data path.
mql_terminal_facts mql_terminal_facts_default(void);

/// Creates a terminal; null when the data path is missing or cannot be created.
mql_terminal* mql_terminal_create(const mql_host* host, const mql_terminal_facts* facts);
/// Writes the global variables to disk. All of its programs must have been destroyed.
void mql_terminal_destroy(mql_terminal* terminal);
/// Replaces the facts; the data path stays. Any thread.
void mql_terminal_set_facts(mql_terminal* terminal, const mql_terminal_facts* facts);
/// A global variable of the terminal, or false. Any thread.
bool mql_terminal_global(mql_terminal* terminal, const char* name, double* value);

// Programs ----------------------------------------------------------------------------------------

/// Names of the programs compiled in, by index; null past the end.
const char* mql_program_name_at(int32_t index);

/// Attaches a program to a chart. It is not initialised: set inputs, then run. Null if unknown.
mql_program* mql_program_create(mql_terminal* terminal, const char* name, const char* chart_symbol,
                                int32_t chart_period);
/// Ends the program as `mql_program_stop` does if it still runs, and frees it.
void mql_program_destroy(mql_program* program);

/// Sets an input by name, from its text (`true`/`false`, numbers, strings). Takes effect at the
/// next load. False: no such input, or the text is not of its type.
bool mql_program_set_input(mql_program* program, const char* name, const char* value);
/// Input name by index, in order of declaration; null past the end.
const char* mql_program_input_at(mql_program* program, int32_t index);

typedef enum {
  MQL_STATE_LOADED = 0,  // OnInit has not run
  MQL_STATE_RUNNING = 1,
  MQL_STATE_UNLOADED = 2,  // ended in an orderly way, or refused by OnInit
  MQL_STATE_STOPPED = 3    // critical error
} mql_program_state;

/// Any thread.
mql_program_state mql_program_get_state(mql_program* program);
/// Why the program stopped, or "". Owned by the program.
const char* mql_program_stop_text(mql_program* program);

/// Initialises on the first call (a script: runs OnStart and ends), then delivers the events that
/// are due, at most those queued at the start of the call, and waits up to `wait_ms` for the next
/// timer or push if there was none. Returns the number of handlers called; -1 when not running.
int32_t mql_program_run_once(mql_program* program, uint32_t wait_ms);
/// Ends the wait of `mql_program_run_once`. Any thread.
void mql_program_wake(mql_program* program);
/// Sets the stop flag (IsStopped) and ends a Sleep; the next run calls OnDeinit with `reason`. Any
/// thread.
void mql_program_request_stop(mql_program* program, int32_t reason);
/// OnDeinit with `reason`, then unloads: the program's memory is dropped, the chart's texts stay.
void mql_program_stop(mql_program* program, int32_t reason);
/// Loads a fresh copy with the same inputs (globals at their initial values), after
/// `mql_program_stop` with `reason` if it still runs: account change 6, inputs 5, recompile 2.
bool mql_program_reload(mql_program* program, int32_t reason);
/// Another symbol or period: OnDeinit(3) and OnInit on the same object; globals are kept.
void mql_program_change_chart(mql_program* program, const char* symbol, int32_t period);

// Events pushed by the host; any thread -----------------------------------------------------------

/// A quote of the chart's symbol raises OnTick unless one is queued or running.
void mql_program_push_tick(mql_program* program, const char* symbol);
/// The queue holds 1,024; the oldest is displaced. `request` and `result` may be null.
void mql_program_push_transaction(mql_program* program, const mql_trade_transaction* transaction,
                                  const mql_trade_request* request, const mql_trade_result* result);
void mql_program_push_book(mql_program* program, const char* symbol);
/// Presses a button or clicks an object: sets the state and raises OnChartEvent. False: no such
/// object.
bool mql_program_click(mql_program* program, const char* object_name);
void mql_program_push_chart_event(mql_program* program, int32_t id, int64_t lparam, double dparam,
                                  const char* sparam);
/// Positions or orders changed: the terminal's local copy is refreshed before the next read, or
/// `stale_copy_ms` later. Must be called after every change, otherwise programs see the old copy.
void mql_program_trade_changed(mql_program* program);

// Chart; any thread -------------------------------------------------------------------------------

typedef struct {
  char name[MQL_TEXT];
  char text[256];
  int32_t type, x, y, width, height, corner, color, background;
  bool pressed;
} mql_chart_object;

/// Copies the text of Comment(); returns its full length.
size_t mql_program_comment(mql_program* program, char* text, size_t capacity);
int32_t mql_program_objects_total(mql_program* program);
bool mql_program_object_at(mql_program* program, int32_t index, mql_chart_object* out);
bool mql_program_object(mql_program* program, const char* name, mql_chart_object* out);

// Faults and figures; any thread ------------------------------------------------------------------

/// Everything off when zeroed.
typedef struct {
  uint32_t speculative_readable_per_mille;  // SocketIsReadable says 1 on an empty socket
  uint32_t send_max_bytes;                  // each SocketSend writes at most this many; 0: no limit
  char block_call[32];                      // an API function's name, such as "OrderCalcProfit"
  uint32_t block_ms;                        // how long that call blocks
  uint32_t block_count;                     // how many calls block; counts down
  uint32_t stale_copy_ms;  // positions and orders are served from the old copy this long
  uint32_t history_load_ms;  // how long a series is incomplete after it was first asked for
  uint32_t transaction_shuffle_window;  // deliver any of the first n queued transactions
  uint64_t seed;  // of every random choice; 0: a fixed default; the same seed goes on
} mql_faults;

void mql_program_set_faults(mql_program* program, const mql_faults* faults);

/// Shuts every connection of the program, as a network that goes away would: the program finds out
/// by reading or sending. The program's thread.
void mql_program_break_connections(mql_program* program);

typedef struct {
  uint64_t ticks_delivered, ticks_coalesced;
  uint64_t timers_delivered, timers_coalesced;
  uint64_t chart_events_delivered, chart_events_coalesced;
  uint64_t book_events_delivered, trade_events_delivered;
  uint64_t transactions_delivered, transactions_displaced;
  uint64_t queue_overflows;
  uint64_t socket_bytes_sent, socket_bytes_received, sockets_open;
  uint64_t deinit_overruns;  // OnDeinit took longer than 2.5 s
  uint64_t slowest_handler_us, slowest_call_us;
  char slowest_call[32];
} mql_statistics;

void mql_program_statistics(mql_program* program, mql_statistics* out);

// Texts of the structures above ------------------------------------------------------------------

static inline void mql_faults_set_block_call(mql_faults* f, const char* call) {
  mql_text_set(f->block_call, sizeof f->block_call, call);
}
static inline const char* mql_object_name(const mql_chart_object* o) { return o->name; }
static inline const char* mql_object_text(const mql_chart_object* o) { return o->text; }
static inline const char* mql_statistics_slowest_call(const mql_statistics* s) {
  return s->slowest_call;
}

// Conformance -------------------------------------------------------------------------------------

/// Names of the conformance cases, by index; null past the end.
const char* mql5_conformance_case_at(int32_t index);
/// Runs one case: 0 when the promise holds; otherwise `message` says what differed.
int mql5_conformance_run(const char* name, char* message, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
