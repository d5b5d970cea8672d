// The machine's clocks.
#pragma once

#include <cstdint>
#include <ctime>

namespace mql {

inline int64_t monotonic_ns() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return int64_t(t.tv_sec) * 1000000000 + t.tv_nsec;
}

inline int64_t universal_ms() {
  timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return int64_t(t.tv_sec) * 1000 + t.tv_nsec / 1000000;
}

constexpr int64_t ns_per_ms = 1000000;

}  // namespace mql
