#include "Timer.h"
#include "Clock.h"
#include <algorithm>

namespace mql {

int64_t Timer::interval_ns(Random& random) const {
  int64_t jitter_ns = static_cast<int64_t>(random.below(6000)) * 1000;
  return std::max(period_ns_, 10 * ns_per_ms) + jitter_ns;
}

void Timer::start(int64_t period_ns, int64_t now_ns, Random& random) {
  period_ns_ = period_ns;
  due_ns_ = now_ns + interval_ns(random);
}

uint64_t Timer::advance(int64_t now_ns, Random& random) {
  uint64_t skipped = 0;
  due_ns_ += interval_ns(random);
  while (due_ns_ <= now_ns) {
    due_ns_ += interval_ns(random);
    skipped++;
  }
  return skipped;
}

}  // namespace mql
