// One program on one chart.
#pragma once

#include "../Language/ErrorCodes.h"
#include "ChartObjects.h"
#include "EventQueue.h"
#include "Faults.h"
#include "FileTable.h"
#include "ProgramImage.h"
#include "Sockets.h"
#include "Terminal.h"
#include "Timer.h"
#include "TradeCopies.h"
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>

/// A program's life: loaded, initialised, fed with events, deinitialised, unloaded; possibly loaded
/// again. Everything is owned by the thread that runs it, except what is marked "any thread".
struct mql_program {
  mql_program(mql_terminal& terminal, mql::ProgramKind kind, std::string symbol, int period);
  ~mql_program();
  mql_program(const mql_program&) = delete;
  mql_program& operator=(const mql_program&) = delete;

  /// The program whose handler runs on this thread; null outside of one.
  static mql_program* current();

  bool set_input(const std::string& name, const std::string& text);
  const char* input_at(int index) const;

  int run_once(unsigned wait_ms);
  void stop(int reason);
  bool reload(int reason);
  void change_chart(std::string symbol, int period);
  void request_stop(int reason);  // any thread

  // Events from the host; any thread. Those without a handler in the program do not exist for it.
  void push_tick(const std::string& symbol);
  void push_book(const std::string& symbol);
  void push_chart(int id, long lparam, double dparam, const std::string& sparam);

  // What the API functions use -------------------------------------------------------------------

  mql_terminal& terminal;
  mql::EventQueue events;   // any thread
  mql::ChartObjects chart;  // any thread
  mql::Faults faults;       // any thread
  mql::Sockets sockets;
  mql::FileTable files;
  mql::TradeCopies trades;
  mql::Timer timer;
  int last_error = 0;
  int uninit_reason = 0;
  uint32_t random_state = 1;  // MathRand
  int64_t start_ns = 0;       // GetMicrosecondCount counts from here
  std::map<std::string, int> books;
  /// Since when each series is being loaded.
  std::map<std::string, int64_t> series_begun_ns;

  const std::string& name() const { return name_; }
  std::string symbol() const;
  int period() const { return period_; }
  bool is_script() const;
  bool stop_requested() const { return stop_reason_.load() >= 0 || deinitializing_; }
  void remove_itself() { request_stop(0); }
  void start_timer(int64_t period_ns);
  void sleep(int64_t milliseconds);

  mql_program_state state() const { return state_.load(); }
  const std::string& stop_text() const { return stop_text_; }

  void count_sent(uint64_t bytes);
  void count_received(uint64_t bytes);
  void count_call(const char* call, int64_t duration_ns);
  void statistics(mql_statistics& out) const;  // any thread

  /// Runs code of the program: a critical error in it unloads the program and returns false.
  bool guarded(const char* what, const std::function<void()>& body);

 private:
  bool load();
  bool initialize();
  void deinitialize(int reason);
  void unload(int reason, mql_program_state state);
  void run_script();
  void queue_due_timer();
  int deliver_transactions();
  int deliver_events();
  void deliver(const mql::Event& event);
  void deliver(const mql::Transaction& transaction);
  bool is_running() const { return state_.load() == MQL_STATE_RUNNING; }

  const mql::ProgramKind kind_;
  const std::string name_;
  mutable std::mutex symbol_mutex_;  // the host's thread compares ticks with it
  std::string symbol_;
  int period_;
  std::unique_ptr<mql::ProgramImage> image_;
  mql::Handlers handlers_ = {};
  std::atomic<bool> hears_ticks_{false}, hears_books_{false}, hears_charts_{false};
  int depth_ = 0;  // handlers of this program on the stack
  mql::InputTable inputs_;
  std::map<std::string, std::string> input_texts_;
  std::atomic<mql_program_state> state_{MQL_STATE_LOADED};
  std::atomic<int> stop_reason_{-1};
  bool deinitializing_ = false;
  std::string stop_text_;

  mutable std::mutex figures_mutex_;
  mql_statistics figures_ = {};
};

namespace mql {

/// The running program; without one, a program that only collects the last error.
mql_program& program();

/// Times one API call, and blocks it if a fault says so.
class Call {
 public:
  explicit Call(const char* name);
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

 private:
  const char* name_;
  int64_t start_ns_;
};

}  // namespace mql
