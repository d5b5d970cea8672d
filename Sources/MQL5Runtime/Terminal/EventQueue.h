// The events of one program.
#pragma once

#include "../include/mql5_runtime.h"
#include "Random.h"
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace mql {

struct Event {
  enum Kind { Tick, Timer, Trade, Chart, Book };
  Kind kind;
  int id = 0;
  long lparam = 0;
  double dparam = 0;
  std::string text;
};

struct Transaction {
  mql_trade_transaction transaction;
  mql_trade_request request;
  mql_trade_result result;
};

/// First in, first out; pushed by any thread, taken by the program's thread.
///
/// A tick, a timer event or a chart event is not queued while one of its kind is queued or being
/// handled, nor OnTrade while one is queued; book events always are. Trade transactions have a
/// queue of their own that displaces its oldest entry when full. Nothing is accepted while closed,
/// that is before OnInit has succeeded and after OnDeinit.
class EventQueue {
 public:
  static constexpr size_t limit = 4096;
  static constexpr size_t transaction_limit = 1024;

  void open();
  void close();
  void push(Event event);
  void push(const Transaction& transaction);
  void wake();

  bool take(Event& event);
  bool take(Transaction& transaction, size_t shuffle_window, Random& random);
  /// The handler of the event taken last has returned.
  void finished(Event::Kind kind);
  size_t size() const;
  size_t transactions() const;
  /// Returns when something is queued, at a wake-up, or at the monotonic time given.
  void wait_until(int64_t deadline_ns);

  void add_statistics(mql_statistics& out) const;

 private:
  static bool coalesces(Event::Kind kind) { return kind != Event::Book; }

  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Event> events_;
  std::deque<Transaction> transactions_;
  bool pending_[5] = {};  // one of this kind is queued or being handled
  bool open_ = false;
  bool woken_ = false;
  uint64_t coalesced_[5] = {};
  uint64_t delivered_[5] = {};
  uint64_t transactions_delivered_ = 0, transactions_displaced_ = 0, overflows_ = 0;
};

}  // namespace mql
