// The one timer of a program.
#pragma once

#include "Random.h"
#include <cstdint>

namespace mql {

/// Due no more often than every 10 to 16 ms, whatever the period: MetaTrader's timers follow the
/// system tick of Windows. Longer periods drift by the same amount.
class Timer {
 public:
  void start(int64_t period_ns, int64_t now_ns, Random& random);
  void stop() { period_ns_ = 0; }
  bool is_running() const { return period_ns_ > 0; }
  bool is_due(int64_t now_ns) const { return is_running() && now_ns >= due_ns_; }
  int64_t due_ns() const { return due_ns_; }
  /// Moves on to the next due time after `now_ns`; returns how many were skipped on the way.
  uint64_t advance(int64_t now_ns, Random& random);

 private:
  int64_t interval_ns(Random& random) const;
  int64_t period_ns_ = 0, due_ns_ = 0;
};

}  // namespace mql
