#include "Program.h"
#include "../Language/CriticalError.h"
#include "Clock.h"
#include "CriticalErrors.h"
#include <algorithm>
#include <cstring>

using namespace mql;

static thread_local mql_program* current_program = nullptr;

mql_program* mql_program::current() { return current_program; }

mql_program::mql_program(mql_terminal& t, ProgramKind kind, std::string symbol, int period)
    : terminal(t),
      sockets(*this),
      files(*this),
      trades(*this),
      kind_(kind),
      name_(kind.name),
      symbol_(std::move(symbol)),
      period_(period) {
  ZeroDivideTrap::install();
  load();
}

mql_program::~mql_program() { stop(REASON_REMOVE); }

bool mql_program::is_script() const { return handlers_.start; }

bool mql_program::set_input(const std::string& name, const std::string& text) {
  for (const InputTable::Entry& entry : inputs_.entries) {
    if (entry.name != name) continue;
    // Tried on the loaded copy, which has not run yet or is about to be replaced.
    if (state() == MQL_STATE_LOADED && !entry.set(text)) return false;
    input_texts_[name] = text;
    return true;
  }
  return false;
}

const char* mql_program::input_at(int index) const {
  bool exists = index >= 0 && static_cast<size_t>(index) < inputs_.entries.size();
  return exists ? inputs_.entries[static_cast<size_t>(index)].name.c_str() : nullptr;
}

// A fresh copy of the program: its globals have their initial values, its inputs the host's.
bool mql_program::load() {
  bool loaded = guarded("load", [&] {
    inputs_.entries.clear();
    image_ = kind_.load();
    handlers_ = image_->handlers();
    hears_ticks_ = handlers_.tick;
    hears_books_ = handlers_.book;
    hears_charts_ = handlers_.chart;
    image_->bind_inputs(inputs_);
  });
  if (!loaded) return false;
  for (const InputTable::Entry& entry : inputs_.entries) {
    auto text = input_texts_.find(entry.name);
    if (text != input_texts_.end()) entry.set(text->second);
  }
  stop_reason_ = -1;
  last_error = 0;
  trades.reset();
  stop_text_.clear();
  random_state = 1;
  start_ns = monotonic_ns();
  state_ = MQL_STATE_LOADED;
  return true;
}

bool mql_program::initialize() {
  int code = 0;
  bool finished = guarded("OnInit", [&] { code = handlers_.init ? image_->on_init() : 0; });
  if (!finished) return false;
  if (code != INIT_SUCCEEDED) {
    terminal.message(MQL_MESSAGE_TERMINAL,
                     name_ + ": initialization failed with code " + std::to_string(code));
    deinitialize(REASON_INITFAILED);
    if (image_) unload(REASON_INITFAILED, MQL_STATE_UNLOADED);
    return false;
  }
  state_ = MQL_STATE_RUNNING;
  events.open();  // what came before is dropped
  return true;
}

void mql_program::deinitialize(int reason) {
  events.close();
  uninit_reason = reason;
  deinitializing_ = true;
  int64_t start = monotonic_ns();
  if (handlers_.deinit) guarded("OnDeinit", [&] { image_->on_deinit(reason); });
  deinitializing_ = false;
  int64_t limit_ns = 2500 * ns_per_ms;
  if (monotonic_ns() - start <= limit_ns) return;
  {
    std::lock_guard<std::mutex> lock(figures_mutex_);
    figures_.deinit_overruns++;
  }
  terminal.message(MQL_MESSAGE_TERMINAL, name_ + ": OnDeinit exceeded 2.5 seconds");
}

void mql_program::unload(int reason, mql_program_state state) {
  events.close();
  timer.stop();
  sockets.close_all();
  files.close_all();
  for (auto& [symbol, count] : books)
    if (count > 0 && terminal.host.book_subscribe)
      terminal.host.book_subscribe(terminal.host.context, symbol.c_str(), false);
  books.clear();
  guarded("unload", [&] { image_.reset(); });
  state_ = state;
  if (terminal.host.unloaded) terminal.host.unloaded(terminal.host.context, this, reason);
}

void mql_program::stop(int reason) {
  if (depth_ > 0) return request_stop(reason);  // asked by a callback: after the handler
  if (is_running()) {
    deinitialize(reason);
    if (image_) unload(reason, MQL_STATE_UNLOADED);
  } else if (image_ && state() == MQL_STATE_LOADED) {
    unload(reason, MQL_STATE_UNLOADED);
  }
}

