#include "EventQueue.h"
#include "Clock.h"
#include <algorithm>
#include <chrono>

namespace mql {

using Lock = std::unique_lock<std::mutex>;

void EventQueue::open() {
  Lock lock(mutex_);
  open_ = true;
}

void EventQueue::close() {
  Lock lock(mutex_);
  open_ = false;
  events_.clear();
  transactions_.clear();
  std::fill(std::begin(pending_), std::end(pending_), false);
}

void EventQueue::push(Event event) {
  Lock lock(mutex_);
  if (!open_) return;
  if (coalesces(event.kind) && pending_[event.kind]) {
    coalesced_[event.kind]++;
    return;
  }
  if (events_.size() >= limit) {
    overflows_++;
    return;
  }
  pending_[event.kind] = true;
  events_.push_back(std::move(event));
  ready_.notify_all();
}

void EventQueue::push(const Transaction& transaction) {
  Lock lock(mutex_);
  if (!open_) return;
  if (transactions_.size() >= transaction_limit) {
    transactions_.pop_front();
    transactions_displaced_++;
  }
  transactions_.push_back(transaction);
  ready_.notify_all();
}

void EventQueue::wake() {
  Lock lock(mutex_);
  woken_ = true;
  ready_.notify_all();
}

bool EventQueue::take(Event& event) {
  Lock lock(mutex_);
  if (events_.empty()) return false;
  event = std::move(events_.front());
  events_.pop_front();
  delivered_[event.kind]++;
  // OnTrade that starts while another one runs is a fact of its own: the account changed again.
  if (event.kind == Event::Trade) pending_[Event::Trade] = false;
  return true;
}

bool EventQueue::take(Transaction& transaction, size_t shuffle_window, Random& random) {
  Lock lock(mutex_);
  if (transactions_.empty()) return false;
  size_t window = std::min(std::max<size_t>(shuffle_window, 1), transactions_.size());
  auto chosen = transactions_.begin() + static_cast<long>(random.below(window));
  transaction = *chosen;
  transactions_.erase(chosen);
  transactions_delivered_++;
  return true;
}

void EventQueue::finished(Event::Kind kind) {
  Lock lock(mutex_);
  if (kind != Event::Trade) pending_[kind] = false;
}

size_t EventQueue::size() const {
  Lock lock(mutex_);
  return events_.size();
}

size_t EventQueue::transactions() const {
  Lock lock(mutex_);
  return transactions_.size();
}

void EventQueue::wait_until(int64_t deadline_ns) {
  Lock lock(mutex_);
  int64_t left_ns = deadline_ns - monotonic_ns();
  auto due = [&] { return woken_ || !events_.empty() || !transactions_.empty(); };
  if (left_ns > 0) ready_.wait_for(lock, std::chrono::nanoseconds(left_ns), due);
  woken_ = false;
}

void EventQueue::add_statistics(mql_statistics& out) const {
  Lock lock(mutex_);
  out.ticks_delivered = delivered_[Event::Tick];
  out.ticks_coalesced = coalesced_[Event::Tick];
  out.timers_delivered = delivered_[Event::Timer];
  out.timers_coalesced = coalesced_[Event::Timer];
  out.chart_events_delivered = delivered_[Event::Chart];
  out.chart_events_coalesced = coalesced_[Event::Chart];
  out.book_events_delivered = delivered_[Event::Book];
  out.trade_events_delivered = delivered_[Event::Trade];
  out.transactions_delivered = transactions_delivered_;
  out.transactions_displaced = transactions_displaced_;
  out.queue_overflows = overflows_;
}

}  // namespace mql
