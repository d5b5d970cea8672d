// How a program gets its events.
#include "../Language/Enums.h"
#include "Clock.h"
#include "Converters.h"
#include "Program.h"
#include <algorithm>

using namespace mql;

void mql_program::push_tick(const std::string& tick_symbol) {
  if (hears_ticks_ && tick_symbol == symbol()) events.push(Event{Event::Tick, 0, 0, 0, ""});
}

void mql_program::push_book(const std::string& book_symbol) {
  if (hears_books_) events.push(Event{Event::Book, 0, 0, 0, book_symbol});
}

void mql_program::push_chart(int id, long lparam, double dparam, const std::string& sparam) {
  if (hears_charts_) events.push(Event{Event::Chart, id, lparam, dparam, sparam});
}

int mql_program::run_once(unsigned wait_ms) {
  if (state() == MQL_STATE_LOADED) {
    if (is_script()) {
      run_script();
      return 1;
    }
    if (!initialize()) return -1;
    return 1;
  }
  if (!is_running()) return -1;
  queue_due_timer();
  if (stop_reason_ < 0 && events.size() == 0 && events.transactions() == 0) {
    int64_t deadline = monotonic_ns() + int64_t(wait_ms) * ns_per_ms;
    if (timer.is_running()) deadline = std::min(deadline, timer.due_ns());
    events.wait_until(deadline);
    queue_due_timer();
  }
  int handled = 0;
  if (stop_reason_ < 0) handled = deliver_transactions() + deliver_events();
  if (stop_reason_ >= 0) stop(stop_reason_);
  return handled;
}

void mql_program::queue_due_timer() {
  int64_t now = monotonic_ns();
  if (!timer.is_due(now)) return;
  if (handlers_.timer) events.push(Event{Event::Timer, 0, 0, 0, ""});
  uint64_t skipped = timer.advance(now, faults.random());
  std::lock_guard<std::mutex> lock(figures_mutex_);
  figures_.timers_coalesced += skipped;
}

int mql_program::deliver_transactions() {
  int handled = 0;
  bool account_changed = false;
  Transaction transaction;
  for (size_t left = events.transactions(); left > 0 && is_running(); left--) {
    if (!events.take(transaction, faults.shuffle_window(), faults.random())) break;
    account_changed |= transaction.transaction.type != TRADE_TRANSACTION_REQUEST;
    if (!handlers_.transaction) continue;
    deliver(transaction);
    handled++;
    queue_due_timer();
  }
  if (account_changed && handlers_.trade) events.push(Event{Event::Trade, 0, 0, 0, ""});
  return handled;
}

int mql_program::deliver_events() {
  int handled = 0;
  Event event;
  for (size_t left = events.size(); left > 0 && is_running(); left--) {
    if (!events.take(event)) break;
    deliver(event);
    queue_due_timer();  // while this event still counts as being handled
    events.finished(event.kind);
    handled++;
  }
  return handled;
}

void mql_program::deliver(const Event& event) {
  switch (event.kind) {
    case Event::Tick: guarded("OnTick", [&] { image_->on_tick(); }); break;
    case Event::Timer: guarded("OnTimer", [&] { image_->on_timer(); }); break;
    case Event::Trade: guarded("OnTrade", [&] { image_->on_trade(); }); break;
    case Event::Chart:
      guarded("OnChartEvent", [&] {
        image_->on_chart(event.id, event.lparam, event.dparam, string::from_utf8(event.text));
      });
      break;
    case Event::Book:
      guarded("OnBookEvent", [&] { image_->on_book(string::from_utf8(event.text)); });
      break;
  }
}

void mql_program::deliver(const Transaction& t) {
  guarded("OnTradeTransaction", [&] {
    image_->on_transaction(to_language(t.transaction), to_language(t.request),
                           to_language(t.result));
  });
}