bool mql_program::reload(int reason) {
  if (depth_ > 0) return false;
  stop(reason);
  uninit_reason = reason;
  return load();
}

void mql_program::change_chart(std::string symbol, int period) {
  if (depth_ > 0) return;
  bool was_running = is_running();
  if (was_running) deinitialize(REASON_CHARTCHANGE);
  {
    std::lock_guard<std::mutex> lock(symbol_mutex_);
    symbol_ = std::move(symbol);
  }
  period_ = period;
  if (was_running && image_) initialize();
}

void mql_program::request_stop(int reason) {
  stop_reason_ = reason;
  events.wake();
}

std::string mql_program::symbol() const {
  std::lock_guard<std::mutex> lock(symbol_mutex_);
  return symbol_;
}

void mql_program::run_script() {
  state_ = MQL_STATE_RUNNING;
  if (guarded("OnStart", [&] { image_->on_start(); })) unload(REASON_PROGRAM, MQL_STATE_UNLOADED);
}

bool mql_program::guarded(const char* what, const std::function<void()>& body) {
  mql_program* before = current_program;
  current_program = this;
  depth_++;
  sigjmp_buf here;
  sigjmp_buf* outer = ZeroDivideTrap::arm(nullptr);
  std::string failure;
  int64_t start = monotonic_ns();
  // With the signal mask: what a sanitizer or another handler blocked on the way must not stay so.
  if (sigsetjmp(here, 1) == 0) {
    ZeroDivideTrap::arm(&here);
    try {
      body();
    } catch (const CriticalError& error) {
      failure = error.text;
    }
  } else {
    failure = "zero divide";
  }
  ZeroDivideTrap::arm(outer);
  current_program = before;
  depth_--;
  uint64_t took_us = static_cast<uint64_t>((monotonic_ns() - start) / 1000);
  {
    std::lock_guard<std::mutex> lock(figures_mutex_);
    figures_.slowest_handler_us = std::max(figures_.slowest_handler_us, took_us);
  }
  if (failure.empty()) return true;
  stop_text_ = failure + " in " + what;
  terminal.message(MQL_MESSAGE_TERMINAL, name_ + ": critical error, " + stop_text_);
  if (image_ && strcmp(what, "unload") != 0) unload(-1, MQL_STATE_STOPPED);
  state_ = MQL_STATE_STOPPED;
  return false;
}

void mql_program::start_timer(int64_t period_ns) {
  timer.start(period_ns, monotonic_ns(), faults.random());
}

// The stop flag is looked at every 0.1 s, as in MetaTrader.
void mql_program::sleep(int64_t milliseconds) {
  int64_t deadline = monotonic_ns() + std::max<int64_t>(0, milliseconds) * ns_per_ms;
  while (!stop_requested()) {
    int64_t left = deadline - monotonic_ns();
    if (left <= 0) return;
    int64_t slice = std::min(left, 100 * ns_per_ms);
    timespec pause = {time_t(slice / 1000000000), long(slice % 1000000000)};
    nanosleep(&pause, nullptr);
    if (terminal.host.idle) terminal.host.idle(terminal.host.context);
  }
}

void mql_program::count_sent(uint64_t bytes) {
  std::lock_guard<std::mutex> lock(figures_mutex_);
  figures_.socket_bytes_sent += bytes;
}

void mql_program::count_received(uint64_t bytes) {
  std::lock_guard<std::mutex> lock(figures_mutex_);
  figures_.socket_bytes_received += bytes;
}

void mql_program::count_call(const char* call, int64_t duration_ns) {
  uint64_t us = static_cast<uint64_t>(duration_ns / 1000);
  std::lock_guard<std::mutex> lock(figures_mutex_);
  if (us <= figures_.slowest_call_us) return;
  figures_.slowest_call_us = us;
  mql_text_set(figures_.slowest_call, sizeof figures_.slowest_call, call);
}

void mql_program::statistics(mql_statistics& out) const {
  std::unique_lock<std::mutex> lock(figures_mutex_);
  out = figures_;
  lock.unlock();
  uint64_t skipped = out.timers_coalesced;
  events.add_statistics(out);
  out.timers_coalesced += skipped;
}
